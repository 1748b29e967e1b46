/// How a library is drawn in a plane.
public struct MapRequest: Sendable, Equatable {
  /// Where items are placed.
  public enum Layout: String, Sendable, Codable, CaseIterable {
    /// Neighbours stay neighbours; distances between groups mean little.
    case neighbors
    /// The plane in which the vectors vary most.
    case pca
  }

  /// The field whose values are told apart by colour; nil for none.
  public var field: String?
  /// Where items are placed.
  public var layout = Layout.neighbors
  /// The most items that are placed; of more a sample is drawn.
  public var limit = 50_000
  /// Decides which items are drawn, and the layout of neighbours.
  public var seed: UInt64 = 1

  /// A request with the program's defaults.
  public init() {}
}

/// The items of a library as points of a plane.
public struct LibraryMap: Sendable {
  /// An item and its place.
  public struct Point: Sendable, Equatable {
    /// From 0 to 1 in each direction; both directions have the same scale.
    public let x, y: Double
    /// The product's id; a photo's path as it is stored.
    public let id: String
    /// The absolute path of the item's first picture.
    public let path: String?
    /// The title of a product.
    public let title: String?
    /// The place of its value among those of the field; nil without one.
    public let value: Int?
  }

  /// The model whose vectors were placed.
  public let modelName: String
  /// Where items were placed.
  public let layout: MapRequest.Layout
  /// The share of the variance that the plane shows; nil for the layout of neighbours.
  public let shownVariance: Double?
  /// How many items have a picture that could be placed.
  public let items: Int
  /// The field.
  public let field: String?
  /// The values that any point has, the most frequent first, and how many have them.
  public let values: [(name: String, count: Int)]
  /// In the order in which the items came into the library.
  public let points: [Point]
}
