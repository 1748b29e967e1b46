import Foundation
import Imaging
import Testing

@Suite("What is not decoded")
struct SignatureTests {
  @Test(
    "is refused by its format's name",
    arguments: [
      ("gif", "GIF"), ("bmp", "BMP"), ("tiff", "TIFF"), ("ico", "ICO"), ("jp2", "JPEG 2000"),
      ("avif", "AVIF"), ("ppm", "PNM"),
    ])
  func written(suffix: String, name: String) throws {
    let error = try #require(refusal(of: Corpus.bytes(of: "refused/picture.\(suffix)")))
    #expect(error.reason == .unsupportedFormat)
    #expect(error.format == name)
    #expect(error.detail == "\(name) is not supported; convert it to JPEG or PNG")
  }

  @Test(
    "is known by its first bytes",
    arguments: [
      ("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic", "HEIC"),
      ("\0\0\0\u{18}ftypmif1\0\0\0\0mif1heic", "HEIC"),
      ("\0\0\0\u{18}ftypmif1\0\0\0\0mif1avif", "AVIF"),
      ("\0\0\0\u{18}ftypmif1\0\0\0\0mif1miaf", "HEIF"),
      ("\0\0\0\u{18}ftypavif\0\0\0\0mif1avif", "AVIF"),
      ("\0\0\0\u{18}ftypcrx \u{1}\0\0\0crx isom", "Canon camera raw"),
      ("\0\0\0\u{C}JXL \r\n\u{87}\n", "JPEG XL"),
      ("8BPS\0\u{1}", "Photoshop PSD"),
      ("%PDF-1.7\n", "PDF"),
      ("MM\0*\0\0\0\u{8}", "TIFF"),
      ("II*\0\u{10}\0\0\0CR\u{2}\0", "TIFF"),
      ("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
      ("\u{FEFF}<?xml version='1.0'?>\n<!-- drawn -->\n<svg width='1'/>", "SVG"),
    ])
  func signatures(text: String, name: String) throws {
    // Latin-1 turns the escapes into single bytes; the byte-order mark is spelled out.
    let bytes: [UInt8] = text.unicodeScalars.flatMap { scalar in
      scalar.value == 0xFEFF ? [0xEF, 0xBB, 0xBF] : [UInt8(scalar.value)]
    }
    let error = try #require(refusal(of: bytes))
    #expect(error.reason == .unsupportedFormat)
    #expect(error.format == name)
  }

  @Test(
    "as video says what to do",
    arguments: [
      ("\0\0\0\u{18}ftypisom\0\0\u{2}\0isomiso2", "MP4 video"),
      ("\0\0\0\u{14}ftypqt  \0\0\0\0qt  ", "QuickTime video"),
      ("RIFF\0\0\0\0AVI LIST", "AVI video"),
    ])
  func video(text: String, name: String) throws {
    let error = try #require(refusal(of: text.unicodeScalars.map { UInt8($0.value) }))
    #expect(error.reason == .unsupportedFormat)
    #expect(error.format == name)
    #expect(error.detail.hasSuffix("take a still picture from it"))
  }

  @Test(
    "and is no picture says what it is",
    arguments: [
      ("<!DOCTYPE html><html><body>404</body></html>", "this is an HTML page"),
      ("\n\n  <HTML><head></head></HTML>", "this is an HTML page"),
      ("<!-- saved from url -->\n<html></html>", "this is an HTML page"),
      (
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "this is an XML document"
      ),
      ("{\"error\": \"not found\"}", "this is a JSON document"),
      ("just some words", "this is a text file"),
      ("PK\u{3}\u{4}\u{14}\0", "this is a ZIP archive"),
      ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "this is nothing but zero bytes"),
      ("\u{7F}ELF\u{2}\u{1}\u{1}\0", "this is a program"),
      ("BM is a text that begins like a bitmap", "this is a text file"),
      ("RIFF\0\0\0\0WAVEfmt ", "this is a sound file"),
      ("\u{1}\u{2}\u{3}", "this is no image"),
    ])
  func foreign(text: String, detail: String) throws {
    let error = try #require(refusal(of: text.unicodeScalars.map { UInt8($0.value) }))
    #expect(error.reason == .notAnImage)
    #expect(error.format == nil)
    #expect(error.detail == detail)
  }

  @Test("random bytes are no picture")
  func garbage() {
    var generator = SplitMix(state: 3)
    for _ in 0..<500 {
      // A first byte that begins no signature.
      let bytes = [0xE7] + (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(refusal(of: bytes)?.reason == .notAnImage)
    }
  }

  @Test("every prefix of every signature is refused without a crash")
  func prefixes() {
    for file in ["jpeg/420.jpg", "png/rgb-8.png", "webp/lossy.webp", "refused/picture.avif"] {
      let bytes = Corpus.bytes(of: file)
      for length in 0..<40 { #expect(refusal(of: Array(bytes[..<length])) != nil) }
    }
  }

  @Test("a JPEG with a kind of coding that libjpeg lacks is unsupported, not corrupt")
  func lossless() throws {
    var bytes = Corpus.bytes(of: "jpeg/444.jpg")
    let frame = FileEditing.jpegSegments(bytes, marker: 0xC0)[0]
    bytes[frame.lowerBound + 1] = 0xC3
    let error = try #require(refusal(of: bytes))
    #expect(error.reason == .unsupportedFormat)
    #expect(error.format == "JPEG")
  }

  @Test("Xcode's PNG variant is named")
  func appleVariant() throws {
    let bytes = Corpus.bytes(of: "png/rgb-8.png")
    let edited = bytes[..<8] + FileEditing.chunk("CgBI", [0x50, 0, 0x20, 6]) + bytes[8...]
    let error = try #require(refusal(of: Array(edited)))
    #expect(error.reason == .unsupportedFormat)
    #expect(error.detail.contains("CgBI"))
  }

  @Test("the extension has no say")
  func extensions() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "really-a-png.jpg").path(percentEncoded: false)
    let bytes = Corpus.bytes(of: "png/rgb-8.png")
    try Data(bytes).write(to: URL(filePath: path))
    let (decoded, fileBytes) = try ImageDecoder.decode(fileAt: path)
    #expect(decoded.format == .png)
    #expect(fileBytes == bytes)
    let empty = folder.appending(path: "empty.png").path(percentEncoded: false)
    try Data().write(to: URL(filePath: empty))
    for (path, reason) in [
      (empty, RefusalReason.empty), (folder.path(percentEncoded: false), .notAnImage),
      (folder.appending(path: "nowhere.jpg").path(percentEncoded: false), .missing),
      ("/dev/null", .notAnImage), ("a\0b", .missing),
    ] {
      do throws(ImageError) {
        _ = try ImageDecoder.decode(fileAt: path)
        Issue.record("\(path) was decoded")
      } catch {
        #expect(error.reason == reason)
      }
    }
  }
}
