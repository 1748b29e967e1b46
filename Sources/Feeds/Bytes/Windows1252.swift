/// The single-byte encoding of older Western feeds: ISO 8859-1 with printable characters in place
/// of the controls 0x80 to 0x9F, as the WHATWG Encoding Standard defines it.
enum Windows1252 {
  /// Any bytes as text.
  static func decode(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(scalar(byte))
    }
    return String(text)
  }

  /// The character of one byte; the five bytes without one are the control of their number.
  static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9f).contains(byte) else { return Unicode.Scalar(byte) }
    return printable[Int(byte) - 0x80]
  }

  private static let printable: [Unicode.Scalar] = [
    "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8d}", "Ž", "\u{8f}",
    "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9d}", "ž", "Ÿ",
  ]
}
