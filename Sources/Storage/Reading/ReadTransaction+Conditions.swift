import GRDB
import SystemPackage

extension ReadTransaction {
  /// The items that meet a condition and are not offline, ascending.
  ///
  /// Each comparison is one query over an index, except for those that look into texts (`like`, and
  /// all that compare `id`, `title`, `description` or `path`), which read all values of the field.
  /// Throws `unknownField` for a field that no item ever had, wherever in the condition it stands.
  public func items(matching condition: ItemCondition) throws(StorageError) -> [Int64] {
    try checkFields(of: condition)
    let selection = try selection(condition)
    let excluded = ItemSelection(rows: try rows("SELECT id FROM item WHERE offline = 1"))
    if !selection.isComplement {
      return selection.intersection(excluded.complement).rows
    }
    let everything = ItemSelection(rows: try rows("SELECT id FROM item"))
    return everything.intersection(excluded.complement).intersection(selection).rows
  }

  private func checkFields(of condition: ItemCondition) throws(StorageError) {
    switch condition {
    case .comparison(let field, _, _), .oneOf(let field, _): _ = try reference(field)
    case .and(let conditions), .or(let conditions):
      for condition in conditions { try checkFields(of: condition) }
    case .not(let condition): try checkFields(of: condition)
    }
  }

  private func selection(_ condition: ItemCondition) throws(StorageError) -> ItemSelection {
    switch condition {
    case .comparison(let field, .notEqual, let operand):
      return try selection(.comparison(field: field, .equal, operand)).complement
    case .comparison(let field, let comparison, let operand):
      return try selection(reference(field), comparison, operand)
    case .oneOf(let field, let operands):
      return try selection(reference(field), isOneOf: operands)
    case .and(let conditions):
      var all = ItemSelection.all
      for condition in conditions where all != .none {
        all = all.intersection(try selection(condition))
      }
      return all
    case .or(let conditions):
      var any = ItemSelection.none
      for condition in conditions where any != .all { any = any.union(try selection(condition)) }
      return any
    case .not(let condition):
      return try selection(condition).complement
    }
  }

  private func selection(
    _ reference: FieldReference, isOneOf operands: [ItemCondition.Operand]
  ) throws(StorageError) -> ItemSelection {
    if case .stored = reference {
      var any = ItemSelection.none
      for operand in operands { any = any.union(try selection(reference, .equal, operand)) }
      return any
    }
    var texts: Set<String> = []
    var numbers: Set<Double> = []
    for operand in operands {
      switch operand {
      case .text(let text): texts.insert(FieldFolding.fold(text))
      case .number(let number): numbers.insert(number)
      }
    }
    return try selection(scanning: reference) { value in
      texts.contains(value)
        || (!numbers.isEmpty && FieldFolding.number(value).map { numbers.contains($0) } ?? false)
    }
  }

  private func selection(
    _ reference: FieldReference, _ comparison: ItemCondition.Comparison,
    _ operand: ItemCondition.Operand
  ) throws(StorageError) -> ItemSelection {
    if comparison == .like { return try selection(reference, isLike: operand) }
    switch reference {
    case .absent: return .none
    case .stored(let field): return try selection(field: field, comparison, operand)
    case .title, .description:
      if comparison == .has { return try selection(reference, hasWords: operand.asText) }
    case .key, .path: break
    }
    if comparison == .equal || comparison == .has {
      return try selection(reference, isOneOf: [operand])
    }
    switch operand {
    case .number(let number):
      return try selection(scanning: reference) { value in
        FieldFolding.number(value).map { comparison.holds($0 < number, $0 == number) } ?? false
      }
    case .text(let text):
      let bound = FieldFolding.fold(text)
      return try selection(scanning: reference) { value in
        comparison.holds(
          value.utf8.lexicographicallyPrecedes(bound.utf8), value.utf8.elementsEqual(bound.utf8))
      }
    }
  }

  /// One comparison over the index of values or of numbers.
  private func selection(
    field: Int64, _ comparison: ItemCondition.Comparison, _ operand: ItemCondition.Operand
  ) throws(StorageError) -> ItemSelection {
    let roles = comparison == .has ? "" : "AND role <= 1"
    let (column, bound): (String, Connection.Argument) =
      switch operand {
      case .number(let number): ("number", number)
      case .text(let text): ("value", FieldFolding.value(text))
      }
    return ItemSelection(
      rows: try rows(
        """
        SELECT item FROM item_field
        WHERE field = ? AND \(column) \(comparison.sqlOperator) ? \(roles)
        """,
        [field, bound]))
  }

  private func selection(
    _ reference: FieldReference, isLike operand: ItemCondition.Operand
  ) throws(StorageError) -> ItemSelection {
    let pattern = LikePattern(operand.asText)
    return try selection(scanning: reference) { pattern.matches($0) }
  }

  /// Items whose title or description has words in a row.
  private func selection(
    _ reference: FieldReference, hasWords text: String
  ) throws(StorageError) -> ItemSelection {
    guard let words = KeywordQuery.Term(text, isPrefix: false) else { return .none }
    let column = reference == .title ? "title" : "description"
    return ItemSelection(
      rows: try rows(
        "SELECT rowid FROM item_words WHERE item_words MATCH ?",
        ["{\(column)} : \(words.expression)"]))
  }

  /// Items with a value for which the test holds. Repeated values are tested once where they come
  /// one after the other.
  private func selection(
    scanning reference: FieldReference, _ holds: (String) -> Bool
  ) throws(StorageError) -> ItemSelection {
    var items: [Int64] = []
    var last: (value: String, holds: Bool)?
    try forEachValue(reference, roles: "0, 1") { value, item in
      if last?.value != value { last = (value, holds(value)) }
      if last?.holds == true { items.append(item) }
    }
    if reference == .path {
      // A photo may be named by its absolute path, too.
      try connection.translating {
        try forEachFirstImage { path, item in
          if holds(FieldFolding.fold(connection.location.absolute(path).string)) {
            items.append(item)
          }
        }
      }
    }
    return ItemSelection(rows: items)
  }

  /// The integers of a query's only column.
  func rows(
    _ sql: String, _ arguments: [Connection.Argument] = []
  ) throws(StorageError) -> [Int64] {
    try connection.translating {
      try Int64.fetchAll(
        try connection.database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }
  }
}

extension ItemCondition.Operand {
  /// The operand as text, a number in its shortest form.
  var asText: String {
    switch self {
    case .number(let number): FieldFolding.text(number)
    case .text(let text): text
    }
  }
}

extension ItemCondition.Comparison {
  /// How SQL compares a stored value with a bound; `has` differs in which rows it asks.
  fileprivate var sqlOperator: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .equal, .has: "="
    case .notEqual, .like: preconditionFailure("\(rawValue) is no range of an index")
    }
  }

  /// Whether an order holds, going by whether the value is less than the bound or equal to it.
  fileprivate func holds(_ isLess: Bool, _ isEqual: Bool) -> Bool {
    switch self {
    case .less: isLess
    case .lessOrEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    case .greaterOrEqual: !isLess
    case .equal, .has: isEqual
    case .notEqual: !isEqual
    case .like: preconditionFailure("like is no order")
    }
  }
}
