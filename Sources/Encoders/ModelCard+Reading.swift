import Imaging
import Kernels

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ModelCard {
  /// Reads and checks the card at a path; an error names the key it is about.
  public init(path: String) throws(ModelError) {
    self = try MappedFile.withBytes(ofFileAt: path) { bytes throws(ModelError) in
      try ModelCard(json: bytes, path: path)
    }
  }

  /// Reads and checks a card in memory; `path` is what messages call it.
  init(json: UnsafeRawBufferPointer, path: String) throws(ModelError) {
    do {
      self = try JSONDecoder().decode(ModelCard.self, from: Data(json))
    } catch let error as DecodingError {
      throw Self.refusal(of: error, path: path)
    } catch {
      throw .malformedCard(path: path, key: "", reason: "is not JSON: \(error)")
    }
    for (key, value, accepted, requirement) in rules where !accepted {
      throw .malformedCard(
        path: path, key: key, reason: "is \(value), which must be \(requirement)")
    }
  }

  private static func refusal(of error: DecodingError, path: String) -> ModelError {
    func key(_ context: DecodingError.Context, then last: (any CodingKey)? = nil) -> String {
      let keys = context.codingPath + (last.map { [$0] } ?? [])
      return keys.map(\.stringValue).joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let missing, let context):
      .malformedCard(path: path, key: key(context, then: missing), reason: "is missing")
    case .valueNotFound(_, let context):
      .malformedCard(path: path, key: key(context), reason: "is null")
    case .typeMismatch(let type, let context):
      .malformedCard(path: path, key: key(context), reason: "is not of type \(type)")
    case .dataCorrupted(let context):
      .malformedCard(
        path: path, key: key(context),
        reason: context.codingPath.isEmpty
          ? "is not valid JSON" : "has a value that this version does not know")
    @unknown default:
      .malformedCard(path: path, key: "", reason: "is not valid JSON")
    }
  }

  private typealias Rule = (key: String, value: String, accepted: Bool, requirement: String)

  /// What the types do not say.
  private var rules: [Rule] {
    func within(_ key: String, _ value: Int, _ range: ClosedRange<Int>) -> Rule {
      (key, "\(value)", range.contains(value), "from \(range.lowerBound) to \(range.upperBound)")
    }
    var rules = [
      within("schema", schema, 1...1),
      within("dimension", dimension, 1...65_536),
      within("image.size", image.size, 32...1_024),
      within("text.context_length", text.contextLength, 3...65_536),
      within("text.vocabulary_size", text.vocabularySize, 514...16_777_216),
      within("text.width", text.width, 1...65_536),
      within("text.heads", text.heads, 1...text.width.clamped(to: 1...65_536)),
      within("text.layers", text.layers, 0...1_024),
      (
        "text.heads", "\(text.heads)",
        text.heads > 0 && text.width.isMultiple(of: text.heads), "a divisor of text.width"
      ),
      (
        "image.mean", "\(image.mean)", image.mean.count == 3 && image.mean.allSatisfy(\.isFinite),
        "three numbers"
      ),
      (
        "image.std", "\(image.std)",
        image.std.count == 3 && image.std.allSatisfy { $0.isFinite && $0 > 0 },
        "three numbers above zero"
      ),
    ]
    let statistics = [
      ("text_image", background.textImage), ("text_text", background.textText),
      ("image_image", background.imageImage),
    ]
    for (pair, values) in statistics {
      let accepted =
        values.mean.isFinite && values.bestOfThousand.isFinite && values.deviation.isFinite
        && values.deviation > 0
      rules.append(
        (
          "background.\(pair)", "\(values)", accepted, "finite with a deviation above zero"
        ))
    }
    for (file, hash) in files ?? [:] {
      rules.append(
        ("files.\(file)", hash, ModelFingerprint(hex: hash) != nil, "64 hexadecimal digits"))
    }
    return rules
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}

extension ModelCard {
  /// What shapes an embedding, in one fixed spelling: the same for cards that differ only in
  /// layout, in the order of keys or in what they tell people.
  var canonicalText: String {
    """
    dimension=\(dimension)
    image.architecture=\(image.architecture.rawValue)
    image.size=\(image.size)
    image.fit=\(image.fit.rawValue)
    image.interpolation=\(image.interpolation.rawValue)
    image.mean=\(image.mean)
    image.std=\(image.std)
    text.architecture=\(text.architecture.rawValue)
    text.context_length=\(text.contextLength)
    text.vocabulary_size=\(text.vocabularySize)
    text.width=\(text.width)
    text.heads=\(text.heads)
    text.layers=\(text.layers)
    text.activation=\(text.activation.rawValue)
    text.tokenizer=\(text.tokenizer.rawValue)

    """
  }
}
