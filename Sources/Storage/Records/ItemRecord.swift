/// Something that can be found: a product of a feed, or a photo.
public struct ItemRecord: Sendable, Equatable {
  /// The row of the item; 0 while it is not stored.
  public var id: Int64
  /// The stock keeping unit of a product or `StoredPath.key` of a photo; unique in the library.
  public var key: String
  /// The row of the source that brought it last.
  public var source: Int64
  /// What variants of one product have in common.
  public var group: String?
  /// The title, cleaned of markup.
  public var title: String?
  /// The description, cleaned of markup.
  public var description: String?
  /// The price, in units of the currency; one that is not finite is stored as none.
  public var price: Double?
  /// The currency code.
  public var currency: String?
  /// Every other column by name; `raw_title` and `raw_description` only where cleaning changed them.
  public var fields: [String: String]
  /// The hash of the feed row it was made from, to notice changes.
  public var rowHash: ContentHash?
  /// Whether the last scan of its source did not find it; such items are left out of results.
  public var isOffline: Bool

  /// An item as it is to be stored.
  public init(
    id: Int64 = 0, key: String, source: Int64, group: String? = nil, title: String? = nil,
    description: String? = nil, price: Double? = nil, currency: String? = nil,
    fields: [String: String] = [:], rowHash: ContentHash? = nil, isOffline: Bool = false
  ) {
    self.id = id
    self.key = key
    self.source = source
    self.group = group
    self.title = title
    self.description = description
    self.price = price
    self.currency = currency
    self.fields = fields
    self.rowHash = rowHash
    self.isOffline = isOffline
  }
}

/// What storing an item did; carries the row of the item.
public enum ItemChange: Sendable, Equatable {
  case added(Int64)
  /// Some column or part differs from what was stored.
  case changed(Int64)
  /// Everything is as it was, though the item may have come back from being offline.
  case unchanged(Int64)

  /// The row of the item.
  public var id: Int64 {
    switch self {
    case .added(let id), .changed(let id), .unchanged(let id): id
    }
  }
}
