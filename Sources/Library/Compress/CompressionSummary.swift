internal import JSON

/// What a compressed index is, and what it was measured to lose.
public struct CompressionSummary: Sendable, Equatable {
  /// How the rows of the index are held.
  public enum Codes: String, Sendable, CaseIterable {
    /// Two bytes a dimension, with codes of four bits to look by.
    case float16
    /// One byte a dimension, with codes of four bits to look by.
    case int8
    /// One byte a dimension, with codes of one bit to look by.
    case binary
  }

  /// Dimensions of a vector in the index.
  public let dimensions: Int
  /// How its scalars are held.
  public let codes: Codes
  /// The share of the squared length of vectors that lies in those dimensions, 0 … 1.
  public let share: Double
  /// Whether dimensions are scaled to the same spread.
  public let isWhitened: Bool
  /// The share of the exact ten nearest that the index found when it was made, 0 … 1.
  public let recallAt10: Double

  init(
    dimensions: Int, codes: Codes, share: Double, isWhitened: Bool, recallAt10: Double
  ) {
    self.dimensions = dimensions
    self.codes = codes
    self.share = share
    self.isWhitened = isWhitened
    self.recallAt10 = recallAt10
  }

  /// Reads what ``members`` wrote; nil for anything else.
  init?(_ settings: JSONValue) {
    guard case .object(let members) = settings else { return nil }
    func number(_ key: String) -> Double? {
      guard case .number(let text)? = members.first(where: { $0.key == key })?.value,
        let number = Double(text), number.isFinite
      else { return nil }
      return number
    }
    guard case .string(let codes)? = members.first(where: { $0.key == "codes" })?.value,
      let codes = Codes(rawValue: codes), let dimensions = number("dimensions"), dimensions >= 1,
      let dimensions = Int(exactly: dimensions), let share = number("share"),
      let recall = number("recall@10"),
      case .boolean(let isWhitened)? = members.first(where: { $0.key == "whitened" })?.value
    else { return nil }
    self.init(
      dimensions: dimensions, codes: codes, share: share, isWhitened: isWhitened,
      recallAt10: recall)
  }

  /// The same with what was measured.
  func with(recallAt10: Double) -> CompressionSummary {
    CompressionSummary(
      dimensions: dimensions, codes: codes, share: share, isWhitened: isWhitened,
      recallAt10: recallAt10)
  }

  /// As members of a JSON object.
  var members: [(key: String, value: JSONValue)] {
    [
      ("dimensions", .integer(dimensions)),
      ("codes", .string(codes.rawValue)),
      ("whitened", .boolean(isWhitened)),
      ("share", .number("\(share)")),
      ("recall@10", .number("\(recallAt10)")),
    ]
  }
}
