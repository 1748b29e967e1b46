import Imaging
import Testing

@Suite("A damaged file")
struct DamageTests {
  @Test("cut at a tenth is refused as truncated, or kept with a warning", arguments: Corpus.files)
  func cut(file: Corpus.File) {
    let bytes = file.bytes
    for tenth in 0..<10 {
      let length = bytes.count * tenth / 10
      do throws(ImageError) {
        let decoded = try ImageDecoder.decode(Array(bytes[..<length]))
        #expect(decoded.decodedRowFraction >= 0.9)
        // Without a warning nothing but trailing chunks may be missing.
        if decoded.warning == nil { #expect(fingerprint(decoded.image.pixels) == file.pixels) }
      } catch {
        // Of a cut signature nothing can be said but that it is no image.
        let reasons: [RefusalReason] =
          length == 0 ? [.empty] : length < 16 ? [.notAnImage, .truncated] : [.truncated]
        #expect(reasons.contains(error.reason), "\(error) at \(length) of \(bytes.count) bytes")
      }
    }
  }

  @Test(
    "cut late keeps its rows, white below",
    arguments: [
      ("png/rgb-8.png", 0.97), ("png/rgba-8.png", 0.97), ("png/grey-8-interlaced.png", 0.97),
      ("png/rgba-8-interlaced.png", 0.97), ("webp/tall-lossless.webp", 0.97),
      ("webp/tall-lossless-alpha.webp", 0.97), ("webp/tall-lossy.webp", 0.97),
    ])
  func cutLate(name: String, share: Double) throws {
    let bytes = Corpus.bytes(of: name)
    let whole = try ImageDecoder.decode(bytes).image
    let cut = try ImageDecoder.decode(Array(bytes[..<Int(Double(bytes.count) * share)]))
    #expect(cut.decodedRowFraction >= 0.9 && cut.decodedRowFraction < 1)
    #expect(cut.warning?.contains("rows") == true)
    let rows = Int((cut.decodedRowFraction * Double(whole.height)).rounded())
    if !name.contains("interlaced") {
      let known = rows * whole.width * 3
      #expect(cut.image.pixels[..<known] == whole.pixels[..<known])
      #expect(cut.image.pixels[known...].allSatisfy { $0 == 255 })
    } else {
      // The odd rows of the last pass stand in by the rows above them.
      // Until finer scans come libjpeg smooths means over five blocks: 4.7 here. Grey would give 60.
      #expect(meanDifference(cut.image, whole) < 8)
    }
  }

  @Test("a long JPEG cut in its last tenth keeps its rows, in its first nine is refused")
  func cutJPEG() throws {
    let picture = noise(width: 40, height: 400).resized(width: 40, height: 1600)
    let bytes = ImageEncoder.jpeg(picture, quality: 90)
    let whole = try ImageDecoder.decode(bytes).image
    let cut = try ImageDecoder.decode(Array(bytes[..<(bytes.count * 95 / 100)]))
    #expect(cut.decodedRowFraction > 0.92 && cut.decodedRowFraction < 0.96)
    let rows = Int((cut.decodedRowFraction * 1600).rounded())
    // Upsampling of chroma looks one row of the next block ahead.
    let known = (rows - 1) * 40 * 3
    #expect(cut.image.pixels[..<known] == whole.pixels[..<known])
    #expect(cut.image.pixels[(rows * 40 * 3)...].allSatisfy { $0 == 255 })
    #expect(refusal(of: Array(bytes[..<(bytes.count * 85 / 100)]))?.reason == .truncated)
  }

  @Test(
    "a JPEG without its end marker is whole",
    arguments: ["jpeg/420.jpg", "jpeg/grey.jpg", "jpeg/420-progressive.jpg", "jpeg/1x1.jpg"])
  func noEndMarker(name: String) throws {
    let bytes = Corpus.bytes(of: name)
    let decoded = try ImageDecoder.decode(Array(bytes.dropLast(2)))
    #expect(decoded.decodedRowFraction == 1)
    #expect(try decoded.image == ImageDecoder.decode(bytes).image)
  }

  @Test("a progressive JPEG is kept once its first scan is whole, wherever it is cut then")
  func cutProgressive() throws {
    let bytes = Corpus.bytes(of: "jpeg/444-progressive.jpg")
    // At an eighth a pixel is the mean of a block, which the first scan holds but for its last bit.
    let whole = try ImageDecoder.decode(bytes, targetSide: 2).image
    #expect(whole.width == 8)
    let scans = FileEditing.jpegSegments(bytes, marker: 0xDA)
    #expect(scans.count > 3)
    for length in stride(from: scans[0].upperBound, to: bytes.count - 2, by: 3) {
      let cut = try ImageDecoder.decode(Array(bytes[..<length]), targetSide: 2)
      #expect(cut.warning != nil)
      #expect(cut.decodedRowFraction == 1)
      // Until finer scans come libjpeg smooths means over five blocks: 4.7 here. Grey would give 60.
      #expect(meanDifference(cut.image, whole) < 8)
    }
    // In the last of six rows of blocks nine tenths of the rows are there.
    for length in scans[0].lowerBound..<scans[0].lowerBound + scans[0].count * 3 / 4 {
      #expect(refusal(of: Array(bytes[..<length]))?.reason == .truncated)
    }
  }

  @Test("a JPEG that ends in order before the scan of its last component is truncated")
  func missingComponent() throws {
    let bytes = Corpus.bytes(of: "jpeg/444-separate-scans.jpg")
    let scans = FileEditing.jpegSegments(bytes, marker: 0xDA)
    #expect(scans.count == 3)
    for scan in scans[..<2] {
      #expect(refusal(of: Array(bytes[..<scan.upperBound]) + [0xFF, 0xD9])?.reason == .truncated)
    }
    #expect(refusal(of: Array(bytes[..<scans[2].upperBound]) + [0xFF, 0xD9]) == nil)
    // In the last component's scan the rows count that all components have.
    let late = scans[2].lowerBound + scans[2].count * 97 / 100
    #expect(try ImageDecoder.decode(Array(bytes[..<late])).decodedRowFraction < 1)
  }

  @Test("an end marker in the middle of the scan counts as cut there")
  func earlyEndMarker() {
    let bytes = Corpus.bytes(of: "jpeg/444.jpg")
    let scan = FileEditing.jpegSegments(bytes, marker: 0xDA)[0]
    let cut = bytes[..<(scan.lowerBound + scan.count / 2)] + [0xFF, 0xD9]
    #expect(refusal(of: Array(cut))?.reason == .truncated)
  }

  @Test("a PNG with a wrong checksum in its pixels is corrupt")
  func checksum() throws {
    var bytes = Corpus.bytes(of: "png/rgb-8.png")
    bytes[bytes.count / 2] ^= 0x55
    let error = try #require(refusal(of: bytes))
    #expect(error.reason == .corrupt)
    #expect(error.format == "PNG")
  }

  @Test("changed at random never crashes, 4,000 times a format", arguments: ImageFormat.allCases)
  func mutations(format: ImageFormat) {
    var generator = SplitMix(state: 20_261_121)
    let files = Corpus.files.filter { $0.format == format }.map(\.bytes)
    let limits = DecodingLimits(
      maximumPixels: 1_000_000, maximumScans: 60, maximumMemory: 1 << 25, maximumFileBytes: 1 << 20)
    var kept = 0
    var reasons: Set<RefusalReason> = []
    for _ in 0..<4000 {
      let bytes = mutated(files[Int.random(in: files.indices, using: &generator)], &generator)
      do throws(ImageError) {
        let decoded = try ImageDecoder.decode(
          bytes, targetSide: Bool.random(using: &generator) ? 8 : nil, limits: limits)
        #expect(decoded.image.pixels.count == decoded.image.width * decoded.image.height * 3)
        kept += 1
      } catch {
        reasons.insert(error.reason)
      }
    }
    // Both ends must occur, or the changes were too small or too large to mean anything.
    #expect(kept > 100)
    #expect(reasons.isSuperset(of: [.truncated, .corrupt]))
  }

  private func mutated(_ original: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...6, using: &generator) where bytes.count > 16 {
      // The signature is spared, for otherwise most changes would end there.
      let position = Int.random(in: 12..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes[position] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &generator) ?? 0
      case 3:
        let end = min(bytes.count, position + Int.random(in: 1...40, using: &generator))
        bytes.removeSubrange(position..<end)
      case 4:
        let end = min(bytes.count, position + Int.random(in: 1...40, using: &generator))
        bytes.insert(contentsOf: bytes[position..<end], at: position)
      default: bytes.removeLast(Int.random(in: 0..<min(40, bytes.count - 12), using: &generator))
      }
    }
    // Half of the changed PNGs get their checksums back, to come past libpng's first guard.
    let isPNG = bytes.starts(with: [0x89, 0x50])
    return isPNG && Bool.random(using: &generator) ? withChecksums(bytes) : bytes
  }

  private func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var repaired = bytes
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 12 else { break }
      let end = offset + 8 + length
      repaired.replaceSubrange(
        end..<end + 4, with: FileEditing.checksum(Array(bytes[(offset + 4)..<end])))
      offset = end + 4
    }
    return repaired
  }

  @Test("of random bytes behind a signature is refused", arguments: ImageFormat.allCases)
  func garbage(format: ImageFormat) {
    var generator = SplitMix(state: 7)
    let signature: [UInt8] =
      switch format {
      case .jpeg: [0xFF, 0xD8, 0xFF]
      case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      case .webp: Array("RIFF\0\u{4}\0\0WEBPVP8 ".utf8)
      }
    for length in 0..<600 {
      let bytes =
        signature + (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let error = refusal(of: bytes)
      #expect(error != nil)
      #expect(error?.reason != .notAnImage)
    }
  }
}
