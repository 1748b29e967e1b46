/// The form in which values of fields are compared: lower case after Unicode's full mapping, white
/// space and control characters collapsed to single spaces and trimmed.
enum FieldFolding {
  /// The most Unicode scalars a stored value keeps.
  static let valueLength = 200

  /// A value as it is stored and compared: folded, cut to `valueLength` scalars.
  static func value(_ text: String) -> String {
    let folded = fold(text)
    if folded.utf8.count <= valueLength { return folded }
    var cut = String(folded.unicodeScalars.prefix(valueLength))
    while cut.utf8.last == space { cut.unicodeScalars.removeLast() }
    return cut
  }

  /// The name of a field as it is looked up: folded, an underscore as good as a space.
  static func name(_ written: String) -> String {
    fold(written, separator: UInt8(ascii: "_"))
  }

  /// The whole text, folded.
  static func fold(_ text: String) -> String {
    fold(text, separator: space)
  }

  /// Folds a text in which one more character is as good as a space.
  private static func fold(_ text: String, separator: UInt8) -> String {
    var text = text
    let ascii = text.withUTF8 { bytes in
      bytes.contains { $0 >= 0x80 } ? nil : foldASCII(bytes, separator: separator)
    }
    return ascii ?? foldScalars(text.lowercased(), separator: Unicode.Scalar(separator))
  }

  /// The text without white space at its ends.
  static func trim(_ text: String) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  /// The number a folded value is, if all of it is one: digits with an optional sign and an optional
  /// decimal point.
  static func number(_ value: String) -> Double? {
    var digits = 0
    var points = 0
    for (position, byte) in value.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "."): points += 1
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if position > 0 { return nil }
      default: return nil
      }
    }
    guard digits > 0, points <= 1 else { return nil }
    // The standard library wants a digit on both sides of the point.
    let number = Double(value) ?? Double(value + "0") ?? value.withoutPointBeforeDigits
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The shortest text of a number: no point where it is whole.
  static func text(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static let space = UInt8(ascii: " ")

  private static func foldASCII(
    _ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8
  ) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { folded in
      var count = 0
      var isSpacePending = false
      for byte in bytes {
        if byte <= space || byte == 0x7F || byte == separator {
          isSpacePending = count > 0
          continue
        }
        if isSpacePending {
          folded[count] = space
          count += 1
          isSpacePending = false
        }
        folded[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        count += 1
      }
      return count
    }
  }

  private static func foldScalars(_ text: String, separator: Unicode.Scalar) -> String {
    var folded = String.UnicodeScalarView()
    var isSpacePending = false
    for scalar in text.unicodeScalars {
      if scalar.value <= 0x20 || scalar.value == 0x7F || scalar == separator
        || (scalar.value >= 0x80 && scalar.properties.isWhitespace)
      {
        isSpacePending = !folded.isEmpty
        continue
      }
      if isSpacePending {
        folded.append(" ")
        isSpacePending = false
      }
      folded.append(scalar)
    }
    return String(folded)
  }
}

extension String {
  /// The number of a text such as `.5` or `-.5`.
  fileprivate var withoutPointBeforeDigits: Double? {
    let sign = first == "-" ? -1.0 : 1.0
    let magnitude = first == "-" || first == "+" ? dropFirst() : self[...]
    return Double("0" + magnitude).map { sign * $0 }
  }
}
