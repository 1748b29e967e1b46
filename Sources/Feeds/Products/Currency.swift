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
    "kr.": nil, "Euro": "EUR", "euro": "EUR", "Fr": "CHF", "SFr": "CHF", "₨": "INR", "zl": "PLN",
    "CN¥": "CNY", "JP¥": "JPY", "元": "CNY", "円": "JPY", "руб.": "RUB", "руб": "RUB", "₸": "KZT",
    "NT$": "TWD", "R": "ZAR", "RM": "MYR", "Rp": "IDR", "лв.": "BGN", "лв": "BGN", "Ft.": "HUF",
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
