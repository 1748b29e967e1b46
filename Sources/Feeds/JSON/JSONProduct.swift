import JSON

/// A product as a JSON object, member by member, before its names mean anything.
struct JSONProduct {
  /// A value, and its JSON as written.
  private struct Entry {
    let value: JSONValue
    let written: ArraySlice<UInt8>
  }

  private(set) var names: [String] = []
  private var entries: [Entry] = []
  private var attributes: [FeedRecord.Attribute] = []

  private init() {}

  /// Reads the members of an object, or of the one within `{"node": {…}}` as the edges of GraphQL
  /// wrap it; nil for any other value.
  init?(_ bytes: [UInt8]) throws(JSONError) {
    guard let members = try Self.members(of: bytes[...]) else { return nil }
    var chosen = members
    if let node = members.first(where: { $0.name == "node" }), members.count <= 2,
      case .object = node.entry.value, let inner = try Self.members(of: node.entry.written)
    {
      chosen = inner
    }
    for (name, entry) in chosen {
      append(name, entry)
    }
  }

  private mutating func append(_ name: String, _ entry: Entry) {
    names.append(name)
    entries.append(entry)
  }

  private static func members(
    of bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> [(name: String, entry: Entry)]? {
    let members = try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
      try JSONParser.members(
        of: UnsafeRawBufferPointer(bytes), rules: .init(allowsRepeatedKeys: true))
    }
    return members?.map { member, range in
      let written = bytes[
        (bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
      return (member.key, Entry(value: member.value, written: written))
    }
  }

  /// The product as a record whose columns are its names.
  func record(rowNumber: Int, mapping: ColumnMapping) -> FeedRecord {
    var fields = [FeedField?](repeating: nil, count: entries.count)
    for assignment in mapping.assignments { fields[assignment.index] = assignment.field }
    var record = FeedRecord(
      rowNumber: rowNumber,
      values: zip(entries, fields).map { entry, field in
        Self.value(entry.value, field: field)
          ?? .text(String(decoding: entry.written, as: UTF8.self))
      })
    for attribute in attributes {
      record.set(attribute.name, to: attribute.value)
    }
    return record
  }

  /// A value as text, arrays of plain values as lists; nil for one that is to stay as written.
  /// Objects say what a field needs in a member of their own.
  private static func value(_ value: JSONValue, field: FeedField?) -> FeedRecord.Value? {
    if let text = text(value, field: field) { return .text(text) }
    guard case .array(let elements) = value else { return nil }
    var texts: [String] = []
    for element in elements {
      if case .boolean = element { return nil }
      if case .null = element { return nil }
      guard let text = text(element, field: field) else { return nil }
      texts.append(text)
    }
    return .list(texts)
  }

  private static func text(_ value: JSONValue, field: FeedField?) -> String? {
    switch value {
    case .null: return ""
    case .boolean(let value): return value ? "true" : "false"
    case .number(let text), .string(let text): return text
    case .array: return nil
    case .object(let members):
      guard let field else { return nil }
      func member(_ names: [String]) -> String? {
        for name in names {
          switch members.first(where: { $0.key == name })?.value {
          case .number(let text), .string(let text): return text
          default: continue
          }
        }
        return nil
      }
      switch field {
      case .image, .additionalImages:
        return member(["src", "url", "contentUrl", "href", "link", "path"])
      case .price, .salePrice:
        guard let amount = member(["amount", "value", "price"]) else { return nil }
        let currency = member(["currency", "currencyCode", "currency_code", "priceCurrency"])
        return currency.map { "\(amount) \($0)" } ?? amount
      default:
        return member(["name", "title", "label", "value"])
      }
    }
  }
}

// MARK: - Variants

extension JSONProduct {
  /// The most bytes of what a product's variants share, all of them together.
  private static let sharedLimit = 64 << 20

  /// The product's variants, each with what it shares with the others; the product itself where it
  /// lists none, or more than what they share can be copied to. Understands the member `variants`
  /// as Shopify's product listings have it.
  func variants() -> [JSONProduct] {
    guard let place = names.firstIndex(of: "variants"),
      case .array(let elements) = entries[place].value, !elements.isEmpty,
      let variants = try? Self.variants(in: entries[place].written), !variants.isEmpty
    else { return [self] }
    let size = entries.reduce(0) { $0 + $1.written.count } - entries[place].written.count
    guard size * variants.count <= Self.sharedLimit else { return [self] }
    let options = optionNames()
    let group = text("handle") ?? text("id")
    return variants.map { members in
      variant(members, of: group, optionNames: options, isOnlyOne: variants.count == 1)
    }
  }

  /// The members of each variant; nil where one is no object with a price or an article number.
  private static func variants(
    in bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> [[(name: String, entry: Entry)]]? {
    let list = try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
      try JSONParser.parse(
        UnsafeRawBufferPointer(bytes), rules: .init(allowsRepeatedKeys: true))
    }
    guard case .array(let elements) = list else { return nil }
    var variants: [[(name: String, entry: Entry)]] = []
    for element in elements {
      guard case .object(let members) = element,
        members.contains(where: { $0.key == "sku" || $0.key == "price" })
      else { return nil }
      variants.append(members.map { ($0.key, Entry(value: $0.value, written: [])) })
    }
    return variants
  }

  private func variant(
    _ members: [(name: String, entry: Entry)], of group: String?, optionNames: [String],
    isOnlyOne: Bool
  ) -> JSONProduct {
    var product = JSONProduct()
    func text(_ name: String) -> String? {
      guard let entry = members.first(where: { $0.name == name })?.entry,
        let text = Self.text(entry.value, field: nil), !text.isBlank
      else { return nil }
      return text
    }
    let own: Set<String> = ["id", "sku", "price", "variants", "options", "handle", "image"]
    for (name, entry) in zip(names, entries) where !own.contains(name) {
      product.append(name, entry)
    }
    func set(_ name: String, _ text: String?) {
      guard let text else { return }
      product.append(name, Entry(value: .string(text), written: []))
    }
    set("id", text("sku") ?? text("id") ?? group)
    set("group", group)
    let price = text("price")
    let full = text("compare_at_price")
    if let price, let full, let amount = Price(price)?.amount, let before = Price(full)?.amount,
      before > amount
    {
      set("price", full)
      set("sale_price", price)
    } else {
      set("price", price)
    }
    set("gtin", text("barcode"))
    if let picture = members.first(where: { ["featured_image", "image"].contains($0.name) })?.entry,
      let address = Self.text(picture.value, field: .image), !address.isBlank
    {
      set("image", address)
    } else if let image = names.firstIndex(of: "image") {
      product.append("image", entries[image])
    }
    for (index, optionName) in optionNames.enumerated() {
      guard let value = text("option\(index + 1)"), value != "Default Title" else { continue }
      product.attributes.append(FeedRecord.Attribute(name: optionName, value: value))
    }
    return product
  }

  private func text(_ name: String) -> String? {
    guard let place = names.firstIndex(of: name),
      let text = Self.text(entries[place].value, field: nil), !text.isBlank
    else { return nil }
    return text
  }

  /// What the options of the product's variants are called, in their order.
  private func optionNames() -> [String] {
    let options = names.firstIndex(of: "options").map { entries[$0].value }
    guard case .array(let elements) = options else { return (1...3).map { "option\($0)" } }
    return elements.enumerated().map { index, element in
      switch element {
      case .string(let name): return name
      case .object(let members):
        if case .string(let name) = members.first(where: { $0.key == "name" })?.value {
          return name
        }
        return "option\(index + 1)"
      default: return "option\(index + 1)"
      }
    }
  }
}
