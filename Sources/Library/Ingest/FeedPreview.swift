internal import Feeds

/// How a feed would be read: which column gives which field, and its first rows.
public struct FeedPreview: Sendable, Equatable {
  /// Fields with the columns they are taken from.
  public let mapping: [(field: String, column: String)]
  /// Columns that become attributes under their own names.
  public let attributes: [String]
  /// The first three rows by field.
  public let rows: [[String: String]]
  /// Sentences about rows that would be rejected and the like.
  public let warnings: [String]

  /// Whether two previews show the same.
  public static func == (left: FeedPreview, right: FeedPreview) -> Bool {
    left.mapping.elementsEqual(right.mapping, by: ==) && left.attributes == right.attributes
      && left.rows == right.rows && left.warnings == right.warnings
  }
}

extension MMSearchLibrary {
  /// Reads the first three rows of a feed and stores nothing.
  public static func dryRun(
    feed: String, format: String = "auto", mapping: [String: String] = [:]
  ) throws -> FeedPreview {
    var reader = try FeedLocation(feed).reader(format: format, mapping: mapping)
    var rows: [[String: String]] = []
    var warnings: [String] = []
    while rows.count < 3, let event = try reader.next() {
      switch event {
      case .row(let row): rows.append(row.cells)
      case .rejected(let row): warnings.append("row \(row.row) is rejected: \(row.reason)")
      case .warning(let text): warnings.append(text)
      }
    }
    return FeedPreview(
      mapping: reader.mapping?.assignments.map { ($0.field.rawValue, $0.column) } ?? [],
      attributes: reader.mapping?.attributes.map(\.name) ?? [], rows: rows, warnings: warnings)
  }
}

extension ProductRow {
  /// The row as it would be stored, by field.
  fileprivate var cells: [String: String] {
    var cells = fields
    cells["id"] = id
    cells["group"] = group
    cells["title"] = title
    cells["description"] = description
    cells["image"] = images.first
    if images.count > 1 { cells["additional_images"] = images.dropFirst().joined(separator: ", ") }
    cells["price"] = price.map { "\($0)" + (currency.map { " \($0)" } ?? "") }
    cells["sale_price"] = salePrice.map { "\($0)" }
    return cells
  }
}
