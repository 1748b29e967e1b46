/// A table that a shop system exports, in which a product takes several rows.
struct ShopExport {
  // One of the two is there.
  private var shopify: ShopifyExport?
  private var wooCommerce: WooCommerceExport?

  /// Recognises the system by the columns; nil for other tables, where each row is a product.
  init?(_ mapping: ColumnMapping) {
    shopify = ShopifyExport(mapping)
    if shopify == nil {
      wooCommerce = WooCommerceExport(mapping)
    }
    if shopify == nil, wooCommerce == nil { return nil }
  }

  /// The products that are complete now that `record` follows, each as one record; nothing as long
  /// as more rows may belong to it.
  mutating func products(completedBy record: FeedRecord) -> [FeedRecordEvent] {
    shopify?.products(completedBy: record) ?? wooCommerce?.products(completedBy: record) ?? []
  }

  /// The products that the end of the table completes.
  mutating func finish() -> [FeedRecordEvent] {
    shopify?.finish() ?? []
  }
}

extension FeedRecord {
  /// The text of a column without surrounding white space; nil for none.
  func text(_ column: Int?) -> String? {
    guard let column, column < values.count, case .text(let text) = values[column], !text.isBlank
    else { return nil }
    return text.trimmed()
  }

  /// Roughly how many bytes the values take.
  var size: Int {
    values.reduce(0) { size, value in
      switch value {
      case .text(let text): size + text.utf8.count
      case .list(let texts): size + texts.reduce(0) { $0 + $1.utf8.count }
      }
    }
  }
}

extension ColumnMapping {
  /// The place of the first column of a name, in the form of ``FeedField/normalized(_:)``.
  func place(of name: String) -> Int? {
    normalizedColumns.firstIndex(of: name)
  }
}
