/// A condition on items, as `--where` states it.
///
/// Two-valued: a comparison holds for an item that has such a value; `notEqual` and `not` are
/// negations, so that an item without the field passes them. Names of fields are taken whatever
/// their case, an underscore as good as a space; texts are compared without regard to case and runs
/// of white space, and by their first 200 characters.
public indirect enum ItemCondition: Sendable, Equatable {
  /// How the value of a field and an operand are compared.
  public enum Comparison: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// The value is the operand, or a list with such an element; a title or description has the
    /// operand's words in a row, found as a search finds words.
    case has
    /// The value fits a pattern, in which `%` and `*` stand for any text and `_` for one character.
    case like
  }

  /// What a field is compared with.
  public enum Operand: Sendable, Equatable {
    /// Compared with values that are numbers.
    case number(Double)
    /// Compared with values as texts, in the order of their code points.
    case text(String)
  }

  /// A field as written, the comparison and its operand.
  case comparison(field: String, Comparison, Operand)
  /// The field equals one of the operands.
  case oneOf(field: String, [Operand])
  /// All hold; of none at all this is true.
  case and([ItemCondition])
  /// At least one holds; of none at all this is false.
  case or([ItemCondition])
  /// The condition does not hold.
  case not(ItemCondition)
}
