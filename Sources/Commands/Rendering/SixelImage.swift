/// A picture in DEC's sixel format (VT330/VT340 Programmer Reference Manual, volume 2, chapter 14): bands of
/// six rows, one pass a colour.
enum SixelImage {
  /// Levels of red, green and blue; their product stays below the 256 colours that terminals keep.
  private static let levels = (red: 6, green: 7, blue: 6)

  /// The device control string of a picture, dithered to 252 colours.
  static func text(_ picture: Thumbnail) -> String {
    let indices = dithered(picture)
    var result = "\u{1B}P0;1q\"1;1;\(picture.width);\(picture.height)"
    var defined: Set<Int> = []
    for top in stride(from: 0, to: picture.height, by: 6) {
      let rows = top..<min(top + 6, picture.height)
      let colors = Set(
        indices[(rows.lowerBound * picture.width)..<(rows.upperBound * picture.width)])
      for (position, color) in colors.sorted().enumerated() {
        if position > 0 { result += "$" }
        if defined.insert(color).inserted { result += definition(of: color) }
        result += "#\(color)"
        var run: (character: Character, count: Int)?
        for column in 0..<picture.width {
          var bits: UInt8 = 0
          for row in rows where indices[row * picture.width + column] == color {
            bits |= 1 << UInt8(row - top)
          }
          let character = Character(Unicode.Scalar(63 + bits))
          if run?.character == character {
            run?.count += 1
          } else {
            result += encoded(run)
            run = (character, 1)
          }
        }
        result += encoded(run)
      }
      result += "-"
    }
    return result + "\u{1B}\\"
  }

  private static func encoded(_ run: (character: Character, count: Int)?) -> String {
    guard let run else { return "" }
    return run.count > 3
      ? "!\(run.count)\(run.character)" : String(repeating: run.character, count: run.count)
  }

  /// `#index;2;red;green;blue` with channels in percent.
  private static func definition(of color: Int) -> String {
    let blue = color % levels.blue
    let green = color / levels.blue % levels.green
    let red = color / levels.blue / levels.green
    let percents = [
      red * 100 / (levels.red - 1), green * 100 / (levels.green - 1),
      blue * 100 / (levels.blue - 1),
    ]
    return "#\(color);2;" + percents.map(String.init).joined(separator: ";")
  }

  /// The colour index of every pixel, the error of each spread over its neighbours (R. W. Floyd and
  /// L. Steinberg, "An Adaptive Algorithm for Spatial Greyscale", 1976).
  private static func dithered(_ picture: Thumbnail) -> [Int] {
    let width = picture.width
    let counts = [levels.red, levels.green, levels.blue]
    var errors = [Float](repeating: 0, count: (width + 2) * 3)
    var below = errors
    var result: [Int] = []
    result.reserveCapacity(width * picture.height)
    for row in 0..<picture.height {
      below = [Float](repeating: 0, count: below.count)
      for column in 0..<width {
        var index = 0
        for channel in 0..<3 {
          let scale = Float(counts[channel] - 1)
          let place = (column + 1) * 3 + channel
          let wanted = Float(picture.pixels[(row * width + column) * 3 + channel]) + errors[place]
          let level = min(scale, max(0, (wanted / 255 * scale).rounded()))
          // Bounded, so that it does not pile up over large saturated areas.
          let error = min(64, max(-64, wanted - level * 255 / scale))
          errors[place + 3] += error * 7 / 16
          below[place - 3] += error * 3 / 16
          below[place] += error * 5 / 16
          below[place + 3] += error / 16
          index = index * counts[channel] + Int(level)
        }
        result.append(index)
      }
      swap(&errors, &below)
    }
    return result
  }
}
