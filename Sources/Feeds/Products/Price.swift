/// An amount of money as feeds write it.
public struct Price: Sendable, Equatable {
  /// The amount, at least 0; of a range the lowest.
  public let amount: Double
  /// The highest amount of a range; nil for a single one.
  public let highest: Double?
  /// The ISO 4217 code, where the text names a currency.
  public let currency: String?

  /// Reads an amount with or without a currency on either side: `12.90 EUR`, `USD 15`, `£5`,
  /// `1.299,00 €`, `1 299,00 kr.`; a range of two, `12 – 15 €`, or its lower end, `from 12.90`; nil
  /// for anything else, such as a word.
  ///
  /// Of two kinds of separators the last is the decimal one, and one that occurs twice groups
  /// thousands. A single one before exactly three digits groups them too, except a point in a
  /// number without a currency, which is how programs write decimals. A dollar sign alone means
  /// US dollars.
  public init?(_ text: String) {
    let written = Array(text.unicodeScalars)
    guard written.count <= 64 else { return nil }
    let scalars = Self.withoutIntroduction(written[...])
    if let single = Self.single(scalars) {
      self = single
      return
    }
    for dash in scalars.indices where Self.dashes.contains(scalars[dash]) {
      guard let low = Self.single(scalars[..<dash]), let high = Self.single(scalars[(dash + 1)...]),
        low.amount <= high.amount,
        low.currency == nil || high.currency == nil || low.currency == high.currency
      else { continue }
      // The currency of a range may stand at one end; it says how both are written.
      amount = low.amount
      highest = high.amount > low.amount ? high.amount : nil
      currency = low.currency ?? high.currency
      return
    }
    return nil
  }

  private init(amount: Double, currency: String?) {
    self.amount = amount
    self.currency = currency
    highest = nil
  }

  private static let dashes: Set<Unicode.Scalar> = ["-", "–", "—", "−", "~"]
  /// Words before the lowest of several amounts.
  private static let introductions = [
    "from", "starting at", "as low as", "ab", "à partir de", "dès", "desde", "da", "vanaf", "od",
  ]

  private static func withoutIntroduction(
    _ scalars: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      scalars[first].properties.isAlphabetic
    else { return scalars }
    let text = text(scalars[first...]).lowercased()
    for words in introductions where text.hasPrefix(words + " ") {
      return scalars[first...].dropFirst(words.unicodeScalars.count + 1)
    }
    return scalars
  }

  /// One amount alone.
  private static func single(_ scalars: ArraySlice<Unicode.Scalar>) -> Price? {
    guard let first = scalars.firstIndex(where: isDigit),
      let last = scalars.lastIndex(where: isDigit)
    else { return nil }
    // Within the number `.5` the point comes first, unless it ends an abbreviation such as `Rs.`.
    let before = scalars[..<first]
    let isPoint = before.last == "." || before.last == ","
    let isAbbreviation = before.dropLast().last?.properties.isAlphabetic ?? false
    let start = isPoint && !isAbbreviation ? first - 1 : first
    let prefix = text(scalars[..<start])
    var suffix = text(scalars[(last + 1)...])
    for ending in [",-", ".-", ",–", ".–", ",—"] where suffix.hasPrefix(ending) {
      suffix = suffix.dropFirst(2).trimmed()
      break
    }
    guard prefix.isEmpty || suffix.isEmpty else { return nil }
    let word = prefix + suffix
    let currency = word.isEmpty ? nil : Currency(word)
    guard word.isEmpty || currency != nil,
      let amount = amount(scalars[start...last], hasCurrency: currency != nil)
    else { return nil }
    return Price(amount: amount, currency: currency?.code)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text).trimmed()
  }

  private static func amount(_ number: ArraySlice<Unicode.Scalar>, hasCurrency: Bool) -> Double? {
    let groupOnly: [Unicode.Scalar] = [" ", "\u{a0}", "\u{202f}", "'", "’"]
    let separators = number.indices.filter { !isDigit(number[$0]) }
    guard
      separators.allSatisfy({ [".", ","].contains(number[$0]) || groupOnly.contains(number[$0]) })
    else { return nil }
    var decimal = separators.last.flatMap { groupOnly.contains(number[$0]) ? nil : $0 }
    if let index = decimal {
      let occurrences = separators.count { number[$0] == number[index] }
      let digitsAfter = number.endIndex - index - 1
      let digitsBefore = index - number.startIndex
      let isPlainPoint = number[index] == "." && !hasCurrency
      if occurrences > 1 {
        decimal = nil
      } else if separators.count == 1, digitsAfter == 3, (1...3).contains(digitsBefore),
        number.first != "0", !isPlainPoint
      {
        decimal = nil
      }
    }
    let whole = number[..<(decimal ?? number.endIndex)]
    guard isGrouped(whole) else { return nil }
    var digits = String.UnicodeScalarView(whole.filter(isDigit))
    if let decimal {
      digits.append(".")
      digits.append(contentsOf: number[(decimal + 1)...])
    }
    return Double(digits.first == "." ? "0" + String(digits) : String(digits))
  }

  /// Whether the separators of a whole number stand before three digits each.
  private static func isGrouped(_ whole: ArraySlice<Unicode.Scalar>) -> Bool {
    let groups = whole.split(omittingEmptySubsequences: false) { !isDigit($0) }
    guard groups.count > 1 else { return true }
    return (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
  }
}
