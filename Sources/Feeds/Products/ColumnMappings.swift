/// The mappings of a feed whose records have columns of their own. Few sets of columns come again
/// and again, so their mappings are kept.
struct ColumnMappings {
  /// The mapping that was asked for last; nil before the first.
  private(set) var last: ColumnMapping?

  private let overrides: ColumnMapping.Overrides
  private var lastNames: [String] = []
  private var known: [[String]: ColumnMapping] = [:]

  /// The most mappings that are kept, and columns of each.
  private static let limit = 64

  init(overrides: ColumnMapping.Overrides) {
    self.overrides = overrides
  }

  /// The mapping of the columns `names`, of which an override may name others than these.
  mutating func mapping(of names: [String]) throws(FeedError) -> ColumnMapping {
    if let last, names == lastNames { return last }
    let mapping: ColumnMapping
    if let found = known[names] {
      mapping = found
    } else {
      mapping = try ColumnMapping(columns: names, overrides: overrides, requiresColumns: false)
      if known.count == Self.limit { known.removeAll() }
      if names.count <= Self.limit { known[names] = mapping }
    }
    last = mapping
    lastNames = names
    return mapping
  }
}
