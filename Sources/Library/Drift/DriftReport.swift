/// Which items are old and which are new, and by what they are compared.
public struct DriftRequest: Sendable, Equatable {
  /// What the new items are compared with.
  public enum Baseline: Sendable, Equatable {
    /// The items of the library that came before a moment, in seconds since 1970; what came since is new.
    case before(unixSeconds: Int64)
    /// The items of another library, by the path of its database; those of this one are new.
    case library(path: String)
  }

  /// What the new items are compared with.
  public var baseline: Baseline
  /// The field whose values are compared; nil for none.
  public var field: String?
  /// The most typical new items that are listed.
  public var count = 10
  /// Decides which items of large libraries are compared, and the folds.
  public var seed: UInt64 = 1

  /// A request.
  public init(baseline: Baseline, field: String? = nil) {
    self.baseline = baseline
    self.field = field
  }
}

/// How new items differ from old ones.
public struct DriftReport: Sendable {
  /// How well a classifier that never saw them tells new vectors from old ones.
  public struct Difference: Sendable, Equatable {
    /// How many vectors were compared, old and new.
    public let old, new: Int
    /// The chance that a new vector is judged newer than an old one: 0.5 where nothing tells them apart.
    public let area: Double
    /// Its 95 % interval.
    public let interval: ClosedRange<Double>
    /// The distance between the means, in mean distances of a vector from its mean.
    public let meanShift: Double

    /// Whether the interval leaves out that nothing tells them apart.
    public var isSure: Bool { interval.lowerBound > 0.5 }
  }

  /// A value of the field.
  public struct Value: Sendable, Equatable {
    /// The value.
    public let name: String
    /// The share of the old and of the new items with a value that have this one.
    public let oldShare, newShare: Double
    /// How likely chance alone makes the shares differ as much, adjusted for all values.
    public let pValue: Double
    /// How the pictures of its items differ; nil where there are too few.
    public let pictures: Difference?

    /// Whether the share has changed, at a false discovery rate of 5 %.
    public var hasChanged: Bool { pValue < 0.05 }
  }

  /// A new item that is least like old ones.
  public struct TypicalItem: Sendable, Equatable {
    /// The product's id; a photo's path as it is stored.
    public let id: String
    /// The absolute path of its first picture.
    public let path: String?
    /// The title of a product.
    public let title: String?
    /// The share of the old items that are less like the new ones.
    public let typicality: Double
  }

  /// The model whose vectors were compared.
  public let modelName: String
  /// How many items there are, old and new.
  public let old, new: Int
  /// Each part of which there are enough vectors.
  public let parts: [(part: ItemPart, difference: Difference)]
  /// The field.
  public let field: String?
  /// Its values, those whose share changed most surely first.
  public let values: [Value]
  /// The new items least like old ones, by the first part; the least like first.
  public let typical: [TypicalItem]

  /// Whether any part or any share differs beyond chance.
  public var hasDrift: Bool {
    parts.contains { $0.difference.isSure } || values.contains { $0.hasChanged }
  }
}
