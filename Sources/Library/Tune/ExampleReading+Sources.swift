internal import Storage
internal import Tuning

extension ExampleReading {
  /// Titles as queries that the item's picture answers.
  func titleExamples() -> [RetrievalExample] {
    items.keys.sorted().compactMap { id in
      guard let item = items[id], let image = item.image, let title = item.title else {
        return nil
      }
      return RetrievalExample(
        query: title, answer: image, group: item.group, key: item.key)
    }
  }

  /// Items with the values of a field as labels; items without a value, and values of one item, are left
  /// out.
  ///
  /// Throws: `StorageError` for a field that no item has.
  func labelExamples(field: String) throws -> [RetrievalExample] {
    let ids = items.keys.sorted()
    let keys = try store.read { try $0.sortKeys(of: ids, by: field) }
    var numbers: [String: Int] = [:]
    var examples: [RetrievalExample] = []
    for id in ids {
      guard let item = items[id], let row = item.image ?? item.title,
        let text = keys[id]?.text, !text.isEmpty
      else { continue }
      let label = numbers[text] ?? numbers.count
      numbers[text] = label
      examples.append(
        RetrievalExample(
          query: item.title ?? row, answer: row, group: item.group, label: label,
          key: item.key))
    }
    var counts: [Int: Int] = [:]
    for example in examples { counts[example.label, default: 0] += 1 }
    return examples.filter { counts[$0.label] != 1 }
  }

  /// The queries of a file with the pictures, or else the titles, of the items that answer them.
  ///
  /// - Parameter embed: gives the vector and the modality of a query's content.
  mutating func pairExamples(
    _ queries: [EvaluationQuery],
    embed: ([EvaluationQuery]) throws -> [(isImage: Bool, vector: [Float])]
  ) throws -> [RetrievalExample] {
    let asked = try embed(queries)
    let rows = asked.map { add($0.vector, $0.isImage ? .image : .text) }
    var examples: [RetrievalExample] = []
    for (query, row) in zip(queries, rows) {
      let most = query.grades.values.max() ?? 1
      for (id, grade) in query.grades.sorted(by: { $0.key < $1.key }) {
        guard let item = items[id], let answer = item.image ?? item.title, answer != row else {
          continue
        }
        examples.append(
          RetrievalExample(
            query: row, answer: answer, group: item.group, grade: grade / most,
            key: item.key))
      }
    }
    return examples.connected()
  }
}

extension [RetrievalExample] {
  /// The most that one group may hold of all examples: what is held out is to be worth measuring.
  private static let largestShare = 0.25

  /// Examples that share a query or a group, directly or through others, with one group and one key; where
  /// that makes one group of many, as questions with a hundred answers do, those of each query.
  fileprivate func connected() -> [RetrievalExample] {
    let joined = grouped(byAnswers: true)
    var counts: [Int: Int] = [:]
    for example in joined { counts[example.group, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return Double(most) <= Self.largestShare * Double(count) ? joined : grouped(byAnswers: false)
  }

  private func grouped(byAnswers: Bool) -> [RetrievalExample] {
    var joined = DisjointGroups(count: count)
    var queries: [RetrievalVectors.Row: Int] = [:]
    var groups: [Int: Int] = [:]
    for (place, example) in enumerated() {
      if let owner = queries[example.query] { joined.join(owner, place) }
      if byAnswers, let owner = groups[example.group] { joined.join(owner, place) }
      queries[example.query] = queries[example.query] ?? place
      groups[example.group] = groups[example.group] ?? place
    }
    var result = self
    for place in indices {
      let root = joined.root(of: place)
      result[place].group = root
      result[place].key = self[root].key
    }
    return result
  }
}
