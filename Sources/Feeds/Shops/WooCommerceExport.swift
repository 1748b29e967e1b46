/// WooCommerce's product export: a variable product has a row of its own, and each variation one
/// behind it that names its parent and leaves empty what it shares with it.
struct WooCommerceExport {
  /// A product with variations.
  private struct Parent {
    let record: FeedRecord
    /// What it and its variations share as their group.
    let group: String
    /// What its variations may call it.
    let names: [String]
    let size: Int
  }

  private let mapping: ColumnMapping
  private let id: Int
  private let type: Int
  private let sku: Int?
  private let parent: Int
  /// The places of an attribute's name and value.
  private let attributes: [(name: Int, value: Int)]
  private let structural: [Int]
  /// Columns that a variation takes from its parent.
  private let shared: [Int]
  /// Columns with the line ends and commas that the exporter writes as `\n` and `\,`.
  private let escaped: [Int]
  private let shortDescription: Int?

  /// The parents that were read last, in their order, and which of them a name means. Those at the
  /// front are forgotten first; `forgottenCount` were.
  private var parents: [Parent] = []
  private var forgottenCount = 0
  private var places: [String: Int] = [:]
  private var size = 0

  /// The most parents, and bytes of them, that are remembered for their variations.
  private static let parentLimit = 4096
  private static let sizeLimit = 32 << 20

  /// Recognises the export by its columns.
  init?(_ mapping: ColumnMapping) {
    guard let id = mapping.place(of: "id"), let type = mapping.place(of: "type"),
      let parent = mapping.place(of: "parent"), mapping.place(of: "regularprice") != nil
    else { return nil }
    self.mapping = mapping
    self.id = id
    self.type = type
    self.parent = parent
    sku = mapping.place(of: "sku")
    let names = mapping.normalizedColumns
    let places = Dictionary(
      names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    attributes = names.indices.compactMap { place in
      guard names[place].hasPrefix("attribute"), names[place].hasSuffix("name") else { return nil }
      let value = names[place].dropLast(4) + "values"
      return places[String(value)].map { (place, $0) }
    }
    structural = names.indices.filter { place in
      names[place].hasPrefix("attribute") && names[place].contains(where: \.isNumber)
    }
    let fields: [FeedField] = [.title, .description, .image, .category, .tags, .brand, .url]
    let others = ["shortdescription", "weightkg", "shippingclass", "taxclass"]
    shared = fields.compactMap(mapping.index(of:)) + others.compactMap { names.firstIndex(of: $0) }
    shortDescription = names.firstIndex(of: "shortdescription")
    escaped =
      [FeedField.description, .category, .tags].compactMap(mapping.index(of:))
      + [shortDescription].compactMap { $0 }
  }

  /// The product that `record` is: each row is complete by itself or by what was read before.
  mutating func products(completedBy record: FeedRecord) -> [FeedRecordEvent] {
    var record = record
    for column in escaped {
      if case .text(let text) = record.values[column] {
        record.values[column] = .text(Self.unescaped(text))
      }
    }
    let type = record.text(type)?.lowercased() ?? ""
    if type.hasPrefix("variation") {
      inherit(&record)
    } else {
      record.values[parent] = .none
      if type.hasPrefix("variable") {
        remember(&record)
      }
    }
    for attribute in attributes {
      guard let name = record.text(attribute.name), let value = record.text(attribute.value) else {
        continue
      }
      record.set(name, to: value)
    }
    if record.text(mapping.index(of: .description)) == nil,
      let short = record.text(shortDescription)
    {
      record.replacements[.description] = .text(short)
    }
    for column in structural { record.values[column] = .none }
    return [.record(record, mapping)]
  }

  private mutating func remember(_ record: inout FeedRecord) {
    guard let id = record.text(id) else { return }
    let sku = record.text(sku)
    let group = sku ?? id
    record.replacements[.group] = .text(group)
    let names = ["id:" + id] + [sku].compactMap { $0 }
    for name in names {
      places[name] = forgottenCount + parents.count
    }
    parents.append(Parent(record: record, group: group, names: names, size: record.size))
    size += record.size
    guard size > Self.sizeLimit || parents.count > Self.parentLimit else { return }
    var count = 0
    while count + 1 < parents.count,
      size > Self.sizeLimit / 2 || parents.count - count > Self.parentLimit / 2
    {
      let parent = parents[count]
      size -= parent.size
      for name in parent.names where places[name] == forgottenCount + count {
        places[name] = nil
      }
      count += 1
    }
    parents.removeFirst(count)
    forgottenCount += count
  }

  private func inherit(_ record: inout FeedRecord) {
    guard let name = record.text(parent) else { return }
    guard let place = places[name] else {
      record.replacements[.group] = .text(name.hasPrefix("id:") ? String(name.dropFirst(3)) : name)
      return
    }
    let parent = parents[place - forgottenCount]
    record.replacements[.group] = .text(parent.group)
    for column in shared where record.text(column) == nil {
      record.values[column] = parent.record.values[column]
    }
  }

  /// Text with the line ends and commas that the exporter writes with a backslash.
  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var utf8: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
        switch byte {
        case UInt8(ascii: "n"): utf8.append(UInt8(ascii: "\n"))
        case UInt8(ascii: ","): utf8.append(byte)
        default: utf8 += [UInt8(ascii: "\\"), byte]
        }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        utf8.append(byte)
      }
    }
    if isEscaped { utf8.append(UInt8(ascii: "\\")) }
    return String(decoding: utf8, as: UTF8.self)
  }
}
