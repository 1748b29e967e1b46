internal import Encoders
internal import Storage
internal import VectorIndex

extension MMSearchLibrary {
  /// Checks the database, the model's files, the vectors, the index and its graphs.
  public func verify() throws -> VerificationReport {
    var problems = try store.read { try $0.problems() }
    for opened in models {
      do {
        try opened.model.verifyFiles()
      } catch {
        problems.append("\(error)")
      }
    }
    let (items, record) = try store.read { transaction in
      (
        try transaction.counts().items,
        try transaction.model(fingerprint: model.fingerprint.hex)
      )
    }
    guard let record, problems.isEmpty else {
      return VerificationReport(
        problems: problems, checkedItems: items, checkedVectors: 0, recallAt10: nil)
    }
    let cache = IndexCache(store: store, model: record, threads: configuration.threads)
    let index = FlatIndex(try cache.open().snapshot, threads: configuration.threads)
    let graphs = GraphCache(
      index.snapshot, besideIndexAt: cache.path, threads: configuration.threads)
    do {
      try index.snapshot.verify(threads: configuration.threads)
      try graphs.verify()
    } catch {
      return VerificationReport(
        problems: ["\(error); delete it"], checkedItems: items, checkedVectors: 0,
        recallAt10: nil)
    }
    let approximate: (any VectorIndex)? = graphs.keptIndex
    let check = try IndexCheck(store: store, model: record, index: approximate ?? index).run()
    if let recall = check.recallAt10, recall < IndexCheck.leastRecall {
      problems.append(
        "the index finds only \(Int(recall * 100)) % of the nearest neighbours; "
          + "delete it and it is built again")
    }
    return VerificationReport(
      problems: problems, checkedItems: items, checkedVectors: check.vectors,
      recallAt10: check.recallAt10)
  }
}

/// Compares what the index finds with an exhaustive search through the database.
struct IndexCheck {
  /// Below this share an index is taken to be wrong rather than approximate.
  static let leastRecall = 0.9

  let store: LibraryStore
  let model: ModelRecord
  let index: any VectorIndex

  /// The number of pictures' vectors, and the recall over up to 16 of them taken at equal distances.
  ///
  /// A neighbour counts as right if it is as similar as the exact tenth, so that equal vectors may stand for
  /// each other (the definition of ann-benchmarks, Aumüller, Bernhardsson and Faithfull 2018); similarities
  /// are compared to within float16's resolution.
  func run() throws -> (vectors: Int, recallAt10: Double?) {
    try store.read { transaction in
      let count = try transaction.vectorCount(part: .image, model: model)
      guard count > 0 else { return (0, nil) }
      let queries = try sample(count, from: transaction)
      var best = [[Float]](repeating: [], count: queries.count)
      var item: (id: Int64, similarities: [Float])?
      func keepItem() {
        guard let item else { return }
        for position in best.indices {
          Self.keepBest(item.similarities[position], in: &best[position])
        }
      }
      // The pictures of one item come one after another; the best of them counts.
      try transaction.forEachPlacement(part: .image, includingBlank: false) { id, content in
        guard let vector = try transaction.vector(content, part: .image, model: model) else {
          return
        }
        var similarities = queries.map { Self.product($0, vector) }
        if let item, item.id == id {
          similarities = zip(similarities, item.similarities).map { max($0, $1) }
        } else {
          keepItem()
        }
        item = (id, similarities)
      }
      keepItem()
      var found = 0
      var expected = 0
      for (query, exact) in zip(queries, best) {
        guard let tenth = exact.last else { continue }
        let scores = index.neighbors(of: Self.imageQuery(query)).neighbors.map(\.score)
        found += scores.count { $0 >= tenth - 1e-3 }
        expected += exact.count
      }
      return (count, expected > 0 ? min(1, Double(found) / Double(expected)) : nil)
    }
  }

  private func sample(_ count: Int, from transaction: ReadTransaction) throws -> [[Float]] {
    let step = max(1, count / 16)
    var queries: [[Float]] = []
    var position = 0
    try transaction.forEachVector(part: .image, model: model) { content, _, _ in
      defer { position += 1 }
      guard position % step == 0, queries.count < 16 else { return }
      if let vector = try transaction.vector(content, part: .image, model: model) {
        queries.append(vector)
      }
    }
    return queries
  }

  private static func imageQuery(_ vector: [Float]) -> IndexQuery {
    let plain = Calibration(mean: 0, deviation: 1)
    let block = BlockWeight(block: Part.image.rawValue, weight: 1, calibration: plain)
    return IndexQuery(
      terms: [QueryTerm(vector: vector, blocks: [block])], reference: plain, count: 10)
  }

  /// Keeps the ten largest, descending.
  private static func keepBest(_ similarity: Float, in best: inout [Float]) {
    if best.count == 10, let last = best.last, similarity <= last { return }
    let place = best.firstIndex { $0 < similarity } ?? best.count
    best.insert(similarity, at: place)
    if best.count > 10 { best.removeLast() }
  }

  private static func product(_ left: [Float], _ right: [Float]) -> Float {
    var sum: Float = 0
    for position in left.indices { sum += left[position] * right[position] }
    return sum
  }
}
