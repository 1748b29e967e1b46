import Foundation
import Imaging
import Testing

@Suite("Limits")
struct LimitTests {
  @Test("a header of 60,000 × 60,000 is too large, whatever follows it")
  func bombs() throws {
    let files = [
      FileEditing.png(Corpus.bytes(of: "png/rgb-8.png"), claiming: 60_000, 60_000),
      FileEditing.png(Corpus.bytes(of: "png/rgba-16-interlaced.png"), claiming: 60_000, 60_000),
      FileEditing.jpeg(Corpus.bytes(of: "jpeg/420.jpg"), claiming: 60_000, 60_000),
      FileEditing.jpeg(Corpus.bytes(of: "jpeg/420-progressive.jpg"), claiming: 60_000, 60_000),
    ]
    for bytes in files {
      let error = try #require(refusal(of: bytes))
      #expect(error.reason == .tooLarge)
      #expect(error.detail.contains("60000 × 60000"))
    }
  }

  @Test("more than the libraries can count is too large too")
  func librariesOwnLimits() {
    let jpeg = FileEditing.jpeg(Corpus.bytes(of: "jpeg/420.jpg"), claiming: 65_535, 65_535)
    #expect(refusal(of: jpeg)?.reason == .tooLarge)
    let png = FileEditing.png(
      Corpus.bytes(of: "png/grey-8.png"), claiming: 0x7FFF_FFFF, 0x7FFF_FFFF)
    #expect(refusal(of: png)?.reason == .tooLarge)
    let strip = FileEditing.png(Corpus.bytes(of: "png/grey-8.png"), claiming: 2_000_000, 1)
    #expect(refusal(of: strip)?.reason == .tooLarge)
  }

  @Test(
    "a picture just at the limit of pixels decodes, one pixel less does not",
    arguments: [
      "jpeg/420.jpg", "png/rgb-8.png", "webp/lossy.webp",
    ])
  func pixels(name: String) throws {
    let bytes = Corpus.bytes(of: name)
    _ = try ImageDecoder.decode(bytes, limits: DecodingLimits(maximumPixels: 61 * 43))
    let error = try #require(
      refusal(of: bytes, limits: DecodingLimits(maximumPixels: 61 * 43 - 1)))
    #expect(error.reason == .tooLarge)
    #expect(error.detail.contains("61 × 43"))
  }

  @Test("raised without measure end in a refusal, not in an overflow")
  func raised() {
    let limits = DecodingLimits(
      maximumPixels: .max, maximumSide: .max, maximumScans: .max, maximumMemory: 1 << 40,
      maximumFileBytes: .max)
    let bytes = FileEditing.png(
      Corpus.bytes(of: "png/rgba-8-interlaced.png"), claiming: 0x7FFF_FFFF, 0x7FFF_FFFF)
    #expect(refusal(of: bytes, limits: limits)?.reason == .tooLarge)
  }

  @Test(
    "memory counts what the decoder itself keeps",
    arguments: [
      // 61 × 43 × 3 for the pixels; beside them coefficients, a canvas, a layer.
      ("jpeg/444.jpg", 7869), ("jpeg/444-progressive.jpg", 7869 + 3 * 8 * 6 * 64 * 2),
      ("png/rgb-8.png", 7869), ("png/rgba-8-interlaced.png", 7869 + 61 * 43 * 4),
      ("webp/lossy.webp", 7869), ("webp/lossless-alpha.webp", 7869 + 2 * 61 * 43 * 4),
      ("jpeg/orientation-6.jpg", 2 * 7869),
    ])
  func memory(name: String, needed: Int) {
    let bytes = Corpus.bytes(of: name)
    #expect(
      refusal(of: bytes, limits: DecodingLimits(maximumMemory: needed - 1))?.reason == .tooLarge)
    // libjpeg's tables and rows come on top, and it stops by itself at the same limit.
    let withTables = DecodingLimits(maximumMemory: needed + 150_000)
    #expect(refusal(of: bytes, limits: withTables) == nil)
  }

  @Test("a JPEG of thousands of scans is too large; a raised limit lets it pass")
  func scans() throws {
    let bytes = Corpus.bytes(of: "jpeg/grey-progressive.jpg")
    let last = try #require(FileEditing.jpegSegments(bytes, marker: 0xDA).last)
    let many = bytes[..<last.upperBound] + repeatElement(bytes[last], count: 3000).joined()
    let error = try #require(refusal(of: Array(many) + [0xFF, 0xD9]))
    #expect(error.reason == .tooLarge)
    #expect(error.detail.contains("500 scans"))
    let raised = DecodingLimits(maximumScans: 10_000)
    #expect(refusal(of: Array(many) + [0xFF, 0xD9], limits: raised) == nil)
  }

  @Test("huge ancillary chunks of a PNG are skipped")
  func ancillaryChunks() throws {
    let bytes = Corpus.bytes(of: "png/rgb-8.png")
    let whole = try ImageDecoder.decode(bytes).image
    for kind in ["tEXt", "iCCP", "zTXt", "iTXt", "sPLT", "eXIf", "prVt", "hIST"] {
      let huge = FileEditing.chunk(kind, [UInt8](repeating: 0x41, count: 1_000_000))
      #expect(try ImageDecoder.decode(FileEditing.png(bytes, inserting: huge)).image == whole)
    }
    let many = (0..<5000).flatMap { _ in FileEditing.chunk("tEXt", Array("Key\0value".utf8)) }
    #expect(try ImageDecoder.decode(FileEditing.png(bytes, inserting: many)).image == whole)
  }

  @Test("a file above the limit of bytes is not read")
  func fileBytes() {
    let limits = DecodingLimits(maximumFileBytes: 1000)
    let path = Corpus.folder.appending(path: "jpeg/420.jpg").path(percentEncoded: false)
    #expect(throws: ImageError.self) { try ImageDecoder.decode(fileAt: path, limits: limits) }
    #expect(refusal(of: Corpus.bytes(of: "jpeg/420.jpg"), limits: limits)?.reason == .tooLarge)
  }
}
