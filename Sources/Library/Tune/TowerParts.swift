internal import Storage
internal import Tuning

/// The pictures of a training in three parts, by their content.
struct TowerParts {
  /// The numbers of those that are trained with.
  let training: [Int]
  /// Those that decide which epoch was the best.
  let choosing: [Int]
  /// Those that judge, which nothing else depends on.
  let judging: [Int]

  /// The share of a part that is not trained with, and how many pictures are enough for it. A small set gives a
  /// larger share, so that it is something to go by.
  private static let heldOutShares = 0.1...0.25
  private static let wanted = 40
  private static let enough = 2000
  /// With fewer in a part nothing can be said of it.
  private static let fewest = 8

  /// Splits pictures; where some were given to judge, none of the others do.
  ///
  /// Throws: `LibraryError` where there are too few.
  init(_ examples: PictureExamples) throws(LibraryError) {
    let given = examples.judgingCount
    let others = Array(given..<examples.count)
    let keys = others.map { examples.entries[$0].content.prefix }
    let count = Double(max(1, others.count))
    let share = min(
      max(Self.heldOutShares.lowerBound, Double(Self.wanted) / count),
      Self.heldOutShares.upperBound, Double(Self.enough) / count)
    let split = HeldOutSplit(keys: keys, share: given == 0 ? 2 * share : share)
    training = split.training.map { others[$0] }
    guard given == 0 else {
      choosing = split.heldOut.map { others[$0] }
      judging = Array(0..<given)
      try check()
      return
    }
    // A second, independent division of what is held out.
    let halves = HeldOutSplit(keys: split.heldOut.map { keys[$0] &+ 1 }, share: 0.5)
    choosing = halves.training.map { others[split.heldOut[$0]] }
    judging = halves.heldOut.map { others[split.heldOut[$0]] }
    try check()
  }

  private func check() throws(LibraryError) {
    guard min(training.count, choosing.count, judging.count) >= Self.fewest else {
      throw LibraryError(
        "\(training.count) pictures to train with, \(choosing.count) to choose the best epoch by "
          + "and \(judging.count) to judge are too few, \(Self.fewest) are the least for each; "
          + "give more pictures with captions")
    }
  }
}
