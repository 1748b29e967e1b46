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
    let session = try session(
      configuration, purpose: "index", isCancelled: isCancelled, report: report)
    let indexing = FolderIndexing(
      session: session, exclusions: patterns.map { GlobPattern($0) }, prunes: prune)
    try indexing.run((paths + listedFiles).map { FilePath($0).lexicallyNormalized() })
    return try session.finish()
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
    let directory = try Assets.modelDirectory(named: configuration.model)
    let model = try DualEncoder(directory: directory)
    try model.verifyFiles()
    return try ingest(
      configuration, model: model, feed: feed, format: format, mapping: mapping,
      imageRoot: imageRoot, prune: prune, isCancelled: isCancelled, report: report)
  }

  /// Ingests a product feed with a model that is already there.
  package static func ingest(
    _ configuration: LibraryConfiguration, model: any EmbeddingModel, feed: String,
    format: String = "auto", mapping: [String: String] = [:], imageRoot: String? = nil,
    prune: Bool = false, isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    let source = FeedLocation(feed)
    var reader = try source.reader(format: format, mapping: mapping)
    let session = try IngestSession(
      configuration, model: model, purpose: "ingest", isCancelled: isCancelled, report: report)
    let root = imageRoot.map { FilePath($0) } ?? source.folder
    let ingest = FeedIngest(session: session, imageRoot: root, prunes: prune)
    try ingest.run(&reader, location: source.location)
    return try session.finish()
  }

  /// Tries the pictures of the ledger again.
  public static func retryBroken(
    _ configuration: LibraryConfiguration,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (IngestEvent) -> Void = { _ in }
  ) throws -> IngestReport {
    let session = try session(
      configuration, purpose: "broken --retry", retriesRefused: true, isCancelled: isCancelled,
      report: report)
    try BrokenRetry(session: session).run()
    return try session.finish()
  }

  private static func session(
    _ configuration: LibraryConfiguration, purpose: String, retriesRefused: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (IngestEvent) -> Void
  ) throws -> IngestSession {
    let directory = try Assets.modelDirectory(named: configuration.model)
    let model = try DualEncoder(directory: directory)
    try model.verifyFiles()
    return try IngestSession(
      configuration, model: model, purpose: purpose, retriesRefused: retriesRefused,
      isCancelled: isCancelled, report: report)
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
