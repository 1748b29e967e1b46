/// Texts changed in ways that leave what they say about a picture true.
public enum TextAugmentation {
  /// How many of the words are left out.
  private static let dropShare = 0.1
  /// How many of the texts have their attributes in another order.
  private static let shuffleShare = 0.5

  /// Shuffles the attributes of a list with commas, and leaves some words out, never the last one left.
  public static func apply(to text: String, using generator: inout SeededGenerator) -> String {
    var attributes = text.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace) }
    if generator.unit() < shuffleShare { attributes.shuffle(using: &generator) }
    let kept = attributes.map { words in words.filter { _ in generator.unit() >= dropShare } }
      .filter { !$0.isEmpty }
    let chosen = kept.isEmpty ? attributes : kept
    return chosen.map { $0.joined(separator: " ") }.joined(separator: ", ")
  }
}
