/// An amount of money as feeds write it.
public struct Price: Sendable, Equatable {
  /// The amount, at least 0.
  public let amount: Double
  /// The ISO 4217 code, where the text names a currency.
  public let currency: String?

  /// Reads an amount with or without a currency on either side: `12.90 EUR`, `USD 15`, `£5`,
  /// `1.299,00 €`, `1 299,00 kr.`; nil for anything else, such as a range or a word.
  ///
  /// Of two kinds of separators the last is the decimal one, and one that occurs twice groups
  /// thousands. A single one before exactly three digits groups them too, except a point in a
  /// number without a currency, which is how programs write decimals.
  public init?(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= 64, let first = scalars.firstIndex(where: Self.isDigit),
      let last = scalars.lastIndex(where: Self.isDigit)
    else { return nil }
    // Within the number `.5` the point comes first.
    let start = first > 0 && ".,".unicodeScalars.contains(scalars[first - 1]) ? first - 1 : first
    let prefix = Self.text(scalars[..<start])
    var suffix = Self.text(scalars[(last + 1)...])
    for ending in [",-", ".-", ",–", ".–", ",—"] where suffix.hasPrefix(ending) {
      suffix = suffix.dropFirst(2).trimmed()
      break
    }
    guard prefix.isEmpty || suffix.isEmpty else { return nil }
    let word = prefix + suffix
    let currency = word.isEmpty ? nil : Currency(word)
    guard word.isEmpty || currency != nil,
      let amount = Self.amount(scalars[start...last], hasCurrency: currency != nil)
    else { return nil }
    self.amount = amount
    self.currency = currency?.code
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

/// A currency named by its ISO 4217 code or by a symbol.
struct Currency {
  /// The code; nil for a symbol that several currencies share.
  let code: String?

  /// Reads a code in any case, or a symbol; nil for any other word.
  init?(_ word: String) {
    if let symbol = Self.symbols[word] {
      code = symbol
    } else if Self.codes.contains(word.uppercased()) {
      code = word.uppercased()
    } else {
      return nil
    }
  }

  private static let symbols: [String: String?] = [
    "€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "Rs": "INR",
    "Rs.": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "฿": "THB",
    "₴": "UAH", "₦": "NGN", "₱": "PHP", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON",
    "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "Fr.": "CHF", "SFr.": "CHF", "kr": nil,
    "kr.": nil, "Euro": "EUR", "euro": "EUR",
  ]

  private static let codes = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW \
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD \
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD \
    SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND \
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """.split(separator: " ").map(String.init))
}
