/// What the first bytes of a file say it is.
enum FileSignature: Equatable {
  /// A format that is decoded.
  case image(ImageFormat)
  /// A picture, document or video of a known format that is not decoded, by its name in prose.
  case unsupported(String)
  /// No picture; the text completes "this is …".
  case other(String)

  /// Judges by the bytes alone. Text formats are looked for in the first 4,096 bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    let head = FileHead(bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(4096)))
    if head.starts([0xFF, 0xD8, 0xFF]) {
      self = .image(.jpeg)
    } else if head.starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      // Xcode's PNGs for iPhones begin with a chunk of their own and hold raw deflate and BGRA.
      self = head.has("CgBI", at: 12) ? .unsupported("Apple's CgBI variant of PNG") : .image(.png)
    } else if head.has("RIFF", at: 0), head.has("WEBP", at: 8) {
      self = .image(.webp)
    } else if let name = head.unsupportedBinaryFormat ?? head.brandedFormat {
      self = .unsupported(name)
    } else {
      self = head.textFormat ?? .other(head.foreignKind ?? "no image")
    }
  }
}

/// Questions on the first bytes of a file; every access is checked against their count.
private struct FileHead {
  let bytes: UnsafeRawBufferPointer

  func starts(_ prefix: [UInt8], at offset: Int = 0) -> Bool {
    guard bytes.count >= offset + prefix.count else { return false }
    return prefix.indices.allSatisfy { bytes[offset + $0] == prefix[$0] }
  }

  func has(_ text: String, at offset: Int) -> Bool { starts(Array(text.utf8), at: offset) }

  // MARK: Binary formats

  private static let unsupported: [(prefix: [UInt8], name: String)] = [
    (Array("GIF87a".utf8), "GIF"), (Array("GIF89a".utf8), "GIF"),
    ([0x49, 0x49, 0x2A, 0x00], "TIFF"), ([0x4D, 0x4D, 0x00, 0x2A], "TIFF"),
    ([0x49, 0x49, 0x2B, 0x00], "BigTIFF"), ([0x4D, 0x4D, 0x00, 0x2B], "BigTIFF"),
    ([0x49, 0x49, 0x55, 0x00], "Panasonic camera raw"),
    (Array("IIRO".utf8), "Olympus camera raw"), (Array("IIRS".utf8), "Olympus camera raw"),
    (Array("FUJIFILMCCD-RAW".utf8), "Fujifilm camera raw"),
    ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], "JPEG XL"),
    ([0xFF, 0x0A], "JPEG XL"),
    ([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A], "JPEG 2000"),
    ([0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000"),
    (Array("8BPS".utf8), "Photoshop PSD"), (Array("gimp xcf".utf8), "GIMP XCF"),
    (Array("%PDF-".utf8), "PDF"), (Array("%!PS".utf8), "PostScript"),
    ([0x76, 0x2F, 0x31, 0x01], "OpenEXR"), (Array("#?RADIANCE".utf8), "Radiance HDR"),
    (Array("DDS ".utf8), "DDS"), (Array("qoif".utf8), "QOI"),
    ([0x8A, 0x4D, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "MNG"),
    ([0x1A, 0x45, 0xDF, 0xA3], "Matroska video"), (Array("OggS".utf8), "Ogg video"),
    (Array("FLV\u{1}".utf8), "Flash video"), ([0x00, 0x00, 0x01, 0xBA], "MPEG video"),
    ([0x00, 0x00, 0x01, 0xB3], "MPEG video"), ([0x30, 0x26, 0xB2, 0x75], "Windows Media video"),
  ]

  var unsupportedBinaryFormat: String? {
    if let match = Self.unsupported.first(where: { starts($0.prefix) }) { return match.name }
    if has("RIFF", at: 0), has("AVI ", at: 8) { return "AVI video" }
    // Two letters prove little: the length of the header that follows them must be one in use.
    let bitmapHeaders: [UInt8] = [12, 16, 40, 52, 56, 64, 108, 124]
    if has("BM", at: 0), bytes.count >= 18, bitmapHeaders.contains(bytes[14]),
      starts([0, 0, 0], at: 15)
    {
      return "BMP"
    }
    if starts([0, 0, 1, 0]) || starts([0, 0, 2, 0]), bytes.count >= 6, bytes[4] > 0, bytes[5] == 0 {
      return bytes[2] == 1 ? "ICO" : "CUR"
    }
    if bytes.count >= 3, bytes[0] == UInt8(ascii: "P"), (0x31...0x37).contains(bytes[1]),
      bytes[2] == 0x0A || bytes[2] == 0x20 || bytes[2] == 0x0D
    {
      return "PNM"
    }
    return nil
  }

  /// Formats in the ISO base media container (ISO/IEC 14496-12), told apart by their brands.
  var brandedFormat: String? {
    guard has("ftyp", at: 4) else { return nil }
    let stillBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx"]
    let boxEnd = min(bytes.count, 8 + 4 * 32)
    var names: [String] = []
    for offset in stride(from: 8, to: boxEnd - 3, by: 4) where offset != 12 {
      names.append(String(decoding: bytes[offset..<offset + 4], as: UTF8.self))
    }
    guard let major = names.first else { return "MP4 video" }
    if major == "avif" || major == "avis" { return "AVIF" }
    if stillBrands.contains(major) { return "HEIC" }
    if major == "mif1" || major == "msf1" {
      if names.contains("avif") { return "AVIF" }
      return names.contains(where: stillBrands.contains) ? "HEIC" : "HEIF"
    }
    if major == "crx " { return "Canon camera raw" }
    if major == "jxl " { return "JPEG XL" }
    if major == "qt  " { return "QuickTime video" }
    return "MP4 video"
  }

  // MARK: Text and the rest

  /// Lowercased ASCII of the head, without a byte-order mark and leading white space.
  private var text: String {
    var start = starts([0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains(bytes[start]) { start += 1 }
    let lowered = bytes[start...].map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    return String(decoding: lowered, as: UTF8.self)
  }

  private var looksLikeText: Bool {
    !bytes.isEmpty
      && bytes.prefix(1024).allSatisfy {
        $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B
      }
  }

  var textFormat: FileSignature? {
    guard looksLikeText else { return nil }
    let text = text
    if text.hasPrefix("version https://git-lfs") {
      return .other("a Git LFS pointer, not the picture itself; run `git lfs pull`")
    }
    if text.hasPrefix("<") {
      let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { text.hasPrefix($0) }
      if isPage { return .other("an HTML page") }
      if text.hasPrefix("<svg") || contains("<svg", in: text) { return .unsupported("SVG") }
      if contains("<html", in: text) { return .other("an HTML page") }
      return .other(text.hasPrefix("<?xml") ? "an XML document" : "a text file")
    }
    if text.hasPrefix("{") || text.hasPrefix("[") { return .other("a JSON document") }
    return .other("a text file")
  }

  private func contains(_ word: String, in text: String) -> Bool {
    let text = Array(text.utf8)
    let word = Array(word.utf8)
    guard text.count >= word.count else { return false }
    return (0...text.count - word.count).contains { start in
      text[start] == word[0] && word.indices.allSatisfy { text[start + $0] == word[$0] }
    }
  }

  var foreignKind: String? {
    if starts([0x50, 0x4B, 0x03, 0x04]) { return "a ZIP archive" }
    if starts([0x1F, 0x8B]) { return "a gzip archive" }
    if starts([0x37, 0x7A, 0xBC, 0xAF]) { return "a 7z archive" }
    if has("Rar!", at: 0) { return "a RAR archive" }
    if starts([0x7F, 0x45, 0x4C, 0x46]) { return "a program" }
    if has("ID3", at: 0) || has("fLaC", at: 0) || (has("RIFF", at: 0) && has("WAVE", at: 8)) {
      return "a sound file"
    }
    if has("SQLite format 3", at: 0) { return "a database" }
    return bytes.allSatisfy { $0 == 0 } ? "nothing but zero bytes" : nil
  }
}
