import Feeds
import Testing

@Suite("Prices")
struct PriceTests {
  @Test(
    "Amounts are read as shops write them",
    arguments: [
      ("12.90 EUR", 12.9, "EUR"), ("EUR 12.90", 12.9, "EUR"), ("1.299,00 €", 1299, "EUR"),
      ("£5", 5, "GBP"), ("USD 15", 15, "USD"), ("$1,299.99", 1299.99, "USD"),
      ("12,5", 12.5, nil), ("19.9", 19.9, nil), ("1299", 1299, nil), ("0", 0, nil),
      ("1 299,00 zł", 1299, "PLN"), ("1\u{202f}299,00\u{a0}€", 1299, "EUR"),
      ("CHF 1'299.50", 1299.5, "CHF"), ("1,234,567.89", 1_234_567.89, nil),
      ("1.234.567,89", 1_234_567.89, nil), ("12,34,567", nil, nil), ("1,299", 1299, nil),
      ("1.299 €", 1299, "EUR"), ("1.299", 1.299, nil), ("0,125", 0.125, nil),
      ("0.125", 0.125, nil), ("19.990", 19.99, nil), ("12,- €", 12, "EUR"), ("12.–", 12, nil),
      ("usd12", 12, "USD"), ("99 kr", 99, nil), ("US$ 7.50", 7.5, "USD"), (".5", 0.5, nil),
      ("¥1200", 1200, "JPY"), ("  8.00\n", 8, nil), ("R$ 1.299,90", 1299.9, "BRL"),
    ] as [(String, Double?, String?)])
  func amounts(text: String, amount: Double?, currency: String?) {
    #expect(Price(text)?.amount == amount)
    #expect(Price(text)?.currency == currency)
  }

  @Test(
    "What is no single amount is not guessed",
    arguments: [
      "", " ", "free", "EUR", "-5", "- 5 €", "12-15", "12 - 15 EUR", "from 12.90", "1.2.3", "1,2,3",
      "EUR 12 EUR", "12 XYZ", "12 pcs", "1..2", "12e3", "0x10", "1,2345.6,7", "٣٤", "1.29,000.00",
      "1234 567", "²",
    ])
  func refused(text: String) {
    #expect(Price(text) == nil)
  }
}
