package import Encoders
internal import Feeds
internal import Imaging
internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// Indexes photos: folders with all below them, and single files; paths are absolute.
  ///
  /// Only what is new or changed is decoded. Stops at the next opportunity once `isCancelled`; what was
  /// committed stays, and another run goes on from there.
  /// Throws: `LibraryError` for a path where nothing is, `StorageError`.
  public static func index(
    _ configuration: LibraryConfiguration, paths: [String], listedFiles: [String] = [],
    excluding patterns: [String] = [], prune: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    for path in paths where FileStatus(of: FilePath(path)) == nil {
      throw LibraryError("there is no file or folder at \(path); check the path")
    }
    return try forEachModel(
      of: configuration, purpose: "index", isCancelled: isCancelled, report: report
    ) { session in
      let indexing = FolderIndexing(
        session: session, exclusions: patterns.map { GlobPattern($0) }, prunes: prune)
      try indexing.run((paths + listedFiles).map { FilePath($0).lexicallyNormalized() })
    }
  }

  /// Ingests a product feed: a path, or `-` for standard input.
  ///
  /// Throws: `FeedError` for a feed that cannot be read, `StorageError`.
  public static func ingest(
    _ configuration: LibraryConfiguration, feed: String, format: String = "auto",
    mapping: [String: String] = [:], imageRoot: String? = nil, prune: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    try ingest(
      configuration, models: checkedModels(of: configuration), feed: feed, format: format,
      mapping: mapping, imageRoot: imageRoot, prune: prune, isCancelled: isCancelled,
      report: report)
  }

  /// Ingests a product feed with a model that is already there.
  package static func ingest(
    _ configuration: LibraryConfiguration, model: any EmbeddingModel, feed: String,
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    try ingest(
      configuration, models: [OpenedModel(model)], feed: feed, format: "auto",
      mapping: [:], imageRoot: nil, prune: false, isCancelled: { false }, report: report)
  }

  private static func ingest(
    _ configuration: LibraryConfiguration, models: [OpenedModel], feed: String, format: String,
    mapping: [String: String], imageRoot: String?, prune: Bool,
    isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (IngestEvent) -> Void
  ) throws -> IngestReport {
    let source = FeedLocation(feed)
    guard models.count == 1 || source.location != .standardInput else {
      throw LibraryError(
        "several models read a feed one after the other, and standard input can be read once; "
          + "write the feed to a file")
    }
    let root = imageRoot.map { FilePath($0) } ?? source.folder
    return try forEach(
      models, configuration, purpose: "ingest", isCancelled: isCancelled, report: report
    ) { session in
      var reader = try source.reader(format: format, mapping: mapping)
      let ingest = FeedIngest(session: session, imageRoot: root, prunes: prune)
      try ingest.run(&reader, location: source.location)
    }
  }

  /// Tries the pictures of the ledger again.
  public static func retryBroken(
    _ configuration: LibraryConfiguration,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    try forEachModel(
      of: configuration, purpose: "broken --retry", retriesRefused: true,
      isCancelled: isCancelled, report: report
    ) { session in try BrokenRetry(session: session).run() }
  }

  private static func forEachModel(
    of configuration: LibraryConfiguration, purpose: String, retriesRefused: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (IngestEvent) -> Void, _ work: (IngestSession) throws -> Void
  ) throws -> IngestReport {
    try forEach(
      checkedModels(of: configuration), configuration, purpose: purpose,
      retriesRefused: retriesRefused, isCancelled: isCancelled, report: report, work)
  }

  /// The models of a configuration, whose files are as their cards say.
  private static func checkedModels(of configuration: LibraryConfiguration) throws -> [OpenedModel]
  {
    let models = try configuration.models.map(OpenedModel.init)
    for opened in models { try opened.model.verifyFiles() }
    return models
  }

  /// Fills a library with the vectors of one model after the other. What becomes of the inputs is reported and
  /// counted with the first; later ones find all of them in the library.
  private static func forEach(
    _ models: [OpenedModel], _ configuration: LibraryConfiguration, purpose: String,
    retriesRefused: Bool = false, isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (IngestEvent) -> Void, _ work: (IngestSession) throws -> Void
  ) throws -> IngestReport {
    var result: IngestReport?
    for opened in models where result?.wasInterrupted != true {
      let isFirst = result == nil
      let session = try IngestSession(
        configuration, model: opened, purpose: purpose, retriesRefused: retriesRefused,
        isCancelled: isCancelled
      ) { event in
        if isFirst || !event.isAboutAnInput { report(event) }
      }
      try work(session)
      let counts = try session.finish()
      result?.seconds += counts.seconds
      result?.wasInterrupted = counts.wasInterrupted
      result = result ?? counts
    }
    guard let result else { preconditionFailure("a library is filled with a model") }
    return result
  }
}

/// Where a feed is read from.
struct FeedLocation {
  let location: SourceRecord.Location
  /// What relative picture paths are relative to.
  let folder: FilePath
  private let source: FeedSource

  /// A path, or `-` for standard input.
  init(_ feed: String) {
    if feed == "-" {
      location = .standardInput
      folder = FilePath(".")
      source = .descriptor(0, name: "standard input")
    } else {
      let path = FilePath(feed)
      location = .path(path)
      folder = path.removingLastComponent()
      source = .file(path: feed)
    }
  }

  /// Throws: `LibraryError` for a format that is not known, `FeedError`.
  func reader(format: String, mapping: [String: String]) throws -> FeedReader {
    guard let format = FeedFormat(rawValue: format) else {
      let known = FeedFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw LibraryError("feeds of the format '\(format)' are not read; use one of \(known)")
    }
    return try FeedReader(source: source, format: format, overrides: mapping)
  }
}
