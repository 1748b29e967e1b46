internal import Encoders
internal import SystemPackage

/// What there is to know of a model before it is used.
public struct ModelDescription: Sendable, Equatable {
  /// The model's own name.
  public let name: String
  /// The folder it lies in.
  public let directory: String
  /// What tells its vectors from those of others, in hexadecimal.
  public let fingerprint: String
  /// Scalars of an embedding.
  public let dimension: Int
  /// The side of the square picture it looks at, in pixels; nil for a model of texts alone.
  public let imageSide: Int?
  /// Whether it reads texts.
  public let readsTexts: Bool
  /// The bytes of its folder.
  public let byteCount: Int64

  /// Opens a model by its name or its folder.
  ///
  /// Throws: `LibraryError` where there is none, `ModelError` where it cannot be used.
  public init(of reference: String) throws {
    let opened = try OpenedModel(reference)
    name = opened.model.name
    directory = opened.location
    fingerprint = opened.model.fingerprint.hex
    dimension = opened.model.dimension
    imageSide = opened.model.modalities.contains(.image) ? opened.model.imageSide : nil
    readsTexts = opened.model.modalities.contains(.text)
    byteCount = InstalledModels.byteCount(of: FilePath(opened.location))
  }
}
