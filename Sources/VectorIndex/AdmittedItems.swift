/// The positions a query's filter and exclusions leave.
struct AdmittedItems: Sendable {
  /// nil where everything is admitted.
  private let admitted: [Bool]?

  init(_ query: IndexQuery, in snapshot: VectorSnapshot) {
    guard query.included != nil || !query.excluded.isEmpty else {
      admitted = nil
      return
    }
    var admitted = [Bool](repeating: query.included == nil, count: snapshot.itemCount)
    switch query.included?.rule {
    case .predicate(let isIncluded):
      for (position, item) in snapshot.items.enumerated() {
        admitted[position] = isIncluded(item)
      }
    case .sortedItems(let included):
      var next = 0
      for (position, item) in snapshot.items.enumerated() {
        while next < included.count, included[next] < item {
          next += 1
        }
        admitted[position] = next < included.count && included[next] == item
      }
    case nil:
      break
    }
    for item in query.excluded {
      if let position = snapshot.position(of: item) {
        admitted[position] = false
      }
    }
    self.admitted = admitted
  }

  @inline(__always)
  func contains(_ position: Int) -> Bool {
    admitted.map { $0[position] } ?? true
  }
}
