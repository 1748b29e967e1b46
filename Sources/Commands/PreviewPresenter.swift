internal import Library

/// Shows thumbnails of results in the terminal, in the best way that it answers to.
struct PreviewPresenter {
  let feedback: FeedbackOptions

  /// Writes the results with their pictures to standard output, which is a terminal.
  func present(_ hits: [SearchHit]) {
    let answer = TerminalDialogue.answer(
      to: GraphicsProtocol.question, isComplete: GraphicsProtocol.isComplete, milliseconds: 200)
    let graphics = GraphicsProtocol.detect(answer: answer, environment: Environment.value)
    let terminal = TerminalSize.ofOutput
    let layout = PreviewGrid.Layout(terminal)
    let style = feedback.style(onTerminal: true)
    var start = 0
    while start < hits.count {
      let places = hits[start..<min(start + layout.perLine, hits.count)].map { hit in
        (hit: hit, picture: picture(of: hit, graphics, layout, terminal))
      }
      StandardOutput.write(PreviewGrid.line(places, layout: layout, style: style))
      StandardOutput.flush()
      start += layout.perLine
    }
  }

  private func picture(
    of hit: SearchHit, _ graphics: GraphicsProtocol, _ layout: PreviewGrid.Layout,
    _ terminal: TerminalSize
  ) -> PreviewGrid.Picture {
    guard let path = hit.path else { return .none }
    let side = max(layout.columns * terminal.cellWidth, layout.rows * terminal.cellHeight)
    guard let thumbnail = thumbnail(path, side: side) else { return .none }
    let cells = layout.cells(width: thumbnail.width, height: thumbnail.height, in: terminal)
    switch graphics {
    case .kitty:
      return .inline(InlineImage.kitty(thumbnail, columns: cells.columns, rows: cells.rows))
    case .iTerm2:
      guard let jpeg = MMSearchLibrary.thumbnailJPEG(path: path, maximumSide: side) else {
        return .none
      }
      return .inline(InlineImage.iTerm2(jpeg: jpeg, columns: cells.columns, rows: cells.rows))
    case .sixel:
      let sized = thumbnail.averaged(
        width: cells.columns * terminal.cellWidth, height: cells.rows * terminal.cellHeight)
      return .inline(SixelImage.text(sized))
    case .halfBlocks(let isTrueColor):
      let sized = thumbnail.averaged(width: cells.columns, height: cells.rows * 2)
      return .halfBlocks(
        rows: HalfBlocks.rows(sized, isTrueColor: isTrueColor), columns: cells.columns)
    }
  }

  private func thumbnail(_ path: String, side: Int) -> Thumbnail? {
    guard let picture = MMSearchLibrary.thumbnail(path: path, maximumSide: side),
      picture.width > 0, picture.height > 0,
      picture.pixels.count == picture.width * picture.height * 3
    else { return nil }
    return Thumbnail(width: picture.width, height: picture.height, pixels: picture.pixels)
  }
}
