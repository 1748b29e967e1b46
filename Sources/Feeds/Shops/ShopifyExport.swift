/// Shopify's product export, with the headers of both generations: the first row of a product has
/// its title and its first variant; the rows of the same handle behind it have further variants,
/// further images, or one of each. Each variant becomes one record.
struct ShopifyExport {
  /// The places of an option's name and value.
  private struct Option {
    let name: Int
    let value: Int
  }

  private let mapping: ColumnMapping
  private let handle: Int
  private let options: [Option]
  private let compareAtPrice: Int?
  private let variantImage: Int?
  private let imagePosition: Int?
  private let stock: Int?
  private let stockPolicy: Int?
  /// Columns that speak of one variant or one image alone and are not passed on to others.
  private let unshared: Set<Int>
  /// Columns that only say how the rows belong together.
  private let structural: [Int]

  /// The rows of the product that is being read.
  private var rows: [FeedRecord] = []
  private var size = 0
  private var rowCount = 0

  /// The most rows of one product, more than Shopify allows it variants and images.
  static let rowLimit = 4096
  /// The most bytes of one product's rows, and of what its variants share.
  private static let sizeLimit = 64 << 20

  /// Recognises the export by its columns.
  init?(_ mapping: ColumnMapping) {
    guard let handle = mapping.place(of: "handle") ?? mapping.place(of: "urlhandle"),
      mapping.place(of: "option1value") != nil
    else { return nil }
    self.mapping = mapping
    self.handle = handle
    let names = mapping.normalizedColumns
    options = (1...3).compactMap { number in
      guard let name = names.firstIndex(of: "option\(number)name"),
        let value = names.firstIndex(of: "option\(number)value")
      else { return nil }
      return Option(name: name, value: value)
    }
    compareAtPrice =
      names.firstIndex(of: "variantcompareatprice") ?? names.firstIndex(of: "compareatprice")
    variantImage = names.firstIndex(of: "variantimage") ?? names.firstIndex(of: "variantimageurl")
    imagePosition = names.firstIndex(of: "imageposition")
    stock = names.firstIndex(of: "variantinventoryqty") ?? names.firstIndex(of: "inventoryquantity")
    stockPolicy =
      names.firstIndex(of: "variantinventorypolicy")
      ?? names.firstIndex(of: "continuesellingwhenoutofstock")
    let variantNames: Set<String> = [
      "sku", "barcode", "price", "compareatprice", "costperitem", "chargetax", "taxcode",
      "inventorytracker", "inventoryquantity", "continuesellingwhenoutofstock", "weightvaluegrams",
      "weightunitfordisplay", "requiresshipping", "fulfillmentservice", "imagesrc",
      "productimageurl", "imageposition", "imagealttext", "option1value", "option2value",
      "option3value",
    ]
    unshared = Set(
      names.indices.filter { names[$0].hasPrefix("variant") || variantNames.contains(names[$0]) })
    structural =
      options.flatMap { [$0.name, $0.value] }
      + names.indices.filter { names[$0].hasSuffix("linkedto") }
      + [variantImage, imagePosition, compareAtPrice].compactMap { $0 }
  }

  mutating func products(completedBy record: FeedRecord) -> [FeedRecordEvent] {
    let isContinuation =
      rows.first.map { $0.text(handle) == record.text(handle) && record.text(handle) != nil }
      ?? false
    var events: [FeedRecordEvent] = []
    if !isContinuation {
      events = finish()
    }
    rowCount += 1
    size += record.size
    guard rowCount <= Self.rowLimit, rows.isEmpty || size <= Self.sizeLimit else {
      let reason = "the product has more than \(Self.rowLimit) rows or \(Self.sizeLimit) bytes"
      let row = RejectedRow(
        row: record.rowNumber, id: record.text(handle), column: mapping.columns[handle],
        reason: reason)
      return events + [.rejected(row)]
    }
    rows.append(record)
    return events
  }

  /// The variants of the product that was read last.
  mutating func finish() -> [FeedRecordEvent] {
    defer { (rows, size, rowCount) = ([], 0, 0) }
    guard let first = rows.first else { return [] }
    let variants = [first] + rows.dropFirst().filter(isVariant)
    guard first.size * variants.count <= Self.sizeLimit else {
      let reason = "the texts of the product are too long for \(variants.count) variants"
      return [
        .rejected(RejectedRow(row: first.rowNumber, id: first.text(handle), reason: reason))
      ]
    }
    let images = productImages()
    return variants.map { variant in
      .record(product(variant, first: first, images: images, count: variants.count), mapping)
    }
  }

  private func isVariant(_ row: FeedRecord) -> Bool {
    let tells =
      options.map(\.value)
      + [mapping.index(of: .id), mapping.index(of: .price), compareAtPrice].compactMap { $0 }
    return tells.contains { $0 != handle && row.text($0) != nil }
  }

  /// The images of all rows by their position, else in the order of the rows.
  private func productImages() -> [String] {
    let images = rows.enumerated().compactMap { place, row in
      row.text(mapping.index(of: .image)).map { image in
        (
          position: row.text(imagePosition).flatMap { Int($0) } ?? place + 1, place: place,
          image: image
        )
      }
    }
    return images.sorted { ($0.position, $0.place) < ($1.position, $1.place) }.map(\.image)
  }

  private func product(
    _ variant: FeedRecord, first: FeedRecord, images: [String], count: Int
  ) -> FeedRecord {
    var record = variant
    for column in record.values.indices where record.text(column) == nil {
      if !unshared.contains(column) { record.values[column] = first.values[column] }
    }
    var choices: [String] = []
    for option in options {
      guard let value = record.text(option.value), value != "Default Title" else { continue }
      choices.append(value)
      record.set(first.text(option.name) ?? mapping.columns[option.name], to: value)
    }
    if record.text(mapping.index(of: .id)) == nil, let handle = first.text(handle) {
      let id = count == 1 ? handle : ([handle] + choices).joined(separator: "/")
      record.replacements[.id] = .text(id)
    }
    record.replacements[.image] = .list(variantImages(variant, of: images))
    if let availability = availability(of: variant) {
      record.replacements[.availability] = .text(availability)
    }
    if let alt = first.text(mapping.index(of: .alt)) { record.replacements[.alt] = .text(alt) }
    setPrices(of: &record)
    for column in structural { record.values[column] = .none }
    return record
  }

  /// A variant's own image and then the product's, without those that show other variants; all of
  /// the product's where it has none of its own.
  private func variantImages(_ variant: FeedRecord, of images: [String]) -> [String] {
    guard let own = variant.text(variantImage) else { return images }
    let others = Set(rows.compactMap { $0.text(variantImage) })
    return [own] + images.filter { !others.contains($0) }
  }

  /// Whether a variant is in stock, in the words of other feeds; nil where the shop does not count.
  private func availability(of variant: FeedRecord) -> String? {
    guard let quantity = variant.text(stock).flatMap({ Int($0) }) else { return nil }
    let sellsOn = ["continue", "true"].contains(variant.text(stockPolicy)?.lowercased() ?? "")
    return quantity > 0 ? "in_stock" : sellsOn ? "backorder" : "out_of_stock"
  }

  /// The price to compare with is the price, and the variant's a sale, where it is lower.
  private func setPrices(of record: inout FeedRecord) {
    guard let price = record.text(mapping.index(of: .price)),
      let before = record.text(compareAtPrice),
      let amount = Price(price)?.amount, let amountBefore = Price(before)?.amount,
      amountBefore > amount
    else { return }
    record.replacements[.price] = .text(before)
    record.replacements[.salePrice] = .text(price)
  }
}
