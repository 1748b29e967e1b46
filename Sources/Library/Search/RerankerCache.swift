internal import Encoders
internal import Storage
internal import Synchronization
internal import Tuning

/// The re-ranker of a model, read when the first query asks for it.
final class RerankerCache: Sendable {
  private let store: LibraryStore
  private let model: ModelRecord
  private let head: LibraryHead?
  private let found = Mutex<QueryBank??>(nil)

  init(store: LibraryStore, model: ModelRecord, head: LibraryHead?) {
    self.store = store
    self.model = model
    self.head = head
  }

  /// The typical queries as the model, behind its head, embeds them; nil where there is no re-ranker.
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
          return head.map { QueryBank(queries: $0.heads.apply(to: bank.queries, .text)) } ?? bank
        } catch let error as TuningError {
          throw LibraryError("\(error); or search with --rerank 0")
        }
      }
      found = .some(bank)
      return bank
    }
  }
}
