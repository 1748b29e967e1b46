import Foundation
import Imaging
import Testing

/// The committed files and what a right decoder makes of them; `make_corpus.py` beside them made both.
enum Corpus {
  struct File: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let format: ImageFormat
    let width: Int
    let height: Int
    /// 64-bit FNV-1a of the upright RGB bytes.
    let pixels: String

    var testDescription: String { file }
    var bytes: [UInt8] { Corpus.bytes(of: file) }
  }

  struct Resize: Decodable, Sendable, CustomTestStringConvertible {
    let kind: String
    let source: [Int]
    let target: [Int]
    let pixels: Data

    var testDescription: String {
      "\(kind) \(source[0]) × \(source[1]) to \(target[0]) × \(target[1])"
    }
  }

  private struct Listing: Decodable { let files: [File] }
  private struct Resizes: Decodable { let cases: [Resize] }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Images").standardized

  static let files = decoded(Listing.self, from: "corpus.json").files
  static let resizes = decoded(Resizes.self, from: "resize.json").cases

  static func bytes(of file: String) -> [UInt8] {
    [UInt8](try! Data(contentsOf: folder.appending(path: file)))
  }

  private static func decoded<Value: Decodable>(_ type: Value.Type, from name: String) -> Value {
    try! JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }
}

/// 64-bit FNV-1a in hexadecimal, as the corpus records pixels.
func fingerprint(_ bytes: [UInt8]) -> String {
  let value = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// The bytes that `make_corpus.py` calls noise, or the same driven to 0 and 255.
func noise(width: Int, height: Int, kind: String = "noise") -> Image {
  var state = UInt64(width * 1000 + height)
  let pixels = (0..<width * height * 3).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let byte = UInt8(state >> 56)
    return kind == "noise" ? byte : 255 * (byte >> 7)
  }
  return Image(width: width, height: height, pixels: pixels)
}

/// Mean of the absolute differences of all values, in units of 1/255.
func meanDifference(_ one: Image, _ other: Image) -> Double {
  let sum = zip(one.pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
  return Double(sum) / Double(one.pixels.count)
}

/// The reason for which `bytes` are refused, or nil where they decode.
func refusal(
  of bytes: [UInt8], limits: DecodingLimits = .standard
) -> ImageError? {
  do throws(ImageError) {
    _ = try ImageDecoder.decode(bytes, limits: limits)
    return nil
  } catch {
    return error
  }
}
