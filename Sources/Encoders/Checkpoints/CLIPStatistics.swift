/// Means and deviations of the channels that CLIP was trained with.
enum CLIPStatistics {
  static let mean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  static let deviation: [Float] = [0.26862954, 0.26130258, 0.27577711]
}

extension ConfigurationFile {
  /// Three numbers above zero by which channels are divided; CLIP's where there are none.
  func deviation(_ key: String) throws(ModelError) -> [Float] {
    let values = try channels(key, default: CLIPStatistics.deviation)
    guard values.allSatisfy({ $0 > 0 }) else { throw malformed(key, "is not above zero") }
    return values
  }
}
