internal import Encoders
internal import Storage
internal import Synchronization
internal import Tuning

/// The re-ranker of a model, read when the first query asks for it.
final class RerankerCache: Sendable {
  private let store: LibraryStore
  private let model: ModelRecord
  private let head: LibraryHead?
  private let compression: IndexCompression?
  private let threads: Int
  private let found = Mutex<QueryBank??>(nil)

  init(
    store: LibraryStore, model: ModelRecord, head: LibraryHead?, compression: IndexCompression?,
    threads: Int
  ) {
    self.store = store
    self.model = model
    self.head = head
    self.compression = compression
    self.threads = threads
  }

  /// The typical queries as the index compares them; nil where there is no re-ranker.
  ///
  /// Throws: `LibraryError` where it is damaged.
  func bank() throws -> QueryBank? {
    try found.withLock { found in
      if let found { return found }
      let bank = try store.read { try $0.reranker(of: model) }.map { record in
        do {
          let bank = try QueryBank(
            bytes: record.weights, name: "the re-ranker of \(model.name)",
            dimension: model.dimension)
          var queries = bank.queries
          if let head { queries = head.heads.apply(to: queries, .text, threads: threads) }
          if let projection = compression?.projection {
            queries = projection.apply(to: queries, threads: threads)
          }
          return QueryBank(queries: queries)
        } catch let error as TuningError {
          throw LibraryError("\(error); or search with --rerank 0")
        }
      }
      found = .some(bank)
      return bank
    }
  }
}
