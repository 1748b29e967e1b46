import Kernels

extension FlatIndex {
  /// The answers to many queries, in their order: those that ``neighbors(of:)`` gives each.
  ///
  /// Queries of a single term and block are compared eight at a time, so that a code which has
  /// come from memory serves all of them.
  public func neighbors(of queries: [IndexQuery]) -> [Neighbors] {
    var answers = [Neighbors](repeating: ([], 0), count: queries.count)
    var waiting: [String: [Waiting]] = [:]
    for (number, query) in queries.enumerated() {
      if let plan = SearchPlan(query, in: snapshot), let name = batchBlock(of: plan) {
        switch AdmittedItems(query, in: snapshot) {
        case .few: answers[number] = neighbors(of: query)
        case .marked(let marks):
          waiting[name, default: []].append(Waiting(number: number, plan: plan, marks: marks))
        case .all:
          waiting[name, default: []].append(Waiting(number: number, plan: plan, marks: nil))
        }
      } else {
        answers[number] = neighbors(of: query)
      }
    }
    for (name, waiting) in waiting {
      guard let block = snapshot.block(name) else { continue }
      let products = UnsafeMutablePointer<Float>.allocate(
        capacity: NibbleScan.batchCount * block.rowCount)
      defer { products.deallocate() }
      for first in stride(from: 0, to: waiting.count, by: NibbleScan.batchCount) {
        let batch = waiting[first..<min(waiting.count, first + NibbleScan.batchCount)]
        scan(batch, block: block, products: products) { answers[$0] = $1 }
      }
    }
    return answers
  }

  /// A query that has yet to be answered.
  private struct Waiting {
    let number: Int
    let plan: SearchPlan
    let marks: [Bool]?
  }

  /// The block of a query that one comparison with codes decides; nil for other queries.
  private func batchBlock(of plan: SearchPlan) -> String? {
    guard exactness == .rescored, plan.query.terms.count == 1, plan.comparisons.count == 1,
      plan.comparisons[0].block.codes?.format == .nibbles
    else { return nil }
    return plan.comparisons[0].block.name
  }

  /// Answers a batch of queries on one block. `products` has room for a batch.
  private func scan(
    _ batch: ArraySlice<Waiting>, block: VectorSnapshot.Block,
    products: UnsafeMutablePointer<Float>, _ answer: (Int, Neighbors) -> Void
  ) {
    let vectors = batch.map { $0.plan.query.terms[0].vector }
    let queries = vectors.map { CodedQuery($0) }
    guard let codes = block.codes else { return }
    nonisolated(unsafe) let results = products
    concurrently(ranges: block.rowCount, of: ScannedRows.rowsAtOnce, threads: threads) { range in
      NibbleScan.dotProducts(
        queries: queries, codes: codes.bytes + range.lowerBound * queries[0].stride,
        scales: codes.scales + range.lowerBound, rowCount: range.count,
        into: results + range.lowerBound, productsStride: block.rowCount)
    }
    for (place, waiting) in batch.enumerated() {
      let plan = waiting.plan
      let comparison = plan.comparisons[0]
      guard let error = comparison.codeError(of: queries[place], vector: vectors[place]) else {
        answer(waiting.number, neighbors(of: plan.query))
        continue
      }
      let scored = ItemScoring.ScoredBlock(
        comparison, products: products + place * block.rowCount, error: error)
      let found = CandidateSelection(
        plan: plan, scoring: plan.scoring([scored]), marks: waiting.marks, threads: threads
      ).best()
      answer(waiting.number, found.map(plan.neighbors) ?? neighbors(of: plan.query))
    }
  }
}
