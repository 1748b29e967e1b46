internal import Library

/// Answers for outputs that consist of paths alone: results without a picture do not count towards k.
enum PicturedAnswer {
  /// The best `request.count` results that have a path, found by asking for more until there are enough.
  ///
  /// - Parameter answer: Answers a request; asked at most a few times, each time for four times as many.
  static func best(
    _ request: SearchRequest, answer: (SearchRequest) throws -> SearchResponse
  ) throws -> SearchResponse {
    var wider = request
    var response = try answer(wider)
    while response.hits.count == wider.count,
      response.hits.count(where: { $0.path != nil }) < request.count
    {
      wider.count = wider.count.multipliedReportingOverflow(by: 4).partialValue
      guard wider.count > response.hits.count else { break }
      response = try answer(wider)
    }
    response.request = request
    response.hits = Array(response.hits.filter { $0.path != nil }.prefix(request.count))
    return response
  }
}
