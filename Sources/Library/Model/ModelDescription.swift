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
  /// The kind of folder, such as `OpenCLIP`.
  public let format: String
  /// The number of weights.
  public let parameterCount: Int
  /// About how many floating-point operations a picture takes; nil for a model of texts alone.
  public let imageOperations: Int?
  /// About how many a text takes that fills the context; nil for a model of pictures alone.
  public let textOperations: Int?
  /// The licence as the model states it.
  public let license: String?

  /// How near its embeddings are to those in `float32`; nil for a model in `float32`.
  public let loss: PrecisionLoss?

  /// Opens a model by its name or its folder. One in another precision than `float32` embeds some texts and pictures,
  /// too, to measure its loss.
  ///
  /// Throws: `LibraryError` where there is none, `ModelError` where it cannot be used.
  public init(of reference: String) throws {
    let opened = try OpenedModel(reference)
    let isExact = try ModelReference(reference).precision == .float32
    loss =
      isExact
      ? nil
      : try PrecisionLoss(
        of: opened.model, to: OpenedModel(opened.directory).model, threads: 2)
    name = opened.model.name
    directory = opened.location
    fingerprint = opened.model.fingerprint.hex
    dimension = opened.model.dimension
    imageSide = opened.model.modalities.contains(.image) ? opened.model.imageSide : nil
    readsTexts = opened.model.modalities.contains(.text)
    let facts = try ModelDirectory(opening: opened.directory)
    format = facts.format
    parameterCount = facts.parameterCount
    imageOperations = facts.imageOperations
    textOperations = facts.textOperations
    license = facts.license
    byteCount = InstalledModels.byteCount(of: FilePath(opened.directory))
  }
}
