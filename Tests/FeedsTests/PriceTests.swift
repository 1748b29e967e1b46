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
      ("¥1200", 1200, "JPY"), ("  8.00\n", 8, nil), ("Rs. 499", 499, "INR"),
      ("from 12.99", 12.99, nil),
      ("ab 29,90 €", 29.9, "EUR"), ("$ from 5", nil, nil), ("À partir de 1 299,00 €", 1299, "EUR"),
      ("Fr. .50", 0.5, "CHF"), ("R$ 1.299,90", 1299.9, "BRL"),
    ] as [(String, Double?, String?)])
  func amounts(text: String, amount: Double?, currency: String?) {
    #expect(Price(text)?.amount == amount)
    #expect(Price(text)?.currency == currency)
  }

  @Test(
    "A range is its lowest amount and its highest, with a currency at either end",
    arguments: [
      ("12 – 15 €", 12, 15, "EUR"), ("$12.50 - $15", 12.5, 15, "USD"), ("12-15", 12, 15, nil),
      ("EUR 1.299,00 – 1.499,00", 1299, 1499, "EUR"), ("5 — 5", 5, nil, nil),
      ("from 12 to 15", nil, nil, nil), ("from 12 - 15 GBP", 12, 15, "GBP"),
    ] as [(String, Double?, Double?, String?)])
  func ranges(text: String, lowest: Double?, highest: Double?, currency: String?) {
    #expect(Price(text)?.amount == lowest)
    #expect(Price(text)?.highest == highest)
    #expect(Price(text)?.currency == currency)
  }

  @Test(
    "What is no single amount is not guessed",
    arguments: [
      "", " ", "free", "EUR", "-5", "- 5 €", "15 - 12 EUR", "12 EUR - 15 USD", "from", "1-2-3",
      "1.2.3", "1,2,3",
      "EUR 12 EUR", "12 XYZ", "12 pcs", "1..2", "12e3", "0x10", "1,2345.6,7", "٣٤", "1.29,000.00",
      "1234 567", "²",
    ])
  func refused(text: String) {
    #expect(Price(text) == nil)
  }
}
