/// Which negatives a triplet loss compares a positive with, among those of the batch.
public enum TripletMining: String, Sendable, CaseIterable {
  /// For each anchor and positive the nearest negative that is farther than the positive; the
  /// farthest where none is (Schroff et al. 2015, FaceNet, section 3.2).
  case semiHard = "semi-hard"
  /// For each anchor its farthest positive and its nearest negative (Hermans et al. 2017, "batch hard").
  case hard
}

extension Variable {
  /// max(0, margin + d(anchor, positive) − d(anchor, negative)) as a mean over the mined triplets, where self
  /// is the cosines of all pairs of a batch and d = 1 − cosine.
  ///
  /// - Parameter labels: of each row, which is each column, too; rows without a positive or a negative are left out.
  public func tripletHinge(
    labels: [Int], margin: Float, mining: TripletMining
  ) -> Variable {
    let cosines = value
    precondition(cosines.rows == labels.count && cosines.columns == labels.count)
    var difference = Matrix(rows: cosines.rows, columns: cosines.columns)
    var loss = 0.0
    var count = 0
    for (anchor, label) in labels.enumerated() {
      func add(_ positive: Int, _ negative: Int) {
        count += 1
        let hinge = margin - cosines[anchor, positive] + cosines[anchor, negative]
        guard hinge > 0 else { return }
        loss += Double(hinge)
        difference[anchor, positive] -= 1
        difference[anchor, negative] += 1
      }
      let positives = labels.indices.filter { $0 != anchor && labels[$0] == label }
      // The nearest first; equally near ones in the order of the batch.
      let negatives = labels.indices.filter { labels[$0] != label }
        .sorted { (cosines[anchor, $1], $0) < (cosines[anchor, $0], $1) }
      guard let nearest = negatives.first, let farthest = negatives.last else { continue }
      switch mining {
      case .hard:
        if let positive = positives.min(by: { cosines[anchor, $0] < cosines[anchor, $1] }) {
          add(positive, nearest)
        }
      case .semiHard:
        for positive in positives {
          let limit = cosines[anchor, positive]
          let place = negatives.partitioningIndex { cosines[anchor, $0] < limit }
          add(positive, place < negatives.count ? negatives[place] : farthest)
        }
      }
    }
    let triplets = max(1, count)
    let derivative = difference
    return .recording(Matrix(Float(loss / Double(triplets))), from: [self]) { derivatives in
      let factor = derivatives.scalar / Float(triplets)
      return [derivative.mapScalars { $0 * factor }]
    }
  }
}

extension Array {
  /// The first place from which on all elements belong to the second part; elements of the first
  /// part come first.
  fileprivate func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
