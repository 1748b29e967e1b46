import Feeds
import Foundation

/// The folder of the fixtures, with a slash at its end.
let fixtures =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Fixtures/Feeds").path + "/"

/// Everything a feed yields.
struct FeedContents {
  var rows: [ProductRow] = []
  var rejected: [RejectedRow] = []
  var warnings: [String] = []
  var mapping: ColumnMapping?
  var format = FeedFormat.auto
  /// The error that ended the feed early.
  var error: FeedError?
}

/// Reads a feed of the given bytes: through a pipe where that holds them, else from a file.
func read(
  _ bytes: [UInt8], name: String = "feed", format: FeedFormat = .auto,
  overrides: [String: String] = [:]
) throws -> FeedContents {
  guard bytes.count > 32 << 10 else {
    return try readThroughPipe(bytes, name: name, format: format, overrides: overrides)
  }
  let folder = NSTemporaryDirectory() + "feeds-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let path = folder + "/" + name
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  return try read(fileAt: path, format: format, overrides: overrides)
}

private func readThroughPipe(
  _ bytes: [UInt8], name: String, format: FeedFormat, overrides: [String: String]
) throws -> FeedContents {
  var ends: [Int32] = [0, 0]
  precondition(pipe(&ends) == 0)
  defer { close(ends[0]) }
  precondition(write(ends[1], bytes, bytes.count) == bytes.count)
  close(ends[1])
  return try contents(of: .descriptor(ends[0], name: name), format: format, overrides: overrides)
}

/// Reads the feed at a path.
func read(
  fileAt path: String, format: FeedFormat = .auto, overrides: [String: String] = [:]
) throws -> FeedContents {
  try contents(of: .file(path: path), format: format, overrides: overrides)
}

private func contents(
  of source: FeedSource, format: FeedFormat, overrides: [String: String]
) throws -> FeedContents {
  var reader = try FeedReader(source: source, format: format, overrides: overrides)
  var contents = FeedContents()
  contents.format = reader.format
  do {
    while let event = try reader.next() {
      switch event {
      case .row(let row): contents.rows.append(row)
      case .rejected(let row): contents.rejected.append(row)
      case .warning(let text): contents.warnings.append(text)
      }
    }
  } catch {
    contents.error = error
  }
  contents.mapping = reader.mapping
  return contents
}

/// Reads a feed of the given text.
func read(
  _ text: String, name: String = "feed", format: FeedFormat = .auto,
  overrides: [String: String] = [:]
) throws -> FeedContents {
  try read(Array(text.utf8), name: name, format: format, overrides: overrides)
}

/// A repeatable source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
