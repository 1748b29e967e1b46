import JSON

/// Finds the products among the nodes of a JSON-LD document: by themselves, in graphs and item
/// lists, as what offers offer and pages are about, and the variants of product groups.
struct SchemaProducts {
  private(set) var products: [SchemaProduct] = []
  /// The names of groups that share more with their variants than is read.
  private(set) var oversized: [String] = []

  /// The most bytes of what a group's variants share, all of them together.
  private static let sharedLimit = 64 << 20
  private static let productTypes: Set<String> = [
    "Product", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle", "Car", "Book",
  ]
  /// Properties whose values may be or hold products.
  private static let paths: Set<String> = [
    "@graph", "itemListElement", "item", "mainEntity", "itemOffered", "hasOfferCatalog",
    "makesOffer", "about", "hasVariant", "hasPart",
  ]
  /// Properties that belong to a group or to one variant alone.
  private static let unshared: Set<String> = [
    "@id", "@type", "@context", "hasVariant", "variesBy", "sku", "productID", "mpn", "gtin",
    "gtin8",
    "gtin12", "gtin13", "gtin14", "isbn", "productGroupID", "identifier",
  ]

  /// Enters the products in `node`, in their order.
  mutating func collect(_ node: JSONValue) {
    switch node {
    case .array(let elements):
      for element in elements { collect(element) }
    case .object(let members):
      collect(node, members)
    case .null, .boolean, .number, .string:
      break
    }
  }

  private mutating func collect(_ node: JSONValue, _ members: [JSONValue.Member]) {
    let types = node["@type"]?.texts.map(Self.localName) ?? []
    if types.contains("ProductGroup"), let variants = node["hasVariant"]?.nodes, !variants.isEmpty {
      collect(variants, of: members, group: node)
    } else if types.contains("ProductGroup") || types.contains(where: Self.productTypes.contains) {
      products.append(SchemaProduct(node, group: nil))
    } else if types.contains("Offer"), let offered = node["itemOffered"], offered["offers"] == nil,
      case .object(let product) = offered
    {
      collect(.object(product + [("offers", node)]))
    } else {
      for (name, value) in members where Self.paths.contains(name) {
        collect(value)
      }
    }
  }

  private mutating func collect(
    _ variants: [JSONValue], of members: [JSONValue.Member], group: JSONValue
  ) {
    let shared = members.filter { !Self.unshared.contains($0.key) }
    let size = shared.reduce(0) { $0 + $1.value.textSize }
    guard size * variants.count <= Self.sharedLimit else {
      oversized.append(group["name"]?.text ?? "a product group")
      return
    }
    let name = ["productGroupID", "sku", "@id", "url", "name"].lazy.compactMap { group[$0]?.text }
    for case .object(let own) in variants {
      let names = Set(own.map(\.key))
      // A reference to a node elsewhere says nothing of the variant.
      guard !names.subtracting(["@id", "@type"]).isEmpty else { continue }
      let inherited = shared.filter { !names.contains($0.key) }
      products.append(SchemaProduct(.object(own + inherited), group: name.first))
    }
  }

  /// A type or value of an enumeration without its vocabulary: `http://schema.org/InStock` →
  /// `InStock`.
  static func localName(_ text: String) -> String {
    guard let slash = text.lastIndex(where: { $0 == "/" || $0 == ":" || $0 == "#" }) else {
      return text
    }
    return String(text[text.index(after: slash)...])
  }
}

extension JSONValue {
  /// The value of an object's first member of a name.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == name }?.value
  }

  /// A plain value as text; of an object its `@value` or `name`, of a list the first that has one.
  /// Nil for nothing, also for empty text.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text.isBlank ? nil : text
    case .boolean(let value): value ? "true" : "false"
    case .null: nil
    case .array(let elements): elements.lazy.compactMap(\.text).first
    case .object: self["@value"]?.text ?? self["name"]?.text
    }
  }

  /// All texts of a list, or the one of another value.
  var texts: [String] {
    guard case .array(let elements) = self else { return text.map { [$0] } ?? [] }
    return elements.compactMap(\.text)
  }

  /// The objects of a list, or the object that this is.
  var nodes: [JSONValue] {
    switch self {
    case .object: [self]
    case .array(let elements): elements.flatMap(\.nodes)
    default: []
    }
  }

  /// Roughly how many bytes the value takes.
  var textSize: Int {
    switch self {
    case .null, .boolean: 8
    case .number(let text), .string(let text): text.utf8.count + 8
    case .array(let elements): elements.reduce(8) { $0 + $1.textSize }
    case .object(let members): members.reduce(8) { $0 + $1.key.utf8.count + $1.value.textSize }
    }
  }
}
