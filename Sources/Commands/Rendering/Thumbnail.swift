/// A picture for the terminal's cells.
struct Thumbnail: Sendable, Equatable {
  let width: Int
  let height: Int
  /// `[height, width, 3]`, 8-bit RGB.
  let pixels: [UInt8]

  /// The colour at a place; rows below the picture repeat the last one.
  func color(row: Int, column: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    let start = (min(row, height - 1) * width + min(column, width - 1)) * 3
    return (pixels[start], pixels[start + 1], pixels[start + 2])
  }

  /// The picture at another size, each pixel the mean of the pixels it covers.
  func averaged(width newWidth: Int, height newHeight: Int) -> Thumbnail {
    guard newWidth != width || newHeight != height else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(newWidth * newHeight * 3)
    for row in 0..<newHeight {
      let rows = Self.covered(row, of: newHeight, in: height)
      for column in 0..<newWidth {
        let columns = Self.covered(column, of: newWidth, in: width)
        var sums = (0, 0, 0)
        for sourceRow in rows {
          for sourceColumn in columns {
            let start = (sourceRow * width + sourceColumn) * 3
            sums.0 += Int(pixels[start])
            sums.1 += Int(pixels[start + 1])
            sums.2 += Int(pixels[start + 2])
          }
        }
        let count = rows.count * columns.count
        for sum in [sums.0, sums.1, sums.2] { result.append(UInt8((sum + count / 2) / count)) }
      }
    }
    return Thumbnail(width: newWidth, height: newHeight, pixels: result)
  }

  private static func covered(_ position: Int, of count: Int, in sourceCount: Int) -> Range<Int> {
    let start = position * sourceCount / count
    return start..<max(start + 1, (position + 1) * sourceCount / count)
  }
}
