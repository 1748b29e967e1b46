/// Which warnings have been shown: each once, and of each kind only the first few.
struct WarningLog: Sendable {
  /// What a warning is about.
  enum Kind: CaseIterable, Sendable {
    case brokenPicture, rejectedRow, other
  }

  private let limit: Int
  private var seen: Set<String> = []
  private var counts: [Kind: Int] = [:]

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether a warning should be shown; counts it where it is new.
  mutating func admits(_ text: String, of kind: Kind) -> Bool {
    let count = counts[kind, default: 0]
    // Only what was shown is remembered, so that memory does not grow with the number of warnings.
    guard !seen.contains(text) else { return false }
    counts[kind] = count + 1
    guard count < limit else { return false }
    seen.insert(text)
    return true
  }

  /// A line for each kind of which warnings were held back, such as "and 17 more broken pictures".
  var closingLines: [String] {
    Kind.allCases.compactMap { kind in
      let held = counts[kind, default: 0] - limit
      guard held > 0 else { return nil }
      return switch kind {
      case .brokenPicture:
        "and \(Sentence.count(held, "more broken picture")); mmsearch broken lists them"
      case .rejectedRow:
        "and \(Sentence.count(held, "more rejected row")); --errors FILE writes them all"
      case .other: "and \(Sentence.count(held, "more warning"))"
      }
    }
  }
}
