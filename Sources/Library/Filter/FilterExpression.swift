internal import Storage

/// Which items may be returned, as the user states it.
///
/// ```
/// price < 50 and brand in ("Acme", "Zed") and not tags has "sale"
/// expression  = conjunction { "or" conjunction }
/// conjunction = negation { "and" negation }
/// negation    = "not" negation | "(" expression ")" | comparison
/// comparison  = field ( = | != | < | <= | > | >= | has | like ) value
///             | field "not" ( has | like | in ) …
///             | field "in" "(" value { "," value } ")"
/// field       = word | quoted text
/// value       = number | word | quoted text
/// ```
/// Words of the grammar, fields and text are compared whatever their case. A comparison holds if the item
/// has such a value; `!=` and `not` are its negation, so they hold for an item without the field.
public struct FilterExpression: Sendable, Equatable {
  /// What the user wrote.
  public let text: String
  let condition: ItemCondition

  /// Reads an expression.
  ///
  /// - Throws: `LibraryError` that says what was expected and points at the character.
  public init(_ text: String) throws(LibraryError) {
    var parser = FilterParser(text)
    self.text = text
    condition = try parser.parse()
  }
}
