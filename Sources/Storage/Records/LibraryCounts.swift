/// How much of everything a library holds.
public struct LibraryCounts: Sendable, Equatable {
  /// The vectors of one model for one part.
  public struct Vectors: Sendable, Equatable {
    /// The model that made them.
    public var model: ModelRecord
    /// The part they stand for.
    public var part: Part
    /// How many there are; contents that no item uses any more are counted too.
    public var count: Int
  }

  /// The ledger's entries of one reason.
  public struct Broken: Sendable, Equatable {
    /// The reason.
    public var reason: String
    /// How many entries give it.
    public var count: Int
  }

  /// Items that can be found.
  public var items: Int
  /// Items the last scan of their source did not find.
  public var offlineItems: Int
  /// Files on record, offline ones too.
  public var files: Int
  /// Images by content: copies count once.
  public var images: Int
  /// Images of one flat colour, by content.
  public var blankImages: Int
  /// By model, then by part.
  public var vectors: [Vectors]
  /// By reason in alphabetical order.
  public var broken: [Broken]
  /// The bytes of the database on disk with its write-ahead log.
  public var databaseBytes: Int64
}
