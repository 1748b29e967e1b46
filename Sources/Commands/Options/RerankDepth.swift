internal import ArgumentParser

/// How many of the best results are looked at again.
enum RerankDepth {
  /// A second look at more would cost more than the first.
  private static let range = 0...10_000

  /// Throws: `ValidationError` for a number that cannot be.
  static func check(_ depth: Int) throws {
    guard !range.contains(depth) else { return }
    throw ValidationError(
      "--rerank takes a number from \(range.lowerBound) to \(range.upperBound), not \(depth)")
  }
}
