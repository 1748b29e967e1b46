/// Answers that look right and are wrong, found by the vectors as they are.
public enum HardNegatives {
  /// So many of the nearest answers are looked at for each example.
  private static let depth = 64
  /// A candidate nearer than this share of the right answer's cosine may well be right, too, and is left out
  /// (Moreira et al. 2024, NV-Retriever, "TopK-PercPos").
  private static let mostOfPositive: Float = 0.95

  /// For each example the numbers of others whose answers are its hard negatives, nearest first; few or none
  /// where nothing wrong is near.
  ///
  /// Those of its group are none: they may be right.
  public static func mine(
    _ examples: [RetrievalExample], _ vectors: RetrievalVectors, threads: Int
  ) -> [[Int]] {
    // One example stands for each answer.
    var first: [RetrievalVectors.Row: Int] = [:]
    for (number, example) in examples.enumerated() where first[example.answer] == nil {
      first[example.answer] = number
    }
    let candidates = first.values.sorted()
    let answers = vectors.gathering(candidates.map { examples[$0].answer })
    var negatives: [[Int]] = []
    let piece = 256
    for start in stride(from: 0, to: examples.count, by: piece) {
      let block = Array(examples[start..<min(start + piece, examples.count)])
      let queries = vectors.gathering(block.map(\.query))
      let right = vectors.gathering(block.map(\.answer))
      let cosines = queries.multiplied(by: answers, threads: threads)
      for (row, example) in block.enumerated() {
        var positive: Float = 0
        for (x, y) in zip(queries.row(row), right.row(row)) { positive += x * y }
        let limit = positive * mostOfPositive
        let near = NearestRows.largest(of: cosines.row(row), count: depth)
        negatives.append(
          near.compactMap { place in
            let other = candidates[place]
            let isWrong =
              cosines[row, place] < limit && examples[other].group != example.group
            return isWrong ? other : nil
          })
      }
    }
    return negatives
  }
}
