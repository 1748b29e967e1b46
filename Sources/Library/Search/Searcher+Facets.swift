internal import Ranking
internal import Storage

extension Searcher {
  /// The values of the fields that the request names, among the relevant items; among the results where none is relevant.
  func facets(
    of question: Question, _ ranking: ItemRanking, _ selected: [SelectedItem]
  ) throws -> [Facet] {
    guard !question.request.facets.isEmpty else { return [] }
    let relevant =
      ranking.relevant.isEmpty ? Set(selected.map(\.item)) : ranking.relevant
    return try store.read { transaction in
      try question.request.facets.map { field in
        let numbers = try transaction.numbers(field: field, among: relevant.contains)
        let values = try transaction.facets(
          field: field, among: relevant.contains, limit: Self.mostValues)
        // A field of many different numbers, such as the price, is counted in ranges.
        guard values.count == Self.mostValues || field.lowercased().hasSuffix("price"),
          numbers.count > Self.mostValues
        else { return Facet(field: field, values: values.map { ($0.value, $0.count) }) }
        let ranges = NumberBins.bins(numbers).map { bin in
          ("\(Self.text(bin.lower))–\(Self.text(bin.upper))", bin.count)
        }
        return Facet(field: field, values: ranges)
      }
    }
  }

  /// At most so many values of a field are listed.
  private static let mostValues = 12

  private static func text(_ bound: Double) -> String {
    abs(bound) < 1e15 && bound == bound.rounded() ? "\(Int64(bound))" : "\(bound)"
  }
}
