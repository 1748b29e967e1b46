/// One line of the ledger of broken pictures.
public struct BrokenEntry: Sendable, Equatable {
  /// The file; nil for bytes that stood in a feed.
  public let path: String?
  /// The product it belongs to; nil for a photo.
  public let id: String?
  /// One of the words of the command-line contract, such as `truncated`.
  public let reason: String
  /// The file format as far as it was recognised.
  public let format: String?
  /// One sentence on what is wrong and what to do.
  public let detail: String
  /// Seconds since 1970 at which it was first seen like this.
  public let since: Int64

  /// An entry of the ledger.
  public init(
    path: String?, id: String?, reason: String, format: String?, detail: String, since: Int64
  ) {
    self.path = path
    self.id = id
    self.reason = reason
    self.format = format
    self.detail = detail
    self.since = since
  }
}

/// What lies in a library, and where.
public struct LibraryReport: Sendable, Equatable {
  /// A model whose vectors the library holds.
  public struct Model: Sendable, Equatable {
    /// The name of the model.
    public let name: String
    /// The whole fingerprint, in hexadecimal.
    public let fingerprint: String
    /// The number of scalars of its vectors.
    public let dimension: Int
    /// The number of vectors of each part.
    public let vectors: [ItemPart: Int]
    /// Pictures and texts that it has still to embed.
    public let missing: Int
    /// Whether searches for words re-rank what it finds.
    public let hasReranker: Bool

    /// A model with its vectors.
    public init(
      name: String, fingerprint: String, dimension: Int, vectors: [ItemPart: Int], missing: Int = 0,
      hasReranker: Bool = false
    ) {
      self.name = name
      self.fingerprint = fingerprint
      self.dimension = dimension
      self.vectors = vectors
      self.missing = missing
      self.hasReranker = hasReranker
    }
  }

  /// The absolute path of the database.
  public var databasePath: String
  /// Its size on disk.
  public var databaseBytes: Int64
  /// The items that can be found.
  public var items: Int
  /// Pictures by content: copies count once.
  public var images: Int
  /// Items left out because the last scan did not find them.
  public var offline: Int
  /// Pictures of one flat colour.
  public var blank: Int
  /// Broken pictures by reason.
  public var broken: [String: Int]
  /// The models that made vectors.
  public var models: [Model]
  /// The model that a search would use.
  public var currentModel: String
  /// Where its files lie.
  public var currentModelPath: String
  /// The kind of index that a search would use.
  public var index: IndexKind
  /// Where the index lies; empty while there is none.
  public var indexPath: String
  /// Its size on disk.
  public var indexBytes: Int64
  /// Whether the index matches the database; a search rebuilds it otherwise.
  public var isIndexFresh: Bool
  /// How it is made smaller than the vectors; nil where it is not.
  public var compression: CompressionSummary?

  /// The state of a library.
  public init(
    databasePath: String, databaseBytes: Int64, items: Int, images: Int, offline: Int, blank: Int,
    broken: [String: Int], models: [Model], currentModel: String, currentModelPath: String,
    index: IndexKind, indexPath: String, indexBytes: Int64, isIndexFresh: Bool,
    compression: CompressionSummary? = nil
  ) {
    self.databasePath = databasePath
    self.databaseBytes = databaseBytes
    self.items = items
    self.images = images
    self.offline = offline
    self.blank = blank
    self.broken = broken
    self.models = models
    self.currentModel = currentModel
    self.currentModelPath = currentModelPath
    self.index = index
    self.indexPath = indexPath
    self.indexBytes = indexBytes
    self.isIndexFresh = isIndexFresh
    self.compression = compression
  }
}

/// What a check of a library found.
public struct VerificationReport: Sendable, Equatable {
  /// A sentence for each thing that is wrong; empty for a sound library.
  public var problems: [String]
  /// The number of items looked at.
  public var checkedItems: Int
  /// The number of vectors of pictures looked at.
  public var checkedVectors: Int
  /// The share of the exact ten nearest that the index finds, on sampled vectors; nil without vectors.
  public var recallAt10: Double?

  /// The outcome of a check.
  public init(
    problems: [String], checkedItems: Int, checkedVectors: Int, recallAt10: Double?
  ) {
    self.problems = problems
    self.checkedItems = checkedItems
    self.checkedVectors = checkedVectors
    self.recallAt10 = recallAt10
  }
}
