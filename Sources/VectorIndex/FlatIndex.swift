/// Exhaustive search: a query is compared with every row of every block it names, or, where a
/// filter admits few items, with every row of those.
///
/// Time is bound by reading the matrices, or their codes where a block has them: codes take a
/// quarter of the bytes, and the items they leave as candidates are compared exactly. Memory beyond the
/// mapped pages is four bytes a row and comparison and four an item.
public struct FlatIndex: VectorIndex {
  /// What a row is compared by first.
  public enum Exactness: Sendable {
    /// By its code, if it has one; the items which the codes do not rule out by six standard
    /// deviations of their error are then compared by their scalars. Scores are exact; that one
    /// of the best is missed is to be expected once in many millions of queries. Codes of one bit rule
    /// out nothing: of those that they put first the best are found, by exact scores.
    case rescored
    /// By its scalars, each of them: no error at all.
    case everyScalar
  }

  /// The vectors searched.
  public let snapshot: VectorSnapshot
  /// How many threads share the work of a large snapshot; no result depends on it.
  public let threads: Int
  /// Whether codes may rule out rows.
  public let exactness: Exactness

  private static let itemsAtOnce = 16384

  /// An index over a snapshot.
  public init(_ snapshot: VectorSnapshot, threads: Int = 2, exactness: Exactness = .rescored) {
    precondition(threads > 0)
    self.snapshot = snapshot
    self.threads = threads
    self.exactness = exactness
  }

  /// The number of items in the snapshot.
  public var itemCount: Int { snapshot.itemCount }

  /// The best items for a query, compared with every one; see ``VectorIndex/neighbors(of:)``.
  public func neighbors(of query: IndexQuery) -> Neighbors {
    guard let plan = SearchPlan(query, in: snapshot) else { return ([], 0) }
    let found =
      switch AdmittedItems(query, in: snapshot) {
      case .few(let positions): plan.best(among: positions, threads: threads)
      case .marked(let marks): scan(plan, marks: marks)
      case .all: scan(plan, marks: nil)
      }
    return plan.neighbors(found)
  }

  /// The best of all items, or of those that are marked, by all rows.
  func scan(_ plan: SearchPlan, marks: [Bool]?) -> FoundItems {
    if exactness == .rescored, plan.comparisons.contains(where: { $0.block.codes != nil }) {
      let rows = ScannedRows(plan, byCodes: true, threads: threads)
      let found = withExtendedLifetime(rows) {
        CandidateSelection(
          plan: plan, scoring: plan.scoring(rows.scored), marks: marks, threads: threads
        ).best()
      }
      if let found { return found }
    }
    return exactScan(plan, marks: marks)
  }

  private func exactScan(_ plan: SearchPlan, marks: [Bool]?) -> FoundItems {
    let rows = ScannedRows(plan, byCodes: false, threads: threads)
    let scoring = plan.scoring(rows.scored)
    let minimumScore = plan.query.minimumScore ?? -.infinity
    return withExtendedLifetime(rows) {
      FoundItems.merged(
        items: itemCount, atOnce: Self.itemsAtOnce, threads: threads, capacity: plan.query.count
      ) { range, found in
        for position in range where marks?[position] ?? true {
          guard let score = scoring.score(at: position), score >= minimumScore else { continue }
          found.insert(BestItems.Entry(position: position, score: score))
        }
      }
    }
  }
}
