extension ProductRow {
  /// The product as bytes, the same for equal products wherever they stand in a feed, and different
  /// for different ones: what tells whether a product has changed. The row number does not count.
  ///
  /// Each text is its UTF-8 behind its length, each number its IEEE 754 bits, all lengths and bits
  /// as eight bytes, least significant first; a byte before each optional value says whether there
  /// is one. Fields come in the order of their names' bytes.
  public func canonicalBytes() -> [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(id)
    for text in [group, title, description, rawTitle, rawDescription, alt, currency] {
      encoder.append(text)
    }
    encoder.append(price)
    encoder.append(salePrice)
    encoder.append(count: images.count)
    for image in images { encoder.append(image) }
    encoder.append(count: fields.count)
    for (name, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      encoder.append(name)
      encoder.append(value)
    }
    return encoder.bytes
  }
}

/// Writes values one after another so that they can be told apart.
private struct CanonicalEncoder {
  private(set) var bytes: [UInt8] = []

  mutating func append(count: Int) {
    append(bits: UInt64(count))
  }

  mutating func append(_ text: String) {
    append(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ text: String?) {
    bytes.append(text == nil ? 0 : 1)
    if let text { append(text) }
  }

  mutating func append(_ number: Double?) {
    bytes.append(number == nil ? 0 : 1)
    if let number { append(bits: number.bitPattern) }
  }

  private mutating func append(bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
