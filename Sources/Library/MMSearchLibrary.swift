internal import Encoders
internal import Storage
internal import VectorIndex

/// A library that is open for questions.
///
/// Values may be used from several threads; the database is read in snapshots, so a library that is being
/// written answers from its last committed state.
public struct MMSearchLibrary: Sendable {
  let configuration: LibraryConfiguration
  let store: LibraryStore
  let model: any EmbeddingModel
  let modelDirectory: String

  /// Opens a library for reading with the model of the configuration.
  ///
  /// Throws: `LibraryError` where there is no such model, `StorageError` where there is no such library;
  /// both say what to do next.
  public init(opening configuration: LibraryConfiguration) throws {
    let store = try LibraryStore.open(configuration.databasePath, access: .readExisting)
    let directory = try Assets.modelDirectory(named: configuration.model)
    let model = try DualEncoder(directory: directory)
    self.init(configuration, store: store, model: model, modelDirectory: directory)
  }

  init(
    _ configuration: LibraryConfiguration, store: LibraryStore, model: any EmbeddingModel,
    modelDirectory: String
  ) {
    self.configuration = configuration
    self.store = store
    self.model = model
    self.modelDirectory = modelDirectory
  }

  /// The model as the library knows it.
  ///
  /// Throws: `LibraryError` for an empty library, and where only other models made its vectors.
  func modelRecord() throws -> ModelRecord {
    try store.read { transaction in
      if let record = try transaction.model(fingerprint: model.fingerprint.hex) { return record }
      let others = try transaction.models().map { "\($0.name) (\($0.fingerprint.prefix(12)))" }
      guard !others.isEmpty else {
        throw LibraryError(
          "the library \(configuration.databasePath) is empty; "
            + "fill it with `mmsearch index PATH` or `mmsearch ingest FEED`")
      }
      throw LibraryError(
        "the library \(configuration.databasePath) holds vectors of \(others.joined(separator: ", ")), "
          + "none of \(model.name) (\(model.fingerprint.short)); index or ingest again with this "
          + "model, or choose the other with --model")
    }
  }

  /// The index of the library's present state, with a sentence for the user where it could not be kept.
  func index() throws -> (index: FlatIndex, record: ModelRecord, warning: String?) {
    let record = try modelRecord()
    let cache = IndexCache(store: store, model: record, threads: configuration.threads)
    let (snapshot, warning) = try cache.open()
    return (FlatIndex(snapshot, threads: configuration.threads), record, warning)
  }
}
