/// The words an item can be found by, one text for each column of the full text.
struct ItemWords: Equatable {
  var title = ""
  var brand = ""
  var category = ""
  /// The values of all other fields that are words.
  var attributes = ""
  var description = ""
  /// The key, the GTIN (also without spaces and hyphens) and the manufacturer's part number.
  var code = ""

  /// Fields that have a column of their own, and fields that are no words.
  private static let notAttributes: Set<String> = [
    "brand", "category", "gtin", "mpn", "url", "availability", "sale price", "raw title",
    "raw description",
  ]

  /// Nil for an item that nothing but its key says anything about: a photo.
  init?(_ item: ItemRecord) {
    if item.title == nil && item.description == nil && item.fields.isEmpty && item.price == nil
      && item.group == nil
    {
      return nil
    }
    title = item.title ?? ""
    description = item.description ?? ""
    code = item.key
    for (field, text) in item.fields.sorted(by: { $0.key < $1.key }) {
      switch FieldFolding.name(field) {
      case "brand": ItemWords.append(text, to: &brand)
      case "category": ItemWords.append(text, to: &category)
      case "mpn": ItemWords.append(text, to: &code)
      case "gtin":
        ItemWords.append(text, to: &code)
        let compact = ItemWords.compact(text)
        if compact != text { ItemWords.append(compact, to: &code) }
      case let name where ItemWords.notAttributes.contains(name): break
      case let name:
        if name == "size" || ItemWords.areWords(text) { ItemWords.append(text, to: &attributes) }
      }
    }
  }

  /// The texts in the order of the columns.
  var columns: [String] { [title, brand, category, attributes, description, code] }

  /// A trade item number without spaces and hyphens.
  static func compact(_ code: String) -> String {
    String(
      String.UnicodeScalarView(
        code.unicodeScalars.filter { $0 != "-" && !$0.properties.isWhitespace }))
  }

  /// Values stand on lines of their own.
  private static func append(_ text: String, to column: inout String) {
    if !column.isEmpty { column += "\n" }
    column += text
  }

  /// Whether a value has a letter and is no address.
  private static func areWords(_ text: String) -> Bool {
    let hasLetter = text.utf8.contains { $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) }
    return hasLetter && !addressBeginnings.contains { text.utf8.starts(with: $0.utf8) }
  }

  private static let addressBeginnings = ["http://", "https://", "www.", "data:", "file:", "//"]
}
