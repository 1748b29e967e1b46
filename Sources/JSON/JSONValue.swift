/// A JSON value (RFC 8259) whose objects keep the order of their members.
package enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  /// A number as written: no digit is lost.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A key of an object and its value.
  package typealias Member = (key: String, value: JSONValue)

  /// The value of a number that is written as a whole one and fits 64 bits.
  package var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// A whole number.
  package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// A number with at most six decimals; `null` where not finite.
  package static func decimal(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    let rounded = value.magnitude < 1e9 ? (value * 1e6).rounded() / 1e6 : value
    return .number(Int(exactly: rounded).map { String($0) } ?? "\(rounded)")
  }

  /// A text, or `null`.
  package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A number with at most six decimals, or `null`.
  package static func optional(_ value: Double?) -> JSONValue { value.map(decimal) ?? .null }
}

extension JSONValue: Equatable {
  /// Numbers are equal where they are written alike, objects where their members have one order.
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left.elementsEqual(right, by: ==)
    default: false
    }
  }
}
