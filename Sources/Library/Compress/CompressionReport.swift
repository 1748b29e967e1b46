public import Ranking

/// What is done with the index of the first model of a configuration.
public struct CompressionRequest: Sendable {
  /// Which dimensions are kept.
  public enum Dimensions: Sendable, Equatable {
    /// All.
    case all
    /// So many.
    case count(Int)
    /// The fewest that hold this share of the squared length of vectors.
    case share(Double)
  }

  /// Which dimensions are kept.
  public var dimensions = Dimensions.all
  /// Whether each is scaled to the same spread.
  public var whitens = false
  /// How scalars are held.
  public var codes = CompressionSummary.Codes.float16
  /// Whether only the measurement is wanted.
  public var isDryRun = false
  /// Whether the index is written however much it loses.
  public var isForced = false

  /// To keep everything as it is.
  public init() {}
}

/// What a compression saves and loses.
public struct CompressionReport: Sendable {
  /// Queries of one kind, and the share of their exact ten nearest pictures that is not found.
  public struct Loss: Sendable, Equatable {
    /// What asked, such as `title to image`.
    public let kind: String
    /// How many asked.
    public let queries: Int
    /// The mean of recall@10 lost, with its interval.
    public let estimate: BootstrapEstimate
  }

  /// A loss beyond this is written only if it is forced.
  public static let mostLost = 0.01

  /// The name of the model.
  public let model: String
  /// The name of the head behind it.
  public let head: String?
  /// What the index is made of.
  public let summary: CompressionSummary
  /// Dimensions of the whole vectors.
  public let wholeDimensions: Int
  /// Bytes of the index with whole vectors, and of the compressed one.
  public let bytes: (whole: Int64, compressed: Int64)
  /// The number of rows of either.
  public let rows: Int
  /// What is lost, for each kind of queries.
  public let losses: [Loss]
  /// The middle of the times of the same queries, in turn, in milliseconds.
  public let milliseconds: (whole: Double, compressed: Double)
  /// Whether searches use it now.
  public var isWritten = false

  /// Whether no kind of queries loses more than ``mostLost``.
  public var isWithinLimit: Bool {
    losses.allSatisfy { $0.estimate.value < Self.mostLost + 1e-9 }
  }
}
