import Foundation
import Imaging
import Testing

/// Squares against those of OpenCLIP's and transformers' preprocessing.
@Suite struct FramingTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let mode: String
    let filter: String
    let resized: Int
    let side: Int
    let library: String
    let width: Int
    let height: Int
    let pixels: Data

    var testDescription: String { "\(width) × \(height), \(mode) to \(resized), \(library)" }

    var framing: Framing {
      let resize: Framing.Resize =
        switch mode {
        case "shortest": .shortest(resized)
        case "longest": .longest(resized)
        default: .squash(resized)
        }
      return Framing(
        resize: resize, filter: filter == "bilinear" ? .bilinear : .bicubic, side: side,
        cropRounding: library == "torchvision" ? .halfToEven : .down, fill: 7)
    }
  }

  private struct Listing: Decodable { let cases: [Case] }

  static let cases =
    (try? JSONDecoder().decode(
      Listing.self, from: Data(contentsOf: Corpus.folder.appending(path: "framing.json"))))?.cases
    ?? []

  @Test("squares have the reference's bytes", arguments: cases)
  func squares(golden: Case) {
    let picture = noise(width: golden.width, height: golden.height)
    let found = picture.framed(golden.framing)
    #expect(found.width == golden.side && found.height == golden.side)
    #expect(zip(found.pixels, golden.pixels).count { $0 != $1 } == 0)
  }

  @Test("there are squares to compare with")
  func corpus() {
    #expect(Self.cases.count == 50)
  }

  @Test("a strip as long as pictures get is framed without its resized whole")
  func strip() {
    let strip = Image(width: 1, height: 60_000, pixels: .init(repeating: 9, count: 180_000))
    let framing = Framing(
      resize: .shortest(224), filter: .bicubic, side: 224, cropRounding: .down)
    #expect(strip.framed(framing).pixels.allSatisfy { $0 == 9 })
  }

  @Test("nothing is resized where a configuration says so, and what is missing is filled")
  func unresized() {
    let picture = noise(width: 5, height: 9)
    let framing = Framing(
      resize: .none, filter: .bicubic, side: 7, cropRounding: .down, fill: 3)
    let square = picture.framed(framing)
    for row in 0..<7 {
      let expected =
        [3, 3, 3] + Array(picture.pixels[(row + 1) * 15..<(row + 2) * 15]) + [3, 3, 3]
      #expect(Array(square.pixels[row * 21..<(row + 1) * 21]) == expected)
    }
  }
}
