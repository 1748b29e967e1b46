internal import Glibc

/// The size of a terminal in cells, and of a cell in pixels.
struct TerminalSize: Sendable, Equatable {
  let columns: Int
  let rows: Int
  /// Pixels of one cell; 8 × 16 where the terminal does not tell.
  let cellWidth: Int
  let cellHeight: Int

  static var ofOutput: TerminalSize { TerminalSize(descriptor: STDOUT_FILENO) }
  static var ofError: TerminalSize { TerminalSize(descriptor: STDERR_FILENO) }

  init(columns: Int, rows: Int, cellWidth: Int = 8, cellHeight: Int = 16) {
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
  }

  private init(descriptor: Int32) {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns =
      isKnown ? Int(size.ws_col) : Environment.value("COLUMNS").flatMap { Int($0) } ?? 80
    let rows = isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
    self.init(
      columns: max(20, columns), rows: rows,
      cellWidth: isKnown && size.ws_xpixel >= size.ws_col ? Int(size.ws_xpixel) / columns : 8,
      cellHeight: isKnown && size.ws_ypixel >= size.ws_row ? Int(size.ws_ypixel) / rows : 16)
  }
}
