internal import Encoders
internal import Storage

/// A library that is open for questions.
///
/// Values may be used from several threads; the database is read in snapshots, so a library that is being
/// written answers from its last committed state.
public struct MMSearchLibrary: Sendable {
  let configuration: LibraryConfiguration
  let store: LibraryStore
  /// The models of the configuration; several are an ensemble.
  let models: [OpenedModel]

  /// The first model.
  var model: any EmbeddingModel { models[0].model }

  /// Opens a library for reading with the models of the configuration.
  ///
  /// Throws: `LibraryError` where there is no such model, `StorageError` where there is no such library;
  /// both say what to do next.
  public init(opening configuration: LibraryConfiguration) throws {
    try self.init(opening: configuration, access: .readExisting)
  }

  /// The same, for writing where `access` says so.
  init(opening configuration: LibraryConfiguration, access: LibraryStore.Access) throws {
    let store = try LibraryStore.open(configuration.databasePath, access: access)
    let models = try configuration.models.map { reference in
      do {
        return try OpenedModel(reference)
      } catch let error as LibraryError {
        guard let imported = try Self.importedModel(reference, in: store) else { throw error }
        return imported
      }
    }
    self.init(configuration, store: store, models: models)
  }

  /// A model of which the library has imported vectors and nothing else is known.
  private static func importedModel(
    _ text: String, in store: LibraryStore
  ) throws -> OpenedModel? {
    let reference = try ModelReference(text)
    let record = try store.read { try $0.models() }
      .first { $0.name == reference.name && $0.isImported }
    return record.flatMap(ImportedModel.init)
      .map { OpenedModel($0, weight: reference.weight) }
  }

  init(_ configuration: LibraryConfiguration, store: LibraryStore, models: [OpenedModel]) {
    precondition(!models.isEmpty, "a library is searched with a model")
    self.configuration = configuration
    self.store = store
    self.models = models
  }

  /// The first model as the library knows it.
  ///
  /// Throws: `LibraryError` for an empty library, and where only other models made its vectors.
  func modelRecord() throws -> ModelRecord {
    try store.read { transaction in
      guard let record = try transaction.model(fingerprint: model.fingerprint.hex) else {
        throw noVectors(among: try transaction.models())
      }
      return record
    }
  }

  /// The models that answer a search, with their records, and what the user should know of the others.
  ///
  /// A model that lacks vectors of some items would hide them: it is left out where another one of the
  /// configuration is complete; where none is, a complete one of the library takes its place.
  /// Throws: `LibraryError` where no model has any vectors.
  func answeringModels() throws -> (
    members: [(opened: OpenedModel, record: ModelRecord)], warnings: [String]
  ) {
    let records = try store.read { try $0.models() }
    var complete: [(opened: OpenedModel, record: ModelRecord)] = []
    var incomplete: [(opened: OpenedModel, record: ModelRecord)] = []
    var warnings: [String] = []
    for opened in models {
      let record = records.first { $0.fingerprint == opened.model.fingerprint.hex }
      if let record, record.missingVectors == 0 {
        complete.append((opened, record))
        continue
      }
      if let record { incomplete.append((opened, record)) }
      let lack = record.map { "lacks \($0.missingVectors) vectors" } ?? "has no vectors"
      warnings.append(
        "\(opened.model.name) \(lack) in this library; index or ingest again with "
          + "--model \(opened.location) to search with it")
    }
    if complete.isEmpty, let other = completeModel(among: records) {
      complete = [other]
      warnings.append("searched with \(other.record.name)")
    }
    if complete.isEmpty { complete = incomplete }
    guard !complete.isEmpty else { throw noVectors(among: records) }
    return (complete, warnings)
  }

  /// A model of the library that has all vectors and still lies where it lay.
  private func completeModel(
    among records: [ModelRecord]
  ) -> (opened: OpenedModel, record: ModelRecord)? {
    for record in records where record.missingVectors == 0 && !record.directory.isEmpty {
      guard let opened = try? OpenedModel(record.directory),
        opened.model.fingerprint.hex == record.fingerprint
      else { continue }
      return (opened, record)
    }
    // One that was imported at least compares what it has embedded.
    guard records.count == 1, let record = records.first, record.isImported else { return nil }
    return ImportedModel(record).map { (OpenedModel($0), record) }
  }

  private func noVectors(among records: [ModelRecord]) -> LibraryError {
    guard !records.isEmpty else {
      return LibraryError(
        "the library \(configuration.databasePath) is empty; "
          + "fill it with `mmsearch index PATH` or `mmsearch ingest FEED`")
    }
    let others = records.map { "\($0.name) (\($0.fingerprint.prefix(12)))" }
    return LibraryError(
      "the library \(configuration.databasePath) holds vectors of \(others.joined(separator: ", ")), "
        + "none of \(model.name) (\(model.fingerprint.short)); index or ingest again with this "
        + "model, or choose the other with --model")
  }
}
