internal import Encoders
internal import SystemPackage

/// Which vectors are to be imported.
public struct ImportRequest: Sendable, Equatable {
  /// A database of rclip or llm, a folder of clip-retrieval, or a NumPy matrix; absolute.
  public var path: String
  /// What the rows of a matrix are: JSON Lines or CSV.
  public var items: String?
  /// Which collection of a database that has several.
  public var collection: String?
  /// What relative paths are relative to; nil for the folder of the file that names them.
  public var imageRoot: String?
  /// The model that made the vectors; nil where the source says so.
  public var model: String?

  /// A request for all that lies at a path.
  public init(path: String) {
    self.path = path
  }
}

extension MMSearchLibrary {
  /// Takes over vectors that another program made, so that nothing is embedded twice; returns the name of
  /// their model, too.
  ///
  /// A model that is here by that name embeds queries for them; of any other the name and the dimension are
  /// recorded, and its vectors find what is like an item or a picture they belong to.
  /// Throws: `LibraryError`, `StorageError` and `FeedError` for a source that cannot be read. What was stored
  /// before stays, and the same import again goes over it.
  public static func importVectors(
    _ configuration: LibraryConfiguration, _ request: ImportRequest,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> (report: IngestReport, model: String) {
    let source = try ImportSource.open(request)
    let model = try model(of: source, named: request.model)
    let session = try IngestSession(
      configuration, model: model, purpose: "import", isCancelled: isCancelled, report: report)
    report(.phase("importing"))
    session.expect(source.count)
    let vectors = try VectorImport(session: session, origin: FilePath(request.path))
    do {
      try source.forEachRow { row in
        guard !isCancelled() else { throw Interrupted() }
        try vectors.add(row)
      }
    } catch is Interrupted {
      // What came before is stored.
    }
    try vectors.finish()
    return (try session.finish(), model.model.name)
  }

  private struct Interrupted: Error {}

  /// The model of a source: one that is here, by fingerprint or by name, or only its name.
  private static func model(
    of source: ImportSource, named given: String?
  ) throws -> OpenedModel {
    let opened = try namedModel(of: source, named: given)
    if let given, let fingerprint = source.fingerprint,
      fingerprint != opened.model.fingerprint.hex
    {
      throw LibraryError(
        "the lines say that these vectors are of \(source.model ?? "another model"), not of \(given); "
          + "leave out --model, or the fingerprints in the lines")
    }
    return opened
  }

  private static func namedModel(
    of source: ImportSource, named given: String?
  ) throws -> OpenedModel {
    if given == nil, let fingerprint = source.fingerprint.flatMap(ModelFingerprint.init(hex:)) {
      for installed in InstalledModels.all() {
        if let opened = try? OpenedModel(installed.directory),
          opened.model.fingerprint == fingerprint
        {
          return opened
        }
      }
      return OpenedModel(
        ImportedModel(
          name: source.model ?? fingerprint.short, dimension: source.dimension,
          fingerprint: fingerprint))
    }
    guard let name = given ?? source.model else {
      throw LibraryError(
        "nothing says which model made these vectors of \(source.dimension) numbers; name it with "
          + "--model, whether or not it is here")
    }
    let opened: OpenedModel
    do {
      opened = try OpenedModel(name)
    } catch {
      // A model that ought to be here is not taken for a stranger of the same name.
      guard name != "default", InstalledModels.model(named: name) == nil,
        FileStatus(of: FilePath(name)) == nil
      else { throw error }
      return OpenedModel(ImportedModel(name: name, dimension: source.dimension))
    }
    guard opened.model.dimension == source.dimension else {
      throw LibraryError(
        "the vectors have \(source.dimension) numbers, but those of \(name) have "
          + "\(opened.model.dimension); name the model that made them with --model")
    }
    return opened
  }
}
