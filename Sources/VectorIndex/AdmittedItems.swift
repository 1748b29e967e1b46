/// The positions a query's filter and exclusions leave.
enum AdmittedItems: Sendable {
  /// Every item.
  case all
  /// These positions, ascending: few enough that looking at them alone is cheaper than a scan.
  case few([Int])
  /// The positions that are marked.
  case marked([Bool])

  /// Of how many items at least one must be admitted for a scan of all to be cheaper: rows here
  /// and there cost a few times what rows in turn do.
  static let fewestPerScan = 8

  init(_ query: IndexQuery, in snapshot: VectorSnapshot) {
    guard query.included != nil || !query.excluded.isEmpty else {
      self = .all
      return
    }
    if case .sortedItems(let included) = query.included?.rule,
      included.count * Self.fewestPerScan < snapshot.itemCount
    {
      self = .few(Self.positions(of: included, without: query.excluded, in: snapshot))
      return
    }
    let marks = Self.marks(query, in: snapshot)
    let count = marks.reduce(0) { $0 + ($1 ? 1 : 0) }
    self =
      count * Self.fewestPerScan < snapshot.itemCount
      ? .few(marks.indices.filter { marks[$0] }) : .marked(marks)
  }

  private static func positions(
    of included: [Int64], without excluded: Set<Int64>, in snapshot: VectorSnapshot
  ) -> [Int] {
    var positions: [Int] = []
    for item in included where !excluded.contains(item) {
      guard let position = snapshot.position(of: item), position != positions.last else { continue }
      positions.append(position)
    }
    return positions
  }

  private static func marks(_ query: IndexQuery, in snapshot: VectorSnapshot) -> [Bool] {
    var marks = [Bool](repeating: query.included == nil, count: snapshot.itemCount)
    switch query.included?.rule {
    case .predicate(let isIncluded):
      for (position, item) in snapshot.items.enumerated() {
        marks[position] = isIncluded(item)
      }
    case .sortedItems(let included):
      var next = 0
      for (position, item) in snapshot.items.enumerated() {
        while next < included.count, included[next] < item {
          next += 1
        }
        marks[position] = next < included.count && included[next] == item
      }
    case nil:
      break
    }
    for item in query.excluded {
      if let position = snapshot.position(of: item) {
        marks[position] = false
      }
    }
    return marks
  }
}
