/// A text as BERT sees it: normalised, then split at white space and around each punctuation mark.
struct BERTWords: IteratorProtocol {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String, _ normalization: WordPieceTokenizer.Normalization) {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if normalization.cleansText {
        if Self.isDropped(scalar) { continue }
        if scalar.properties.isWhitespace || scalar.value < 0x20 {
          scalars.append(" ")
          continue
        }
      }
      if normalization.separatesIdeographs, Self.isIdeograph(scalar) {
        scalars += [" ", scalar, " "]
      } else {
        scalars.append(scalar)
      }
    }
    if normalization.stripsAccents, scalars.contains(where: { $0.value >= 0xC0 }) {
      var composed = String.UnicodeScalarView()
      composed.append(contentsOf: scalars)
      scalars = UnicodeNormalization.decomposed(String(composed)).unicodeScalars.filter {
        $0.properties.generalCategory != .nonspacingMark
      }
    }
    if normalization.lowercases {
      scalars = scalars.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }
    self.scalars = scalars
  }

  /// The next word or punctuation mark.
  mutating func next() -> [Unicode.Scalar]? {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    guard position < scalars.count else { return nil }
    let start = position
    position += 1
    if Self.isPunctuation(scalars[start]) { return [scalars[start]] }
    while position < scalars.count, !scalars[position].properties.isWhitespace,
      !Self.isPunctuation(scalars[position])
    {
      position += 1
    }
    return Array(scalars[start..<position])
  }

  /// Control and format characters, private use, and the mark of what could not be read.
  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: return false
    case 0xFFFD: return true
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse: return true
      default: return false
      }
    }
  }

  /// The blocks that BERT's own tokenizer lists.
  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0..<0x80: return false
    default:
      switch scalar.properties.generalCategory {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        return true
      default: return false
      }
    }
  }
}
