/// Characters that differ from a plain one in form alone, after the compatibility decompositions
/// of Unicode Standard Annex 15 as far as they matter in product texts.
///
/// The mapping works on single characters and never yields one that it would map again.
enum CompatibilityMapping {
  /// Whether `scalar` is a printable ASCII character, which stands for itself.
  @inline(__always)
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7f).contains(scalar.value)
  }

  /// What stands for `scalar` in plain text: itself, a space for any white space, nothing for a
  /// control or an invisible formatting character, ASCII for full-width forms and ligatures.
  static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if isPlain(scalar) { return [scalar] }
    if scalar.isASCII {
      switch scalar.value {
      case 0x09...0x0d: return [" "]
      default: return []
      }
    }
    switch scalar.value {
    case 0xff01...0xff5e:
      return Unicode.Scalar(scalar.value - 0xfee0).map { [$0] } ?? []
    case 0x037e: return [";"]
    case 0xfb00: return ["f", "f"]
    case 0xfb01: return ["f", "i"]
    case 0xfb02: return ["f", "l"]
    case 0xfb03: return ["f", "f", "i"]
    case 0xfb04: return ["f", "f", "l"]
    case 0xfb05, 0xfb06: return ["s", "t"]
    case 0x00ad, 0x200b, 0x200e, 0x200f, 0x2060, 0xfeff: return []
    case 0x202a...0x202e, 0x2066...0x2069: return []
    case 0x2800: return [" "]
    default: break
    }
    switch scalar.value {
    case 0x80...0x84, 0x86...0x9f: return []
    case 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000: return [" "]
    default: return [scalar]
    }
  }
}
