/// English contractions written out.
enum Contractions {
  /// `text` with its contractions written out, as in "don't" → "do not". A possessive 's stays.
  static func expand(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "'")) || text.unicodeScalars.contains("’") else {
      return text
    }
    return text.split(separator: " ", omittingEmptySubsequences: false)
      .map { expand(word: $0) }.joined(separator: " ")
  }

  private static func expand(word: Substring) -> String {
    guard let apostrophe = word.firstIndex(where: { $0 == "'" || $0 == "’" }) else {
      return String(word)
    }
    let isPart: (Character) -> Bool = { $0.isLetter || $0 == "'" || $0 == "’" }
    guard let start = word.firstIndex(where: \.isLetter), start < apostrophe else {
      return String(word)
    }
    let end = word[apostrophe...].firstIndex { !isPart($0) } ?? word.endIndex
    let key = word[start..<end].lowercased().replacing("’", with: "'")
    guard let (stem, rest) = parts(of: key) else { return String(word) }
    // The stem keeps its case; what is put behind it has the case of the word's last letter.
    let kept = word[start...].prefix(stem.count)
    let isUpper = word[start..<end].last { $0.isLetter }?.isUppercase ?? false
    let written = kept.lowercased() == stem ? String(kept) : stem
    return word[..<start] + written + (isUpper ? rest.uppercased() : rest) + word[end...]
  }

  /// The stem of a contraction and what follows it, written out; nil for other words.
  private static func parts(of word: String) -> (stem: String, rest: String)? {
    if let irregular = irregular[word] { return irregular }
    for (ending, rest) in endings where word.hasSuffix(ending) {
      let stem = word.dropLast(ending.count)
      return stem.isEmpty ? nil : (String(stem), rest)
    }
    return nil
  }

  private static let endings = [
    ("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"),
  ]

  private static let irregular: [String: (stem: String, rest: String)] = {
    var irregular = [
      "won't": (stem: "will", rest: " not"), "shan't": ("shall", " not"), "can't": ("can", "not"),
      "let's": ("let", " us"),
    ]
    for word in ["it", "that", "what", "he", "she", "there", "here", "who", "where", "how"] {
      irregular[word + "'s"] = (word, " is")
    }
    return irregular
  }()
}
