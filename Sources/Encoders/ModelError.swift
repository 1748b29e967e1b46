public import NeuralNetwork

/// Why a model cannot be loaded or used.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file of the model cannot be read; `reason` is a sentence that names it.
  case unreadable(path: String, reason: String)
  /// The card is no JSON, or the value at `key` (dots between steps) is missing or wrong.
  case malformedCard(path: String, key: String, reason: String)
  /// The weights are damaged or do not fit the card.
  case weights(WeightsError)
  /// The vocabulary or the merges are damaged or do not fit each other.
  case malformedTokenizer(path: String, reason: String)
  /// A file's SHA-256 is not the one the card declares.
  case changedFile(path: String, expected: String, found: String)
  /// A checkpoint's configuration is damaged; `key` has dots between steps.
  case malformedConfiguration(path: String, key: String, reason: String)
  /// The checkpoint is whole but of a kind that is not run; `reason` says what, and what to do.
  case unsupported(path: String, reason: String)
  /// The model embeds no such thing.
  case noTower(model: String, modality: Modality)
  /// The model made a vector without a direction, which means that its weights are broken.
  case noDirection(model: String, modality: Modality)

  /// One sentence: what, where, why, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "the model file \(path) cannot be read: \(reason)"
    case .malformedCard(let path, let key, let reason):
      "the model card \(path) cannot be used: \(key.isEmpty ? "it" : key) \(reason); "
        + "correct it or take the model's original card"
    case .weights(let error):
      error.description
    case .malformedTokenizer(let path, let reason):
      "the tokenizer file \(path) cannot be used: \(reason); copy or download it again"
    case .changedFile(let path, let expected, let found):
      "\(path) is not the file its model card declares: expected SHA-256 \(expected), "
        + "found \(found); copy or download it again"
    case .malformedConfiguration(let path, let key, let reason):
      "the configuration \(path) cannot be used: \(key.isEmpty ? "it" : key) \(reason); "
        + "download it again"
    case .unsupported(let path, let reason):
      "the model \(path) cannot be run: \(reason)"
    case .noTower(let model, let modality):
      "the model \(model) embeds no \(modality == .image ? "images" : "texts"); "
        + "choose another for them"
    case .noDirection(let model, let modality):
      "the model \(model) turned \(modality == .image ? "an image" : "a text") into a vector "
        + "without a direction; its weights are broken, copy or download them again"
    }
  }
}
