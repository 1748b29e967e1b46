/// Which column of a feed is which field.
public struct ColumnMapping: Sendable, Equatable {
  /// A field and the column it is read from.
  public struct Assignment: Sendable, Equatable {
    /// The field.
    public let field: FeedField
    /// The column's name, as the feed writes it.
    public let column: String

    let index: Int
  }

  /// A column that is no field, kept under a name of its own.
  public struct Attribute: Sendable, Equatable {
    /// The name: the column's, without surrounding white space; numbered if it is used twice.
    public let name: String

    let index: Int
  }

  /// The columns in their order, without surrounding white space.
  public let columns: [String]
  /// The fields found, in the order of ``FeedField``.
  public let assignments: [Assignment]
  /// The columns' names in the form of ``FeedField/normalized(_:)``.
  let normalizedColumns: [String]
  /// The places of columns with one more image each, such as `Image 2`.
  let numberedImages: [Int]
  /// The places of the columns that the fields are read from.
  private let indices: [FeedField: Int]
  /// All other columns, in their order.
  public let attributes: [Attribute]

  /// Finds the fields among a feed's columns: those that `overrides` names, else by the best of a
  /// field's known column names. A column serves one field.
  ///
  /// - Parameter overrides: field name → column name. The column is found as written, else
  ///   whatever its case, spaces and punctuation.
  public init(columns: [String], overrides: [String: String] = [:]) throws(FeedError) {
    try self.init(columns: columns, overrides: try Overrides(overrides), requiresColumns: true)
  }

  /// - Parameter requiresColumns: whether an override whose column is missing is an error; it is
  ///   not where each row has columns of its own.
  init(columns: [String], overrides: Overrides, requiresColumns: Bool) throws(FeedError) {
    let columns = columns.enumerated().map { index, column in
      let name = column.trimmed()
      return name.isEmpty ? "column \(index + 1)" : name
    }
    let normalized = columns.map(FeedField.normalized)
    var chosen: [FeedField: Int] = [:]
    var taken = Set<Int>()
    for (field, column) in overrides.columns {
      let index =
        columns.firstIndex(of: column)
        ?? normalized.firstIndex(of: FeedField.normalized(column))
      guard let index else {
        guard !requiresColumns else {
          throw .missingColumn(field: field.rawValue, column: column, columns: columns)
        }
        continue
      }
      chosen[field] = index
      taken.insert(index)
    }
    let firstByName = Dictionary(
      normalized.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    for field in FeedField.allCases where overrides.column(for: field) == nil {
      let index = field.columnNames.lazy.compactMap { firstByName[$0] }
        .first { !taken.contains($0) }
      if let index {
        chosen[field] = index
        taken.insert(index)
      }
    }
    numberedImages = normalized.indices.filter {
      !taken.contains($0) && FeedField.isNumberedImage(normalized[$0])
    }
    taken.formUnion(numberedImages)
    self.columns = columns
    normalizedColumns = normalized
    assignments = FeedField.allCases.compactMap { field in
      chosen[field].map { Assignment(field: field, column: columns[$0], index: $0) }
    }
    indices = chosen
    attributes = Self.attributes(of: columns, without: taken)
  }

  /// The name of the column a field is read from.
  public func column(for field: FeedField) -> String? {
    assignments.first { $0.field == field }?.column
  }

  /// The place of the column a field is read from.
  func index(of field: FeedField) -> Int? {
    indices[field]
  }

  private static func attributes(of columns: [String], without taken: Set<Int>) -> [Attribute] {
    var used = Set(FeedField.allCases.map(\.rawValue))
    // The number that a repeated name gets next; so many columns of one name stay cheap.
    var numbers: [String: Int] = [:]
    return columns.indices.filter { !taken.contains($0) }.map { index in
      let column = columns[index]
      var name = column
      while !used.insert(name).inserted {
        let number = numbers[column, default: 2]
        numbers[column] = number + 1
        name = "\(column) (\(number))"
      }
      return Attribute(name: name, index: index)
    }
  }

  /// What the user says about fields and columns.
  struct Overrides: Sendable, Equatable {
    let columns: [(field: FeedField, column: String)]

    init(_ overrides: [String: String]) throws(FeedError) {
      var columns: [(field: FeedField, column: String)] = []
      for (name, column) in overrides.sorted(by: { $0.key < $1.key }) {
        let normalized = FeedField.normalized(name)
        let field = FeedField.allCases.first { FeedField.normalized($0.rawValue) == normalized }
        guard let field else { throw .unknownField(name: name) }
        columns.append((field, column.trimmed()))
      }
      self.columns = columns
    }

    func column(for field: FeedField) -> String? {
      columns.first { $0.field == field }?.column
    }

    static func == (one: Overrides, other: Overrides) -> Bool {
      one.columns.elementsEqual(other.columns, by: ==)
    }
  }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
  /// Without white space at both ends.
  func trimmed() -> String {
    let visible: Range<UInt8> = 0x21..<0x7f
    if let first = utf8.first, let last = utf8.last, visible.contains(first), visible.contains(last)
    {
      return String(self)
    }
    var rest = self[...]
    while let first = rest.first, first.isWhitespace {
      rest = rest.dropFirst()
    }
    while let last = rest.last, last.isWhitespace {
      rest = rest.dropLast()
    }
    return String(rest)
  }
}
