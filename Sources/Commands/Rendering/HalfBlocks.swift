/// A picture as text: each cell an upper half block, its foreground the upper pixel and its background the
/// lower one.
enum HalfBlocks {
  /// One string a row of cells; two pixels a cell in height, one in width.
  static func rows(_ picture: Thumbnail, isTrueColor: Bool) -> [String] {
    stride(from: 0, to: picture.height, by: 2).map { top in
      var line = ""
      var previous = ""
      for column in 0..<picture.width {
        let upper = code(picture.color(row: top, column: column), isTrueColor)
        let lower =
          top + 1 < picture.height
          ? "48;" + code(picture.color(row: top + 1, column: column), isTrueColor) : "49"
        let style = "38;\(upper);\(lower)"
        if style != previous { line += "\u{1B}[\(style)m" }
        previous = style
        line += "▀"
      }
      return line + "\u{1B}[0m"
    }
  }

  private static func code(
    _ color: (red: UInt8, green: UInt8, blue: UInt8), _ isTrueColor: Bool
  ) -> String {
    isTrueColor
      ? "2;\(color.red);\(color.green);\(color.blue)"
      : "5;\(paletteIndex(red: color.red, green: color.green, blue: color.blue))"
  }

  /// The nearest of xterm's 256 colours: its 6 × 6 × 6 cube or its 24 greys.
  static func paletteIndex(red: UInt8, green: UInt8, blue: UInt8) -> Int {
    let levels = [0, 95, 135, 175, 215, 255]
    let channels = [Int(red), Int(green), Int(blue)]
    let nearest = channels.map { channel in
      levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    let cubeError = zip(channels, nearest).reduce(0) {
      let difference = $1.0 - levels[$1.1]
      return $0 + difference * difference
    }
    let grey = max(0, min(23, (channels.reduce(0, +) / 3 - 3) / 10))
    let greyError = channels.reduce(0) {
      let difference = $1 - (8 + 10 * grey)
      return $0 + difference * difference
    }
    return greyError < cubeError
      ? 232 + grey : 16 + 36 * nearest[0] + 6 * nearest[1] + nearest[2]
  }
}
