import Encoders
import Foundation
import Imaging
import Storage
import SystemPackage

@testable import Library

/// A library in a folder of its own, filled by the color model, that goes away with the value.
final class TestLibrary {
  let folder: URL
  /// The models that search, of which the first one fills.
  var models: [any EmbeddingModel] = [ColorModel()]
  var events = EventLog()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mmsearch-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  var configuration: LibraryConfiguration {
    LibraryConfiguration(databasePath: path("library.sqlite"), threads: 2)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a PNG of a colour with some texture, so that it is not blank; `seed` tells copies apart.
  func paint(_ name: String, red: Int = 0, green: Int = 0, blue: Int = 0, seed: Int = 0) throws {
    var pixels: [UInt8] = []
    for index in 0..<(24 * 24) {
      let texture = (index * 7 + index / 24 * 3 + seed * 11) % 20
      for channel in [red, green, blue] { pixels.append(UInt8(min(255, channel + texture))) }
    }
    try write(name, ImageEncoder.png(Image(width: 24, height: 24, pixels: pixels)))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(
      at: folder.appending(path: name), to: folder.appending(path: other))
  }

  /// Indexes folders or files below the library's folder.
  func index(
    _ names: String..., prune: Bool = false, excluding: [String] = [],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> IngestReport {
    let session = try session(isCancelled: isCancelled)
    let indexing = FolderIndexing(
      session: session, exclusions: excluding.map { GlobPattern($0) }, prunes: prune)
    try indexing.run(names.map { FilePath(path($0)) })
    return try session.finish()
  }

  /// Ingests a feed in the library's folder.
  func ingest(_ name: String, prune: Bool = false) throws -> IngestReport {
    let source = FeedLocation(path(name))
    var reader = try source.reader(format: "auto", mapping: [:])
    let session = try session(isCancelled: { false })
    let ingest = FeedIngest(session: session, imageRoot: source.folder, prunes: prune)
    try ingest.run(&reader, location: source.location)
    return try session.finish()
  }

  func session(
    retriesRefused: Bool = false, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> IngestSession {
    let events = events
    return try IngestSession(
      configuration, model: OpenedModel(models[0]), purpose: "test",
      retriesRefused: retriesRefused,
      isCancelled: isCancelled, report: { events.append($0) })
  }

  func open() throws -> MMSearchLibrary { try open(configuration.head, access: .readExisting) }

  /// Opens the library for what changes it, with a head behind the first model.
  func openForWriting(_ head: HeadChoice = .active) throws -> MMSearchLibrary {
    try open(head, access: .writeExisting)
  }

  private func open(
    _ head: HeadChoice, access: LibraryStore.Access
  ) throws -> MMSearchLibrary {
    var configuration = configuration
    configuration.head = head
    return MMSearchLibrary(
      configuration, store: try LibraryStore.open(configuration.databasePath, access: access),
      models: models.map { OpenedModel($0) })
  }

  /// The ids found for words, best first.
  func ids(for text: String, count: Int = 10, mode: SearchMode = .auto) throws -> [String] {
    try open().search(SearchRequest(terms: [SearchTerm(.text(text))], count: count, mode: mode))
      .hits.map(\.id)
  }
}

/// The events of a run, gathered from any thread.
final class EventLog: @unchecked Sendable {
  private let lock = NSLock()
  private var events: [IngestEvent] = []

  func append(_ event: IngestEvent) { lock.withLock { events.append(event) } }

  var rejections: [String] {
    lock.withLock {
      events.compactMap { if case .rejected(_, _, _, let reason) = $0 { reason } else { nil } }
    }
  }
}
