internal import Encoders
internal import Tuning

/// The similarities of what has nothing to do with each other, once vectors are mapped to others.
///
/// A map moves and stretches similarities. Those of the same random pairs are measured before and after
/// it, and what the model's card says of unrelated pairs is moved and stretched as they are.
struct MappedBackground {
  let model: any EmbeddingModel
  let vectors: RetrievalVectors
  let threads: Int

  /// The most pictures, and the most texts, that are compared.
  static let mostRows = 500

  /// Behind `map`, for each kind of pairs that the library has; those of the model where it has none.
  func statistics(
    behind map: (RetrievalVectors) -> RetrievalVectors
  ) -> [LibraryHead.Kind: BackgroundStatistics] {
    let sample = RetrievalVectors(
      images: Self.sample(of: vectors.images), texts: Self.sample(of: vectors.texts))
    let mapped = map(sample)
    var statistics: [LibraryHead.Kind: BackgroundStatistics] = [:]
    for kind in LibraryHead.Kind.allCases {
      let (query, item): (Modality, Modality) =
        switch kind {
        case .textImage: (.text, .image)
        case .textText: (.text, .text)
        case .imageImage: (.image, .image)
        }
      let card = model.background(query, item)
      statistics[kind] =
        Self.moments(of: sample, kind, threads).flatMap { before in
          Self.moments(of: mapped, kind, threads).map { after in
            let stretch = after.deviation / before.deviation
            func moved(_ similarity: Float) -> Float {
              after.mean + (similarity - before.mean) * stretch
            }
            return BackgroundStatistics(
              mean: moved(card.mean), deviation: card.deviation * stretch,
              bestOfThousand: moved(card.bestOfThousand))
          }
        } ?? card
    }
    return statistics
  }

  /// Rows evenly spread over all.
  private static func sample(of rows: Matrix) -> Matrix {
    let count = min(mostRows, rows.rows)
    return rows.gathering((0..<count).map { $0 * rows.rows / count })
  }

  /// Mean and deviation of the similarities of all pairs of different rows; nil for too few.
  private static func moments(
    of vectors: RetrievalVectors, _ kind: LibraryHead.Kind, _ threads: Int
  ) -> (mean: Float, deviation: Float)? {
    let queries = kind == .imageImage ? vectors.images : vectors.texts
    let items = kind == .textText ? vectors.texts : vectors.images
    guard queries.rows > 1, items.rows > 1 else { return nil }
    let cosines = queries.multiplied(by: items, threads: threads)
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for row in 0..<cosines.rows {
      for (column, cosine) in cosines.row(row).enumerated()
      where kind == .textImage || row != column {
        count += 1
        sum += Double(cosine)
        squares += Double(cosine) * Double(cosine)
      }
    }
    let mean = sum / count
    let deviation = max(squares / count - mean * mean, 0).squareRoot()
    return deviation > 1e-6 ? (Float(mean), Float(deviation)) : nil
  }
}
