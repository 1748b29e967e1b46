/// Makes products of records: cleans texts, reads prices, gathers images.
struct RowBuilder {
  /// The attribute that has the upper end of a range of prices.
  private static let highestPrice = "price_high"

  /// Whether the feed identifies its products; known from its first record.
  private var hasIdentifiers: Bool?

  /// A product or a rejection, after the warnings it gave rise to.
  mutating func events(for record: FeedRecord, mapping: ColumnMapping) -> [FeedEvent] {
    let columns = RecordColumns(record: record, mapping: mapping)
    let hasIdentifiers = self.hasIdentifiers ?? (mapping.column(for: .id) != nil)
    self.hasIdentifiers = hasIdentifiers
    let images = columns.images()
    var id = columns.text(.id) ?? ""
    if id.isEmpty {
      guard !hasIdentifiers else {
        let reason = "it has no identifier"
        return [
          .rejected(
            RejectedRow(row: record.rowNumber, column: mapping.column(for: .id), reason: reason))
        ]
      }
      id = images.first ?? String(record.rowNumber)
    }
    var row = ProductRow(rowNumber: record.rowNumber, id: id, images: images)
    row.group = columns.text(.group)
    (row.title, row.rawTitle) = columns.cleaned(.title)
    (row.description, row.rawDescription) = columns.cleaned(.description)
    row.alt = columns.cleaned(.alt).text
    guard row.title != nil || row.description != nil || !images.isEmpty else {
      let reason = "it has neither a title, a description nor an image"
      return [.rejected(RejectedRow(row: record.rowNumber, id: id, reason: reason))]
    }
    row.fields = columns.fields()
    var events: [FeedEvent] = []
    for warning in setPrices(of: &row, from: columns) {
      events.append(.warning(warning))
    }
    events.append(.row(row))
    return events
  }

  /// Reads both prices; what is not understood stays in the fields as written, with a warning.
  private func setPrices(of row: inout ProductRow, from columns: RecordColumns) -> [String] {
    var warnings: [String] = []
    func amount(_ field: FeedField) -> Price? {
      guard let text = columns.text(field) else { return nil }
      let price = Price(text)
      if price == nil {
        row.fields[field.rawValue] = text
        warnings.append(
          "row \(row.rowNumber), product \(row.id): the \(field.rawValue) \"\(text.prefix(40))\""
            + " is not an amount of money")
      }
      return price
    }
    let price = amount(.price)
    let salePrice = amount(.salePrice)
    row.price = price?.amount
    if let highest = price?.highest, row.fields[Self.highestPrice] == nil {
      row.fields[Self.highestPrice] = "\(highest)"
    }
    row.salePrice = salePrice?.amount
    if let text = columns.text(.currency) {
      row.currency = Currency(text)?.code ?? text
    } else {
      row.currency = price?.currency ?? salePrice?.currency
    }
    return warnings
  }
}

/// The values of one record by field.
struct RecordColumns {
  private let mapping: ColumnMapping
  private let record: FeedRecord

  init(record: FeedRecord, mapping: ColumnMapping) {
    self.record = record
    self.mapping = mapping
  }

  /// A field's value without surrounding white space, lists joined; nil if it is empty.
  func text(_ field: FeedField) -> String? {
    guard let value = value(field) else { return nil }
    if case .text(let text) = value { return text.trimmed() }
    return Self.text(of: value, separator: field == .category ? " > " : ", ")
  }

  /// A field's value as plain text, and as written where that differs.
  func cleaned(_ field: FeedField) -> (text: String?, raw: String?) {
    guard let written = text(field) else { return (nil, nil) }
    let text = TextCleaning.clean(written)
    return (text.isEmpty ? nil : text, text == written ? nil : written)
  }

  /// The main image and the additional ones, each once.
  func images() -> [String] {
    var images: [String] = []
    for field in [FeedField.image, .additionalImages] {
      // A column in the plural, such as "Images", holds a list.
      switch value(field) {
      case .text(let text):
        let ending = mapping.column(for: field)?.last
        let isList =
          field == .additionalImages || ending == "s" || ending == "S"
          || ImageList.isBracketed(text)
        images += isList ? ImageList.split(text) : [text.trimmed()]
      case .list(let elements):
        images += elements.map { $0.trimmed() }
      case nil:
        break
      }
    }
    for place in mapping.numberedImages where place < record.values.count {
      if let image = Self.text(of: record.values[place], separator: ",") { images.append(image) }
    }
    guard images.count > 1 else { return images.filter { !$0.isEmpty } }
    var seen = Set<String>()
    return images.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// The remaining feed fields under their names and all attributes, without the empty ones.
  func fields() -> [String: String] {
    var fields: [String: String] = [:]
    for field in [FeedField.brand, .category, .tags, .color, .size, .gender, .material] {
      fields[field.rawValue] = cleaned(field).text
    }
    for field in [FeedField.gtin, .mpn, .url] {
      fields[field.rawValue] = text(field)
    }
    if let availability = text(.availability) {
      fields[FeedField.availability.rawValue] =
        Availability(availability)?.rawValue ?? availability
    }
    for attribute in mapping.attributes where attribute.index < record.values.count {
      fields[attribute.name] = Self.text(of: record.values[attribute.index], separator: ", ")
    }
    for attribute in record.attributes where !attribute.value.isBlank {
      let name = attribute.name.trimmed()
      fields[fields[name] == nil ? name : "\(name) (2)"] = attribute.value.trimmed()
    }
    return fields
  }

  private func value(_ field: FeedField) -> FeedRecord.Value? {
    if let replacement = record.replacements[field] {
      return replacement.isEmpty ? nil : replacement
    }
    guard let index = mapping.index(of: field), index < record.values.count else { return nil }
    return record.values[index].isEmpty ? nil : record.values[index]
  }

  private static func text(of value: FeedRecord.Value, separator: String) -> String? {
    let text =
      switch value {
      case .text(let text): text.trimmed()
      case .list(let elements):
        elements.map { $0.trimmed() }.filter { !$0.isEmpty }.joined(separator: separator)
      }
    return text.isEmpty ? nil : text
  }
}
