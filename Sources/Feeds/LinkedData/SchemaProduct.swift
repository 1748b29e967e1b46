import JSON

/// A product as the vocabulary of schema.org describes it.
struct SchemaProduct {
  private let node: JSONValue
  /// What the variants of its group share; nil where it says so itself.
  private let group: String?

  /// What a product is read into: properties of schema.org, those of offers among them.
  static let columns = [
    "sku", "productGroupID", "name", "description", "image", "price", "salePrice", "priceCurrency",
    "brand", "category", "keywords", "color", "size", "gender", "material", "gtin", "mpn",
    "availability", "url",
  ]

  init(_ node: JSONValue, group: String?) {
    self.node = node
    self.group = group
  }

  /// The product as a record of ``columns``.
  func record(rowNumber: Int) -> FeedRecord {
    let offer = SchemaOffer(node["offers"])
    var record = FeedRecord(rowNumber: rowNumber, values: Self.columns.map { _ in .none })
    func set(_ column: String, _ text: String?) {
      guard let text, let place = Self.columns.firstIndex(of: column) else { return }
      record.values[place] = .text(text)
    }
    func set(_ column: String, _ texts: [String]) {
      guard texts.count > 1, let place = Self.columns.firstIndex(of: column) else {
        return set(column, texts.first)
      }
      record.values[place] = .list(texts)
    }
    let gtin = first(["gtin", "gtin13", "gtin14", "gtin12", "gtin8", "isbn"])
    let title = first(["name", "alternateName", "title"])
    set(
      "sku",
      first(["sku", "productID"]) ?? gtin ?? first(["mpn", "identifier", "@id", "url"]) ?? title)
    set("productGroupID", group ?? groupOfVariant)
    set("name", title)
    set("description", node["description"]?.text)
    set("image", images(node["image"]))
    set("price", offer.price)
    set("salePrice", offer.salePrice)
    set("priceCurrency", offer.currency)
    set("brand", first(["brand", "manufacturer"]))
    set("category", node["category"]?.texts ?? [])
    set("keywords", node["keywords"]?.texts ?? [])
    set("color", node["color"]?.texts ?? [])
    set("size", node["size"]?.texts ?? [])
    set("gender", (node["audience"]?["suggestedGender"]?.text).map(SchemaProducts.localName))
    set("material", node["material"]?.texts ?? [])
    set("gtin", gtin)
    set("mpn", node["mpn"]?.text)
    set("availability", offer.availability)
    set("url", node["url"]?.text ?? offer.address)
    if let highest = offer.highestPrice {
      record.attributes.append(.init(name: "price_high", value: highest))
    }
    if let pattern = node["pattern"]?.text { record.set("pattern", to: pattern) }
    if let rating = node["aggregateRating"]?["ratingValue"]?.text {
      record.set("rating", to: rating)
    }
    for property in node["additionalProperty"]?.nodes ?? [] {
      guard let name = property["name"]?.text, let value = property["value"]?.text else { continue }
      record.attributes.append(.init(name: name, value: value))
    }
    return record
  }

  private func first(_ names: [String]) -> String? {
    names.lazy.compactMap { node[$0]?.text }.first
  }

  private var groupOfVariant: String? {
    if let group = node["inProductGroupWithID"]?.text ?? node["productGroupID"]?.text {
      return group
    }
    let parent = node["isVariantOf"]
    return parent?["productGroupID"]?.text ?? parent?["@id"]?.text
  }

  /// Addresses of pictures: texts, or objects that say it in a property.
  private func images(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text): text.isBlank ? [] : [text]
    case .array(let elements): elements.flatMap { images($0) }
    case .object:
      images(value?["contentUrl"] ?? value?["url"] ?? value?["@id"])
    case .null, .boolean, .number, nil: []
    }
  }
}

/// What the offers of a product say together: the lowest price is the price.
struct SchemaOffer {
  private(set) var price: String?
  private(set) var salePrice: String?
  private(set) var highestPrice: String?
  private(set) var currency: String?
  private(set) var availability: String?
  private(set) var address: String?

  /// Reads one offer, several, or an aggregate of them.
  init(_ offers: JSONValue?) {
    var prices: [(text: String, amount: Double, node: JSONValue)] = []
    for offer in offers?.nodes ?? [] {
      currency = currency ?? Self.property("priceCurrency", of: offer)
      address = address ?? offer["url"]?.text
      let availability = (offer["availability"]?.text).map(SchemaProducts.localName)
      if self.availability == nil || availability == "InStock" { self.availability = availability }
      for name in ["price", "lowPrice", "highPrice"] {
        guard let text = Self.property(name, of: offer), let amount = Price(text)?.amount else {
          continue
        }
        prices.append((text, amount, offer))
      }
    }
    guard let lowest = prices.min(by: { $0.amount < $1.amount }) else {
      price = offers?.nodes.lazy.compactMap { Self.property("price", of: $0) }.first
      return
    }
    price = lowest.text
    if let highest = prices.max(by: { $0.amount < $1.amount }), highest.amount > lowest.amount {
      highestPrice = highest.text
    }
    if let list = Self.listPrice(of: lowest.node), let amount = Price(list)?.amount,
      amount > lowest.amount
    {
      (price, salePrice) = (list, lowest.text)
    }
  }

  /// A property of an offer or of its price specification.
  private static func property(_ name: String, of offer: JSONValue) -> String? {
    if let text = offer[name]?.text { return text }
    let specifications = offer["priceSpecification"]?.nodes ?? []
    return specifications.lazy.filter { !isListPrice($0) }.compactMap { $0[name]?.text }.first
  }

  /// The price before the offer, which a specification of its own says.
  private static func listPrice(of offer: JSONValue) -> String? {
    let specifications = offer["priceSpecification"]?.nodes ?? []
    return specifications.lazy.filter(isListPrice).compactMap { $0["price"]?.text }.first
  }

  private static func isListPrice(_ specification: JSONValue) -> Bool {
    let kind = specification["priceType"]?.text.map(SchemaProducts.localName) ?? ""
    return ["ListPrice", "StrikethroughPrice", "SRP", "MSRP"].contains(kind)
  }
}
