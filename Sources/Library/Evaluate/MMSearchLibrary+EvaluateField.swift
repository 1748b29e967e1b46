internal import Encoders
internal import Ranking
internal import Storage
internal import VectorIndex

extension MMSearchLibrary {
  /// Measures how well the nearness of items agrees with the values of a field: without any query, by the
  /// stored vectors alone.
  ///
  /// - Parameter progress: Told now and then how many items have been asked for their nearest others.
  /// - Throws: `LibraryError` where too few items have a value and a vector, `StorageError` for an unknown
  ///   field.
  public func evaluate(
    _ request: FieldEvaluationRequest,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> FieldEvaluationReport {
    let configurations = [request.configuration] + (request.comparison.map { [$0] } ?? [])
    let searchers = try configurations.map { try searcher(for: $0) }
    let labels = try labels(of: request.field)
    let spaces = try zip(searchers, configurations).map { searcher, configuration in
      try self.spaces(of: searcher, mode: configuration.mode, labels: labels)
    }
    var report = FieldEvaluationReport(
      field: request.field, seed: request.seed, warnings: searchers.flatMap(\.warnings))
    let total = spaces.reduce(0) { $0 + $1.count } * request.sampleCount
    var done = 0
    /// The space as the report has it, and what was measured of each item.
    func measure(
      _ space: LabelledSpace, among items: [Int64]
    ) throws -> (FieldEvaluationReport.Space, [LabelledSpace.Column]) {
      let result = try measured(space, among: items, request, warnings: &report.warnings) {
        progress(done + $0, total)
      }
      done += request.sampleCount
      return result
    }
    for space in spaces[0] {
      // Of two configurations only items are asked that both know: the same ones.
      let other = spaces.dropFirst().first?.first { $0.part == space.part }
      var items = space.items
      if let other { items = Set(items).intersection(other.items).sorted() }
      let (measured, columns) = try measure(space, among: items)
      report.spaces.append(measured)
      guard let other, let second = request.comparison else { continue }
      let (otherMeasured, otherColumns) = try measure(other, among: items)
      report.spaces.append(otherMeasured)
      report.comparisons.append(
        (
          space.part,
          EvaluationComparison(
            first: request.configuration.name, second: second.name,
            measures: zip(columns, otherColumns).map {
              EvaluationComparison.Measure(name: $0.name, first: $0.values, second: $1.values)
            })
        ))
    }
    if request.comparison != nil, report.comparisons.isEmpty {
      throw LibraryError(
        "\(request.configuration.name) and \(request.comparison?.name ?? "") have no part of items "
          + "in common whose vectors could be compared; choose others for --compare")
    }
    return report
  }

  /// The labels of items: equal values of the field, whatever their case, have the same number.
  private func labels(of field: String) throws -> [Int64: Int] {
    let values = try store.read { transaction in
      var items: [Int64] = []
      try transaction.forEachItem { items.append($0.id) }
      return try transaction.sortKeys(of: items, by: field)
        .mapValues(\.text).filter { !$0.value.isEmpty }
    }
    let names = Set(values.values).sorted()
    guard names.count > 1, names.count < values.count else {
      let count =
        names.isEmpty
        ? "no item has a value"
        : names.count == 1 ? "all items are alike" : "no two items are alike"
      throw LibraryError(
        "by the field '\(field)' \(count), so that it says nothing of which items should be near "
          + "each other; choose another for --by")
    }
    let numbers = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    return values.compactMapValues { numbers[$0] }
  }

  /// The vectors that a mode is about, by model.
  private func spaces(
    of searcher: Searcher, mode: SearchMode, labels: [Int64: Int]
  ) throws -> [LabelledSpace] {
    let parts: [ItemPart] =
      switch mode {
      case .image: [.image]
      case .text: [.title, .description]
      case .auto, .hybrid: ItemPart.embedded
      case .keyword: []
      }
    let spaces = searcher.members.flatMap { member in
      parts.filter { member.index.snapshot.rowCount(ofBlock: $0.rawValue) > 0 }
        .map { LabelledSpace(member: member, part: $0, labels: labels) }
    }
    guard !spaces.isEmpty else {
      throw LibraryError(
        "no item has vectors that --mode \(mode.rawValue) is about; leave out --mode")
    }
    return spaces
  }

  private func measured(
    _ space: LabelledSpace, among items: [Int64], _ request: FieldEvaluationRequest,
    warnings: inout [String], progress: (Int) -> Void
  ) throws -> (FieldEvaluationReport.Space, [LabelledSpace.Column]) {
    let carried = items.compactMap { space.labels[$0] }
    let cutoffs = request.cutoffs.filter { $0 < items.count }
    guard !cutoffs.isEmpty, Set(carried).count > 1 else {
      throw LibraryError(
        "only \(items.count) items have both a value of '\(request.field)' and a vector of their "
          + "\(space.part.rawValue), too few to measure by; choose a smaller --k or another --by")
    }
    for k in request.cutoffs where k >= items.count {
      let warning = "k = \(k) is left out: no item has so many others"
      if !warnings.contains(warning) { warnings.append(warning) }
    }
    var generator = SplitMix64(seed: request.seed)
    let sample = generator.sample(request.sampleCount, of: items.count).map { items[$0] }
    let columns =
      space.neighborColumns(of: sample, among: items, cutoffs: cutoffs, progress: progress)
      + [space.purityColumn(of: items, seed: request.seed)]
    let report = FieldEvaluationReport.Space(
      model: space.member.model.name, part: space.part, items: items.count,
      labels: Set(carried).count, sampled: sample.count, chance: SameLabelRate.chance(of: carried),
      measures: columns.map {
        EvaluationReport.Measure(name: $0.name, estimate: .mean(of: $0.values))
      })
    return (report, columns)
  }
}
