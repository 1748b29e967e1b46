internal import Encoders
internal import Tuning

/// Cosines of pictures and texts that have nothing to do with each other.
struct UnrelatedSimilarities {
  let textImage: Moments
  let textText: Moments
  let imageImage: Moments

  /// A mean and a deviation.
  struct Moments: Equatable {
    let mean: Double
    let deviation: Double
  }

  /// Measures the pairs of different groups among unit vectors.
  init(_ pairs: HeldOutPairs, _ vectors: (images: Matrix, texts: Matrix)) {
    func moments(
      _ first: Matrix, _ firstGroups: [Int], _ second: Matrix, _ secondGroups: [Int]
    ) -> Moments {
      // Some hundreds of each are a hundred thousand pairs.
      let most = 400
      let (rows, columns) = (min(most, first.rows), min(most, second.rows))
      let cosines = first.rows(0..<rows).multiplied(by: second.rows(0..<columns))
      var (count, sum, squares) = (0.0, 0.0, 0.0)
      for row in 0..<rows {
        for column in 0..<columns where firstGroups[row] != secondGroups[column] {
          let cosine = Double(cosines[row, column])
          count += 1
          sum += cosine
          squares += cosine * cosine
        }
      }
      let mean = sum / max(1, count)
      return Moments(
        mean: mean, deviation: max(1e-6, squares / max(1, count) - mean * mean).squareRoot())
    }
    let (images, texts) = vectors
    textImage = moments(texts, pairs.textGroups, images, pairs.imageGroups)
    textText = moments(texts, pairs.textGroups, texts, pairs.textGroups)
    imageImage = moments(images, pairs.imageGroups, images, pairs.imageGroups)
  }
}

extension BackgroundStatistics {
  /// Carries the statistics of a model over to the one that was trained from it, as far as the same
  /// unrelated pairs have moved: the statistics themselves are of pairs from many more sources than those at hand.
  func carriedOver(
    from base: UnrelatedSimilarities.Moments, to tuned: UnrelatedSimilarities.Moments
  ) -> BackgroundStatistics {
    let factor = Float(tuned.deviation / base.deviation)
    func carried(_ cosine: Float) -> Float {
      Float(tuned.mean) + (cosine - Float(base.mean)) * factor
    }
    return BackgroundStatistics(
      mean: carried(mean), deviation: deviation * factor, bestOfThousand: carried(bestOfThousand))
  }
}
