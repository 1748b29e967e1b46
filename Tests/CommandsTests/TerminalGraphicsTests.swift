import Foundation
import Testing

@testable import Commands

@Suite("Pictures in the terminal")
struct TerminalGraphicsTests {
  /// Red to green from left to right, brighter towards the bottom.
  private static let gradient: Thumbnail = {
    var pixels: [UInt8] = []
    for row in 0..<20 {
      for column in 0..<30 {
        pixels += [UInt8(255 - column * 8), UInt8(column * 8), UInt8(row * 12)]
      }
    }
    return Thumbnail(width: 30, height: 20, pixels: pixels)
  }()

  @Test(
    "the terminal's own answer decides, then its name, then its colours",
    arguments: [
      ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c", [:], GraphicsProtocol.kitty),
      ("\u{1B}[?62;4c", ["TERM_PROGRAM": "iTerm.app"], .iTerm2),
      ("\u{1B}[?62;1;4;22c", ["COLORTERM": "truecolor"], .sixel),
      (
        "\u{1B}_Gi=31;EINVAL\u{1B}\\\u{1B}[?62;22c", ["COLORTERM": "24bit"],
        .halfBlocks(isTrueColor: true)
      ),
      ("\u{1B}[?4;22c", [:], .halfBlocks(isTrueColor: false)),
      ("", [:], .halfBlocks(isTrueColor: false)),
      ("\u{1B}[?", [:], .halfBlocks(isTrueColor: false)),
    ] as [(String, [String: String], GraphicsProtocol)])
  func detection(_ answer: String, _ environment: [String: String], _ expected: GraphicsProtocol) {
    let found = GraphicsProtocol.detect(answer: Array(answer.utf8)) { environment[$0] }
    #expect(found == expected)
  }

  @Test("an answer is complete with the c that ends the device attributes")
  func completeness() {
    #expect(!GraphicsProtocol.isComplete([]))
    #expect(!GraphicsProtocol.isComplete(Array("\u{1B}_Gi=31;OKc\u{1B}\\\u{1B}[?62;4".utf8)))
    #expect(GraphicsProtocol.isComplete(Array("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c".utf8)))
  }

  @Test(
    "kitty gets all pixels, in chunks of at most 4096 characters of which only the last ends it")
  func kitty() throws {
    let picture = Thumbnail(
      width: 100, height: 50, pixels: (0..<15_000).map { UInt8(truncatingIfNeeded: $0) })
    let text = InlineImage.kitty(picture, columns: 25, rows: 6)
    let chunks = text.matches(of: #/\u{1B}_G([^;]*);([^\u{1B}]*)\u{1B}\\/#)
    #expect(chunks.map { $0.output.0.count }.reduce(0, +) == text.count)
    #expect(chunks[0].output.1 == "a=T,f=24,s=100,v=50,c=25,r=6,C=1,q=2,m=1")
    #expect(chunks.dropFirst().dropLast().allSatisfy { $0.output.1 == "m=1" })
    #expect(chunks.last?.output.1 == "m=0")
    #expect(chunks.allSatisfy { $0.output.2.count <= 4096 })
    let payload = chunks.map { String($0.output.2) }.joined()
    #expect(Data(base64Encoded: payload).map(Array.init) == picture.pixels)
  }

  @Test("a sixel picture, drawn as a terminal would, has the mean colours of the original")
  func sixel() throws {
    let drawn = try SixelReader.read(SixelImage.text(Self.gradient))
    #expect(drawn.width == 30 && drawn.height == 20)
    // Dithering keeps means: over 10 × 10 pixels the error is that of a few pixels at the border, each at
    // most half a step of 255 / 5.
    let expected = Self.gradient.averaged(width: 3, height: 2).pixels
    let found = drawn.averaged(width: 3, height: 2).pixels
    for (one, other) in zip(expected, found) { #expect(abs(Int(one) - Int(other)) <= 12) }
  }

  @Test("half blocks put two pixels in a cell, and an odd last row leaves the background alone")
  func halfBlocks() {
    let picture = Thumbnail(
      width: 2, height: 3, pixels: [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 1, 2, 3, 4, 5, 6])
    #expect(
      HalfBlocks.rows(picture, isTrueColor: true) == [
        "\u{1B}[38;2;255;0;0;48;2;0;0;255m▀▀\u{1B}[0m",
        "\u{1B}[38;2;1;2;3;49m▀\u{1B}[38;2;4;5;6;49m▀\u{1B}[0m",
      ])
    #expect(
      HalfBlocks.rows(picture, isTrueColor: false)[0]
        == "\u{1B}[38;5;196;48;5;21m▀▀\u{1B}[0m")
  }

  @Test("the nearest of 256 colours is the nearest of all cube and grey entries")
  func palette() {
    let levels = [0, 95, 135, 175, 215, 255]
    var entries: [(Int, [Int])] = []
    for index in 0..<216 {
      entries.append((16 + index, [levels[index / 36], levels[index / 6 % 6], levels[index % 6]]))
    }
    for grey in 0..<24 {
      entries.append((232 + grey, Array(repeating: 8 + 10 * grey, count: 3)))
    }
    func error(_ entry: [Int], _ color: [Int]) -> Int {
      zip(entry, color).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    }
    for color in [
      [0, 0, 0], [255, 255, 255], [200, 30, 90], [128, 128, 128], [12, 13, 14], [94, 96, 95],
    ] {
      let index = HalfBlocks.paletteIndex(
        red: UInt8(color[0]), green: UInt8(color[1]), blue: UInt8(color[2]))
      let best = entries.map { error($0.1, color) }.min()
      #expect(entries.first { $0.0 == index }.map { error($0.1, color) } == best)
    }
  }

  @Test("averaging keeps the mean and repeats pixels where it enlarges")
  func averaging() {
    let picture = Thumbnail(width: 2, height: 1, pixels: [0, 0, 0, 100, 200, 250])
    #expect(picture.averaged(width: 1, height: 1).pixels == [50, 100, 125])
    #expect(
      picture.averaged(width: 4, height: 1).pixels == [
        0, 0, 0, 0, 0, 0, 100, 200, 250, 100, 200, 250,
      ])
  }

  @Test(
    "places fill the width, and pictures keep their shape within them",
    arguments: [20, 60, 80, 133, 250])
  func layout(_ columns: Int) {
    let terminal = TerminalSize(columns: columns, rows: 40, cellWidth: 10, cellHeight: 20)
    let layout = PreviewGrid.Layout(terminal)
    let used = layout.perLine * (layout.columns + PreviewGrid.Layout.gap) - PreviewGrid.Layout.gap
    #expect(used < columns)
    let wide = layout.cells(width: 400, height: 100, in: terminal)
    #expect(wide.columns == layout.columns && wide.rows <= layout.columns / 8 + 1)
    let high = layout.cells(width: 100, height: 400, in: terminal)
    #expect(high.rows == layout.rows && high.columns <= layout.rows / 2 + 1)
  }
}

/// Draws a sixel string as a terminal does.
private enum SixelReader {
  struct Malformed: Error {}

  static func read(_ text: String) throws -> Thumbnail {
    guard let header = text.firstMatch(of: #/^\u{1B}P[0-9;]*q"1;1;([0-9]+);([0-9]+)/#),
      text.hasSuffix("\u{1B}\\"), let width = Int(header.output.1),
      let height = Int(header.output.2)
    else { throw Malformed() }
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    var colors: [Int: [UInt8]] = [:]
    var color = 0
    var column = 0
    var top = 0
    let token =
      #/#([0-9]+);2;([0-9]+);([0-9]+);([0-9]+)|#([0-9]+)|!([0-9]+)([?-~])|([?-~])|(\$)|(-)/#
    let body = text[header.range.upperBound...].dropLast(2)
    for match in body.matches(of: token) {
      let parts = match.output
      if let index = parts.1, let red = parts.2, let green = parts.3, let blue = parts.4 {
        colors[Int(index) ?? -1] = [red, green, blue].map { UInt8((Int($0) ?? 0) * 255 / 100) }
        color = Int(index) ?? -1
      } else if let index = parts.5 {
        color = Int(index) ?? -1
      } else if let sixel = (parts.7 ?? parts.8)?.unicodeScalars.first {
        let rgb = try colors[color] ?? { throw Malformed() }()
        for _ in 0..<(parts.6.flatMap { Int($0) } ?? 1) {
          for bit in 0..<6 where (sixel.value - 63) >> UInt32(bit) & 1 == 1 {
            let start = ((top + bit) * width + column) * 3
            pixels.replaceSubrange(start..<(start + 3), with: rgb)
          }
          column += 1
        }
      } else {
        if parts.10 != nil { top += 6 }
        column = 0
      }
    }
    return Thumbnail(width: width, height: height, pixels: pixels)
  }
}
