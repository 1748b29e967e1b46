import Testing
import VectorIndex

/// Asks an exact index of a corpus a query, and compares the answer with naive loops.
///
/// Similarities are summed in single precision by the index and in double by the loops: they may
/// differ by a few units in the last place of a sum of terms below 1, so scores are compared
/// within 1e-5 times the calibrations' range, and two items may change places only if their scores
/// are that close.
func checkExactAnswer(
  of index: some VectorIndex, to query: IndexQuery, corpus: Corpus, included: (Int64) -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let tolerance = 1e-5
  let expected = corpus.candidates(for: query).filter { included($0.item) }
  let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.item, $0.score) })
  let (neighbors, total) = index.neighbors(of: query)

  #expect(total == expected.count, sourceLocation: sourceLocation)
  #expect(
    neighbors.count == min(max(0, query.count), expected.count), sourceLocation: sourceLocation)
  #expect(Set(neighbors.map(\.item)).count == neighbors.count, sourceLocation: sourceLocation)
  for (neighbor, rank) in zip(neighbors, expected) {
    #expect(
      abs(Double(neighbor.score) - rank.score) < tolerance, "rank of \(neighbor.item)",
      sourceLocation: sourceLocation)
    let score = scores[neighbor.item] ?? .nan
    #expect(
      abs(Double(neighbor.score) - score) < tolerance, "score of \(neighbor.item)",
      sourceLocation: sourceLocation)
  }
  for (better, worse) in zip(neighbors, neighbors.dropFirst()) {
    #expect(
      better.score > worse.score || better.score == worse.score && better.item < worse.item,
      sourceLocation: sourceLocation)
  }
  guard let term = query.terms.first(where: { $0.weight > 0 }) else { return }
  for neighbor in neighbors {
    #expect(neighbor.similarities.count == term.blocks.count, sourceLocation: sourceLocation)
    for (found, block) in zip(neighbor.similarities, term.blocks) {
      let exact = corpus.similarity(of: neighbor.item, to: term.vector, block: block.block)
      #expect((found == nil) == (exact == nil), sourceLocation: sourceLocation)
      if let found, let exact {
        #expect(abs(Double(found) - exact) < tolerance, sourceLocation: sourceLocation)
      }
    }
  }
}

/// Conformance of an exact vector index: a battery of queries on random corpora, answered as naive
/// loops answer them. `makeIndex` builds the index under test over a corpus.
func checkVectorIndex<Index: VectorIndex>(_ makeIndex: (Corpus) throws -> Index) throws {
  for (seed, items) in [(1, 0), (2, 1), (3, 37), (4, 400)] as [(UInt64, Int)] {
    let corpus = Corpus.random(
      items: items, dimension: 19, blocks: ["image", "title", "description"], seed: seed)
    let index = try makeIndex(corpus)
    #expect(index.itemCount == corpus.items.count)
    var generator = SeededGenerator(seed: seed + 100)
    for count in [0, 1, 10, items + 5] {
      for query in queries(count: count, corpus: corpus, using: &generator) {
        checkExactAnswer(of: index, to: query, corpus: corpus, included: { _ in true })
      }
      checkFilters(index, corpus: corpus, count: count, using: &generator)
    }
  }
}

private func queries(
  count: Int, corpus: Corpus, using generator: inout SeededGenerator
) -> [IndexQuery] {
  let image = Calibration(mean: 0.2, deviation: 0.05)
  let text = Calibration(mean: 0.5, deviation: 0.12)
  func term(_ blocks: [(String, Float, Calibration)], weight: Float) -> QueryTerm {
    QueryTerm(
      vector: generator.unitVector(corpus.dimension),
      blocks: blocks.map { BlockWeight(block: $0.0, weight: $0.1, calibration: $0.2) },
      weight: weight)
  }
  let plain = term([("image", 1, image)], weight: 1)
  let hybrid = term(
    [("image", 0.5, image), ("title", 2, text), ("description", 0, text)], weight: 2)
  let absent = term([("brand", 1, text), ("title", 1, text)], weight: 1)
  let repelling = term([("image", 1, image), ("title", 0.3, text)], weight: -0.7)
  return [
    IndexQuery(terms: [plain], reference: image, count: count),
    IndexQuery(terms: [hybrid], reference: image, count: count),
    IndexQuery(terms: [absent], reference: text, count: count),
    IndexQuery(terms: [plain, hybrid], reference: text, count: count, minimumScore: 0.21),
    IndexQuery(terms: [repelling, plain, hybrid, repelling], reference: image, count: count),
    IndexQuery(
      terms: [plain], reference: image, count: count,
      excluded: Set(corpus.items.prefix(3) + [9_999_999])),
  ]
}

private func checkFilters(
  _ index: some VectorIndex, corpus: Corpus, count: Int, using generator: inout SeededGenerator
) {
  let term = QueryTerm(
    vector: generator.unitVector(corpus.dimension),
    blocks: [BlockWeight(block: "image", weight: 1, calibration: .identity)])
  let some = Set(corpus.items.filter { _ in Bool.random(using: &generator) } + [-1, 123_456])
  let few = Set(corpus.items.shuffled(using: &generator).prefix(corpus.items.count / 12))
  let filters: [(ItemFilter, @Sendable (Int64) -> Bool)] = [
    (ItemFilter(items: some), { some.contains($0) }),
    (ItemFilter(items: Array(some) + Array(some)), { some.contains($0) }),
    (ItemFilter { $0 % 2 == 0 }, { $0 % 2 == 0 }),
    (ItemFilter(items: few), { few.contains($0) }),
    (ItemFilter { few.contains($0) }, { few.contains($0) }),
    (ItemFilter(items: []), { _ in false }),
  ]
  for (filter, isIncluded) in filters {
    let query = IndexQuery(
      terms: [term], reference: .identity, count: count, excluded: Set(some.prefix(1)),
      included: filter)
    checkExactAnswer(of: index, to: query, corpus: corpus, included: isIncluded)
  }
}
