internal import Glibc

/// One setting of one index: how much it finds, how fast, at which cost.
struct AnnPoint {
  let index: String
  let ef: Int?
  let recall: Double
  let queriesPerSecond: Double
  /// Seconds, ascending.
  let latencies: [Double]
  /// nil where the index was built before.
  let buildSeconds: Double?
  /// Bytes of codes and links, beside the vectors; 0 where there are none.
  let bytes: Int

  static let tableHead =
    "index               ef   recall   queries/s    p50 µs    p95 µs    p99 µs   build s  index MB"

  var tableRow: String {
    padded(index, 18, left: true) + padded(ef.map(String.init) ?? "-", 4)
      + padded(Self.decimal(recall, 4), 9) + padded(Self.decimal(queriesPerSecond, 0), 12)
      + [0.5, 0.95, 0.99].map { padded(Self.decimal(percentile($0) * 1e6, 1), 10) }.joined()
      + padded(buildSeconds.map { Self.decimal($0, 1) } ?? "-", 10)
      + padded(Self.decimal(Double(bytes) / 1e6, 1), 10)
  }

  var line: String {
    var fields = [
      "\"index\":\"\(index)\"", "\"recall\":\(Self.decimal(recall, 5))",
      "\"queries_per_second\":\(Self.decimal(queriesPerSecond, 1))",
      "\"p50_us\":\(Self.decimal(percentile(0.5) * 1e6, 2))",
      "\"p95_us\":\(Self.decimal(percentile(0.95) * 1e6, 2))",
      "\"p99_us\":\(Self.decimal(percentile(0.99) * 1e6, 2))", "\"index_bytes\":\(bytes)",
    ]
    if let ef { fields.append("\"ef\":\(ef)") }
    if let buildSeconds { fields.append("\"build_seconds\":\(Self.decimal(buildSeconds, 3))") }
    for (name, key) in [
      ("resident_private_bytes", "RssAnon"), ("resident_mapped_bytes", "RssFile"),
    ] {
      if let bytes = Self.residentBytes(key) { fields.append("\"\(name)\":\(bytes)") }
    }
    return "{\(fields.joined(separator: ","))}"
  }

  private func percentile(_ share: Double) -> Double {
    latencies.isEmpty
      ? 0 : latencies[min(latencies.count - 1, Int(share * Double(latencies.count)))]
  }

  static func decimal(_ value: Double, _ places: Int) -> String {
    let scale = pow(10, Double(places))
    let rounded = (value * scale).rounded() / scale
    return places == 0 ? String(Int(rounded)) : String(rounded)
  }

  private func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return left ? text + spaces : spaces + text
  }

  /// A size of this process that the kernel tells in kilobytes; nil where it does not.
  static func residentBytes(_ key: String) -> Int? {
    guard let stream = fopen("/proc/self/status", "r") else { return nil }
    defer { fclose(stream) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), stream) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix(key + ":") {
        return text.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map {
          $0 * 1024
        }
      }
    }
    return nil
  }
}
