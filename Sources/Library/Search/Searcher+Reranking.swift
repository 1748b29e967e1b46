internal import Encoders
internal import Storage
internal import Tuning
internal import VectorIndex

/// The nearest items after a second look at the best of them.
struct RerankedNeighbors {
  /// Best first.
  var neighbors: [Neighbor]
  /// The scores of the items that were looked at again, as the first ranking had them; none where nothing was.
  var firstScores: [Int64: Float] = [:]
}

extension Searcher {
  /// How many results are looked at again where the request does not say and the library has a re-ranker.
  static let standardRerankDepth = 100

  /// Takes from the score of each of the best items what its picture gets from every query.
  ///
  /// Where one text is asked for, that is half the hubness of the picture (see `QueryBank`) less its mean over
  /// the items that are looked at, on the scale of the score; pictures that ask have no part in it. The items
  /// behind keep their order and come after those that were looked at.
  ///
  /// Throws: `LibraryError` where re-ranking is asked for and the library has no re-ranker.
  func reranked(_ neighbors: [Neighbor], _ question: Question) throws -> RerankedNeighbors {
    let first = RerankedNeighbors(neighbors: neighbors)
    let stated = question.request.rerankDepth
    guard stated != 0, let scale = question.members.first,
      question.members.contains(where: { $0.pictureShare > 0 })
    else { return first }
    var chosen: (asked: MemberQuestion, bank: QueryBank)?
    for asked in question.members {
      guard let bank = try asked.member.reranker.bank() else { continue }
      chosen = (asked, bank)
      break
    }
    guard let (asked, bank) = chosen else {
      guard stated == nil else {
        let names = question.members.map(\.member.record.name).joined(separator: ", ")
        throw LibraryError(
          "this library has no re-ranker for \(names); make one with mmsearch tune --reranker "
            + "--pairs title, or leave out --rerank")
      }
      return first
    }
    let share =
      asked.pictureShare * Double(scale.plan.deviation / asked.plan.deviation)
      * asked.member.weight / question.members.reduce(0) { $0 + $1.member.weight }
    guard share > 0 else { return first }
    let candidates = Array(neighbors.prefix(stated ?? Self.standardRerankDepth))
    let lifts = asked.lifts(of: candidates, by: bank, threads: threads)
    let known = lifts.compactMap { $0 }
    guard !known.isEmpty else { return first }
    let mean = known.reduce(0, +) / Float(known.count)
    var result = candidates.indices.map { place in
      let lift = (lifts[place] ?? mean) - mean
      return candidates[place].scored(candidates[place].score + Float(share) * lift)
    }
    result.sort { a, b in a.score != b.score ? a.score > b.score : a.item < b.item }
    let lowest = result.last?.score ?? -.infinity
    result += neighbors.dropFirst(candidates.count).map { $0.scored(min($0.score, lowest)) }
    return RerankedNeighbors(
      neighbors: result,
      firstScores: Dictionary(uniqueKeysWithValues: candidates.map { ($0.item, $0.score) }))
  }
}

extension MemberQuestion {
  /// How much similarities of words to pictures count in the score, from 0 to 1.
  fileprivate var pictureShare: Double {
    let attracting = embedded.terms.filter { $0.weight > 0 }
    let attraction = attracting.reduce(0) { $0 + $1.weight }
    let share = attracting.filter { $0.modality == .text }.reduce(0) { $0 + $1.weight }
    let weights = plan.weights(for: .text)
    let picture = weights.filter { $0.part == .image }.reduce(0) { $0 + $1.weight }
    let all = weights.reduce(0) { $0 + $1.weight }
    return attraction > 0 && all > 0 ? share / attraction * picture / all : 0
  }

  /// By how much the similarity of each item to the words that attract changes; nil for one without a picture.
  ///
  /// Of several pictures the one that is best then counts.
  fileprivate func lifts(
    of items: [Neighbor], by bank: QueryBank, threads: Int
  ) -> [Float?] {
    let snapshot = member.index.snapshot
    var rows: [Float] = []
    let counts = items.map { neighbor in
      let pictures = snapshot.vectors(of: neighbor.item, block: ItemPart.image.rawValue)
      for picture in pictures { rows += picture }
      return pictures.count
    }
    let pictures = Matrix(
      rows: counts.reduce(0, +), columns: snapshot.dimension, scalars: rows)
    guard pictures.rows > 0 else { return items.map { _ in nil } }
    let hubness = bank.hubness(of: pictures, threads: threads)
    let words = embedded.terms.filter { $0.weight > 0 && $0.modality == .text }
    let cosines = pictures.multiplied(
      by: Matrix(
        rows: words.count, columns: snapshot.dimension,
        scalars: words.flatMap { member.compression?.query($0.vector) ?? $0.vector }))
    let attraction = words.reduce(0) { $0 + Float($1.weight) }
    var row = 0
    return counts.map { count in
      guard count > 0 else { return nil }
      var (before, after) = (-Float.infinity, -Float.infinity)
      for picture in row..<row + count {
        let similarity =
          zip(cosines.row(picture), words).reduce(0) { $0 + $1.0 * Float($1.1.weight) }
          / attraction
        before = max(before, similarity)
        after = max(after, similarity - QueryBank.weight * hubness[picture])
      }
      row += count
      return after - before
    }
  }
}

extension QueryPlan {
  /// The spread of similarities of unrelated words and pictures.
  fileprivate var deviation: Float { calibration(.text, .image).deviation }
}

extension Neighbor {
  fileprivate func scored(_ score: Float) -> Neighbor {
    Neighbor(item: item, score: score, similarities: similarities)
  }
}
