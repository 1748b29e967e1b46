/// The encodings of XML feeds that expat does not know itself.
enum XMLEncoding {
  /// The 256 characters of a single-byte encoding; nil for one that is not known.
  static func characters(of name: String) -> [Unicode.Scalar]? {
    var characters = (0...255).map { Windows1252.scalar(UInt8($0)) }
    switch name.lowercased() {
    case "windows-1252", "cp1252":
      return characters
    case "iso-8859-15", "latin-9", "latin9":
      for byte in 0x80...0x9f { characters[byte] = Unicode.Scalar(UInt8(byte)) }
      let differences: [Int: Unicode.Scalar] = [
        0xa4: "€", 0xa6: "Š", 0xa8: "š", 0xb4: "Ž", 0xb8: "ž", 0xbc: "Œ", 0xbd: "œ", 0xbe: "Ÿ",
      ]
      for (byte, character) in differences { characters[byte] = character }
      return characters
    default:
      return nil
    }
  }

  /// The encoding to read a document in that declares none and is not UTF-8; nil to believe it.
  static func undeclared(in start: UnsafeBufferPointer<UInt8>) -> String? {
    let head = start.prefix(200)
    let isDeclared = head.indices.contains { head[$0...].starts(with: "encoding=".utf8) }
    // The last character may be cut.
    let isUTF8 = (0...3).contains { cut in
      cut <= start.count && String(validating: start.dropLast(cut), as: UTF8.self) != nil
    }
    return isDeclared || isUTF8 ? nil : "windows-1252"
  }
}
