internal import Ranking
internal import Storage
internal import VectorIndex

/// The old or the new items.
struct DriftSide {
  let store: LibraryStore
  let snapshot: VectorSnapshot
  /// Their rows, ascending.
  let items: [Int64]

  init(store: LibraryStore, snapshot: VectorSnapshot) {
    (self.store, self.snapshot) = (store, snapshot)
    items = snapshot.itemIdentifiers.sorted()
  }

  private init(_ side: DriftSide, items: [Int64]) {
    (store, snapshot, self.items) = (side.store, side.snapshot, items)
  }

  /// Some of them.
  func choosing(_ isChosen: (Int64) -> Bool) -> DriftSide {
    DriftSide(self, items: items.filter(isChosen))
  }

  /// At most `count` items that have a part, with its first vector.
  func vectors(
    of part: ItemPart, atMost count: Int, seed: UInt64
  ) -> (items: [Int64], vectors: [[Float]]) {
    let having = items.filter { !snapshot.vectors(of: $0, block: part.rawValue).isEmpty }
    var generator = SplitMix64(seed: seed)
    let chosen = generator.sample(count, of: having.count).map { having[$0] }
    return (chosen, chosen.map { snapshot.vectors(of: $0, block: part.rawValue)[0] })
  }
}

/// Old items beside new ones.
struct DriftComparison {
  let old: DriftSide
  let new: DriftSide
  let seed: UInt64

  /// More items of a side make the interval little narrower.
  private static let mostCompared = 4000
  /// Within a value, where many tests are made.
  private static let mostOfValue = 1000
  /// Values whose pictures are compared, the most frequent first.
  private static let mostValues = 30

  /// What a test of a part found.
  struct Tested {
    let difference: DriftReport.Difference
    let newItems: [Int64]
    let typicality: [Double]
  }

  /// Nil where there are too few items with the part.
  func test(_ part: ItemPart, atMost count: Int = mostCompared) -> Tested? {
    let first = old.vectors(of: part, atMost: count, seed: seed)
    let second = new.vectors(of: part, atMost: count, seed: seed)
    guard min(first.items.count, second.items.count) >= TwoSampleTest.leastCount else {
      return nil
    }
    let test = TwoSampleTest(first: first.vectors, second: second.vectors, seed: seed)
    return Tested(
      difference: DriftReport.Difference(
        old: first.items.count, new: second.items.count, area: test.area, interval: test.interval,
        meanShift: test.meanShift),
      newItems: second.items, typicality: test.typicality)
  }

  /// The values of a field, by whose shares both sides are compared.
  func values(of field: String) throws -> [DriftReport.Value] {
    let (oldNames, oldLabels) = try old.store.read { try $0.labels(field: field) }
    let (newNames, newLabels) = try new.store.read { try $0.labels(field: field) }
    var names: [String] = []
    var numbers: [String: Int] = [:]
    func number(_ name: String) -> Int {
      if let known = numbers[name.lowercased()] { return known }
      numbers[name.lowercased()] = names.count
      names.append(name)
      return names.count - 1
    }
    let valueOfOld = oldNames.map(number)
    let valueOfNew = newNames.map(number)
    func counts(_ side: DriftSide, _ value: (Int64) -> Int?) -> [Int] {
      side.items.compactMap(value).reduce(into: Array(repeating: 0, count: names.count)) {
        $0[$1] += 1
      }
    }
    func oldValue(_ item: Int64) -> Int? { oldLabels[item].map { valueOfOld[$0] } }
    func newValue(_ item: Int64) -> Int? { newLabels[item].map { valueOfNew[$0] } }
    let (first, second) = (counts(old, oldValue), counts(new, newValue))
    let frequent = Set(
      names.indices.sorted { (first[$1] + second[$1], $0) < (first[$0] + second[$0], $1) }
        .prefix(Self.mostValues))
    func pictures(_ value: Int) -> DriftReport.Difference? {
      DriftComparison(
        old: old.choosing { oldValue($0) == value }, new: new.choosing { newValue($0) == value },
        seed: seed
      ).test(.image, atMost: Self.mostOfValue)?.difference
    }
    return ShareComparison(first: first, second: second).values
      .filter { first[$0.value] + second[$0.value] > 0 }
      .map { compared in
        DriftReport.Value(
          name: names[compared.value], oldShare: compared.first, newShare: compared.second,
          pValue: compared.pValue,
          pictures: frequent.contains(compared.value) ? pictures(compared.value) : nil)
      }
  }
}
