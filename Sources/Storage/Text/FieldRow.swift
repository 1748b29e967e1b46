/// One value of one field of an item, as the table of fields keeps it.
struct FieldRow: Equatable {
  /// What a value is to its field; the numbers never change once released.
  enum Role: Int64 {
    /// All of the field, which is no list; it may be a path.
    case value = 0
    /// All of the field, whose elements have rows of their own.
    case list = 1
    /// An element of a list.
    case element = 2
    /// A level of a path such as `Home > Chairs`.
    case level = 3
  }

  /// The name as the feed writes it.
  var field: String
  var role: Role
  /// Folded.
  var value: String
  /// The value as the feed writes it.
  var written: String
  /// The value as a number, where all of it is one.
  var number: Double?

  /// The most elements of one list that are kept.
  private static let elementLimit = 64
  /// Fields that are texts about the item rather than values of it.
  private static let prose: Set<String> = ["raw_title", "raw_description", "alt"]

  /// The rows of an item: of each field once, however often its name is written in other letters.
  static func rows(of item: ItemRecord) -> [FieldRow] {
    var rows: [FieldRow] = []
    if let price = item.price {
      let text = FieldFolding.text(price)
      rows.append(
        FieldRow(field: "price", role: .value, value: text, written: text, number: price))
    }
    if let currency = item.currency { append("currency", currency, to: &rows) }
    if let group = item.group { append("group", group, to: &rows) }
    var names: Set<String> = ["price", "currency", "group"]
    for (field, text) in item.fields.sorted(by: { $0.key < $1.key })
    where !prose.contains(field) && names.insert(FieldFolding.name(field)).inserted {
      append(field, text, to: &rows)
    }
    return rows
  }

  private static func append(_ field: String, _ text: String, to rows: inout [FieldRow]) {
    let value = FieldFolding.value(text)
    if value.isEmpty { return }
    let whole = rows.count
    rows.append(
      FieldRow(
        field: field, role: .value, value: value, written: text,
        number: FieldFolding.number(value)))
    let elements = elements(of: text)
    guard elements.count > 1 else { return }
    let isPath = text.utf8.contains(UInt8(ascii: ">"))
    if !isPath { rows[whole].role = .list }
    var known: Set<String> = []
    for element in elements.prefix(elementLimit) {
      let value = FieldFolding.value(element)
      guard known.insert(value).inserted else { continue }
      rows.append(
        FieldRow(
          field: field, role: isPath ? .level : .element, value: value, written: element,
          number: FieldFolding.number(value)))
    }
  }

  /// The parts of a list that are not blank.
  private static func elements(of text: String) -> [String] {
    guard text.utf8.contains(where: isSeparator) else { return [] }
    return text.utf8.split(whereSeparator: isSeparator).compactMap { part in
      let element = String(Substring(part))
      return FieldFolding.fold(element).isEmpty ? nil : element
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ">"), 0x0A: true
    default: false
    }
  }
}
