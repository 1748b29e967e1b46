/// What a configuration may ask for: beyond the largest published models, so that no product of
/// extents overflows before the weights are compared with them.
enum Limits {
  static let side = 8...2_048
  static let width = 1...65_536
  static let layers = 0...1_024
  static let context = 3...8_192
  /// Patches along a side.
  static let grid = 1...128
  static let vocabulary = 3...16_777_216
}

extension ConfigurationFile {
  /// The side of a patch, of which an image of `side` pixels has no absurd number.
  func patch(_ key: String, side: Int, default standard: Int) throws(ModelError) -> Int {
    let patch = try self.side(key, 1...side, default: min(standard, side))
    guard Limits.grid.contains(side / patch) else {
      throw malformed(
        key,
        "is \(patch), which makes \(side / patch) patches a side; up to "
          + "\(Limits.grid.upperBound) are run")
    }
    return patch
  }
}
