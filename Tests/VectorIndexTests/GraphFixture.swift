import Testing

@testable import VectorIndex

/// A block in which vectors come in clusters, as embeddings do.
func clusteredCorpus(rows count: Int, dimension: Int = 32, seed: UInt64) -> Corpus {
  var generator = SeededGenerator(seed: seed)
  let centers = (0..<max(1, count / 40)).map { _ in generator.unitVector(dimension) }
  let rows = (0..<count).map { _ in
    clusteredVector(around: centers.randomElement(using: &generator) ?? [], using: &generator)
  }
  return Corpus(
    dimension: dimension,
    blocks: [
      .init(
        name: "image", rows: rows,
        placements: rows.indices.map { (item: Int64(3 * $0 + 5), row: $0) })
    ])
}

/// A unit vector at an angle of about 40° from a center.
func clusteredVector(
  around center: [Float], using generator: inout SeededGenerator
) -> [Float] {
  let noise = generator.unitVector(center.count)
  let sum = zip(center, noise).map { $0 + 0.8 * $1 }
  let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return sum.map { $0 / norm }
}

func plainQuery(
  _ vector: [Float], block: String = "image", count: Int = 10, minimumScore: Float? = nil,
  included: ItemFilter? = nil
) -> IndexQuery {
  IndexQuery(
    terms: [
      QueryTerm(
        vector: vector,
        blocks: [BlockWeight(block: block, weight: 1, calibration: .identity)])
    ],
    reference: .identity, count: count, minimumScore: minimumScore, included: included)
}

/// The share of the exact neighbors that an index finds, over all queries.
func recall(of index: some VectorIndex, against exact: some VectorIndex, _ queries: [IndexQuery])
  -> Double
{
  var found = 0
  var expected = 0
  for query in queries {
    let truth = Set(exact.neighbors(of: query).neighbors.map(\.item))
    expected += truth.count
    found += index.neighbors(of: query).neighbors.count { truth.contains($0.item) }
  }
  return Double(found) / Double(max(1, expected))
}

extension VectorGraph {
  /// The bytes of all sections.
  var content: [UInt8] {
    withExtendedLifetime(self) { Array(sections) }
  }
}
