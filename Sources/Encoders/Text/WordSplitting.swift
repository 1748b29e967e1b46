/// CLIP's division of a text into words: `'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
/// by hand, since a regular expression is neither fast nor at hand without Foundation.
///
/// Text is lower-cased scalar by scalar without regard to context, as `tokenizers` does, so a final
/// Σ becomes σ.
struct WordSplitting: Sequence, IteratorProtocol {
  private var scalars: [Unicode.Scalar]
  private var position = 0

  /// Splits text that is in Unicode normalisation form C.
  init(_ text: some Sequence<Unicode.Scalar>) {
    scalars = []
    for scalar in text {
      if scalar.isASCII {
        let isUpper = (0x41...0x5A).contains(scalar.value)
        scalars.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
      } else {
        scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
  }

  /// The next word as UTF-8.
  mutating func next() -> [UInt8]? {
    while position < scalars.count, Kind(scalars[position]) == .space { position += 1 }
    guard position < scalars.count else { return nil }
    let start = position
    position += contractionLength ?? runLength
    var word: [UInt8] = []
    for scalar in scalars[start..<position] {
      if scalar.isASCII { word.append(UInt8(scalar.value)) } else { word += Array(scalar.utf8) }
    }
    return word
  }

  private var contractionLength: Int? {
    guard scalars[position] == "'" else { return nil }
    for ending in Self.contractions
    where scalars[position + 1..<Swift.min(position + 3, scalars.count)].starts(with: ending) {
      return 1 + ending.count
    }
    return nil
  }

  private static let contractions: [[Unicode.Scalar]] = [
    ["s"], ["t"], ["r", "e"], ["v", "e"], ["m"], ["l", "l"], ["d"],
  ]

  /// The length of the run of scalars of one kind; a number stands alone.
  private var runLength: Int {
    let kind = Kind(scalars[position])
    guard kind != .number else { return 1 }
    var end = position + 1
    while end < scalars.count, Kind(scalars[end]) == kind { end += 1 }
    return end - position
  }

  private enum Kind {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
      if scalar.isASCII {
        switch UInt8(scalar.value) {
        case 0x41...0x5A, 0x61...0x7A: self = .letter
        case 0x30...0x39: self = .number
        case 0x09...0x0D, 0x20: self = .space
        default: self = .other
        }
      } else {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
          self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
      }
    }
  }
}
