/// What stands for a character in plain text: its normalisation form KC (Unicode Standard Annex
/// 15), a space for any white space, nothing for control and invisible formatting characters.
///
/// The mapping works on single characters and never yields one that it would map again; the whole
/// text is in normalisation form KC when ``CanonicalComposition`` has composed what is left.
enum CompatibilityMapping {
  /// What becomes of a character.
  enum Plain: Equatable {
    case itself
    case nothing
    case space
    case sequence([Unicode.Scalar])
  }

  /// Whether `scalar` is a printable ASCII character, which stands for itself.
  @inline(__always)
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7f).contains(scalar.value)
  }

  /// What stands for `scalar`.
  static func plain(_ scalar: Unicode.Scalar) -> Plain {
    switch scalar.value {
    case 0x20..<0x7f: .itself
    case 0x09...0x0d, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
      0x2800:
      .space
    case 0x00..<0x20, 0x7f...0x9f, 0x00ad, 0x200b, 0x200e, 0x200f, 0x202a...0x202e, 0x2060,
      0x2066...0x2069, 0xfeff:
      .nothing
    // So that an angle bracket with a stroke is one whether it is composed or not.
    case 0x226e: .sequence(["<", "\u{338}"])
    case 0x226f: .sequence([">", "\u{338}"])
    // Frequent ones, which spare most texts the table.
    case 0xc0...0x131, 0x2013, 0x2014, 0x2018...0x201e, 0x2022, 0x20ac: .itself
    default: table[scalar].map { .sequence($0) } ?? .itself
    }
  }

  private static let table: [Unicode.Scalar: [Unicode.Scalar]] = {
    var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    table.reserveCapacity(5000)
    NormalizationEntries.forEach(in: CompatibilityTable.entries) { table[$0] = $1 }
    return table
  }()
}
