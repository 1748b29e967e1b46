/// Texts for people: on one line, free of control characters, with numbers that read well.
enum Sentence {
  /// A text with every line break and control character made a space, and without doubled spaces at breaks.
  static func onOneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.split(whereSeparator: \.isNewline)
      .map { printable(trimmed($0)) }
      .filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// A text that cannot steer a terminal: control and direction-changing characters become spaces.
  static func printable(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.map { isControl($0) ? " " : $0 })
    return String(result)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// A whole number with its thousands set apart: 12,345.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return (number < 0 ? "-" : "") + result
  }

  /// A number with exactly so many decimals, rounded half away from zero; never "-0".
  static func fixed(_ number: Double, decimals: Int) -> String {
    guard number.isFinite, number.magnitude < 1e12 else { return "\(number)" }
    let power = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    let scaled = Int((number * power).rounded())
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A number of bytes in powers of 1000: 12.3 MB.
  static func byteCount(_ bytes: Int64) -> String {
    let units = ["kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    guard value >= 1000 else { return "\(bytes) bytes" }
    var unit = -1
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return fixed(value, decimals: 1) + " " + units[unit]
  }

  /// A duration as one would say it: 12.3 s, 4 min, 1 h 20 min.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "long" }
    if seconds < 60 { return fixed(seconds, decimals: 1) + " s" }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 60 { return "\(minutes) min" }
    return "\(minutes / 60) h \(minutes % 60) min"
  }

  /// `1 image`, `3 images`.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
