internal import Encoders

/// A model as a user names it: a name or a folder, then perhaps its arithmetic, how it looks at pictures and its
/// share in an ensemble: `default`, `models/clip`, `default@int8`, `clip@f16`, `default@flip`, `clip*0.5`.
public struct ModelReference: Sendable, Equatable {
  /// The name or the folder.
  public let name: String
  /// How much the model counts beside others.
  public let weight: Double
  /// The arithmetic, as in `default@int8`.
  let precision: Precision
  /// The views over which images are averaged, as in `default@flip`.
  let views: TestTimeAugmentation.Views?

  /// Reads a reference; a folder whose own name ends like one of the additions is taken as it is.
  ///
  /// Throws: `LibraryError` for a weight that is no positive number.
  public init(_ text: String) throws(LibraryError) {
    guard !Assets.isModelDirectory(text) else {
      (name, weight, precision, views) = (text, 1, .float32, nil)
      return
    }
    var rest = Substring(text)
    var weight = 1.0
    if let star = rest.lastIndex(of: "*") {
      guard let number = Double(rest[rest.index(after: star)...]), (1e-6...1e6).contains(number)
      else {
        throw LibraryError(
          "the model '\(text)' has no weight behind its '*'; write a number as in default*0.5")
      }
      weight = number
      rest = rest[..<star]
    }
    var views: TestTimeAugmentation.Views?
    var precision: Precision?
    while let sign = rest.lastIndex(of: "@") {
      let addition = String(rest[rest.index(after: sign)...])
      if views == nil, let known = TestTimeAugmentation.Views(rawValue: addition) {
        views = known
      } else if precision == nil, let known = Precision(named: addition) {
        precision = known
      } else {
        break
      }
      rest = rest[..<sign]
    }
    (name, self.weight) = (String(rest), weight)
    (self.precision, self.views) = (precision ?? .float32, views)
  }

  /// What stands behind the name, without the weight.
  var additions: String {
    (precision == .float32 ? "" : "@\(precision.rawValue)")
      + (views.map { "@\($0.rawValue)" } ?? "")
  }
}

/// A model that is open, where it lies, and how much it counts beside others.
struct OpenedModel: Sendable {
  let model: any EmbeddingModel
  /// The folder that it lies in; empty for a model that lies in none.
  let directory: String
  /// What it is opened from again: the folder and what stands behind it.
  let location: String
  let weight: Double

  /// Opens the model that a user names, or one by the location it had.
  ///
  /// Throws: `LibraryError` where there is none, `ModelError` where it cannot be used.
  init(_ text: String) throws {
    let reference = try ModelReference(text)
    let directory = try Assets.modelDirectory(named: reference.name)
    let model = try ModelDirectory(opening: directory, precision: reference.precision).model
    self.init(
      reference.views.map { TestTimeAugmentation(model, views: $0) } ?? model, in: directory,
      location: directory + reference.additions, weight: reference.weight)
  }

  init(
    _ model: any EmbeddingModel, in directory: String = "", location: String = "",
    weight: Double = 1
  ) {
    self.model = model
    self.directory = directory
    self.location = location
    self.weight = weight
  }

  /// The parts of items that the model embeds.
  var parts: Set<ItemPart> {
    var parts: Set<ItemPart> = []
    if model.modalities.contains(.image) { parts.insert(.image) }
    if model.modalities.contains(.text) { parts.formUnion([.title, .description]) }
    return parts
  }
}
