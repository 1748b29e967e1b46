internal import Encoders
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// Brings a model from a hub into a folder, file by file; what was fetched before is not fetched again.
struct HubDownload {
  /// Where and how hubs are asked: `HF_ENDPOINT`, `HF_TOKEN` and `HF_HUB_OFFLINE` as other tools read them.
  struct Settings {
    var endpoint = "https://huggingface.co"
    var token: String?
    var isOffline = false
    /// Before a broken transfer is taken up again, in microseconds; doubled each time.
    var pause: UInt32 = 1_000_000

    static func ofEnvironment() -> Settings {
      var settings = Settings()
      func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
      }
      if let endpoint = value("HF_ENDPOINT") {
        settings.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
      }
      settings.token = value("HF_TOKEN")
      settings.isOffline = ["1", "on", "yes", "true"].contains(
        value("HF_HUB_OFFLINE")?.lowercased() ?? "")
      return settings
    }
  }

  let reference: HubReference
  let settings: Settings
  let isCancelled: () -> Bool
  /// Called with the bytes that are there and those there will be.
  let progress: (_ done: Int, _ total: Int) -> Void

  /// Times that a transfer is taken up again without having come further.
  private static let mostFailures = 4

  /// Fetches the model's files into a folder; returns the commit that they are of.
  ///
  /// Throws: `LibraryError`; what was fetched until then stays, and another call goes on from there.
  func fetch(into folder: FilePath) throws -> String {
    guard !settings.isOffline else {
      throw LibraryError(
        "\(reference) is not fetched while HF_HUB_OFFLINE is set; unset it, or give the folder of a "
          + "copy")
    }
    try FileManager.default.createDirectory(
      atPath: folder.string, withIntermediateDirectories: true)
    let listing = try listing(in: folder)
    let files = try listing.modelFiles(of: reference)
    let total = files.reduce(0) { $0 + ($1.byteCount ?? 0) }
    var done = 0
    for file in files {
      let path = folder.appending(file.path)
      try FileManager.default.createDirectory(
        atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
      if byteCount(at: path) != file.byteCount || file.byteCount == nil {
        try fetch(file, of: listing.commit, to: path) { progress(done + $0, total) }
      }
      done += file.byteCount ?? 0
    }
    return listing.commit
  }

  private func listing(in folder: FilePath) throws -> HubListing {
    let address =
      "\(settings.endpoint)/api/models/\(reference.organization)/\(reference.name)/revision/"
      + "\(reference.revision.replacing("/", with: "%2F"))?blobs=true"
    let path = folder.appending(".listing.json").string
    defer { unlink(path) }
    unlink(path)
    try transfer(address, to: FilePath(path), expecting: nil) { _ in }
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw LibraryError("\(path) cannot be read; check the permissions of its folder")
    }
    return try HubListing(Array(bytes), from: settings.endpoint)
  }

  /// Fetches one file under another name and gives it its own once it is what the hub declares.
  private func fetch(
    _ file: HubListing.File, of commit: String, to path: FilePath, progress: (Int) -> Void
  ) throws {
    let partial = FilePath(path.string + ".partial")
    let address =
      "\(settings.endpoint)/\(reference.organization)/\(reference.name)/resolve/\(commit)/"
      + Self.escaped(file.path)
    try transfer(address, to: partial, expecting: file.byteCount, progress)
    if let expected = file.sha256 {
      let bytes = try Data(contentsOf: URL(filePath: partial.string), options: .alwaysMapped)
      let found = bytes.withUnsafeBytes { ModelFingerprint(hashing: $0).hex }
      guard found == expected.lowercased() else {
        unlink(partial.string)
        throw LibraryError(
          "\(file.path) of \(reference) is not the file that the hub declares: expected SHA-256 "
            + "\(expected), found \(found); try again, and if it stays so, do not use this copy")
      }
    }
    guard rename(partial.string, path.string) == 0 else {
      throw LibraryError(
        "\(path.string) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Fetches an address; takes the transfer up again where the connection breaks.
  private func transfer(
    _ address: String, to path: FilePath, expecting expected: Int?, _ progress: (Int) -> Void
  ) throws {
    let curl = Curl(token: settings.token)
    var failures = 0
    while true {
      let before = byteCount(at: path) ?? 0
      if let expected, before > expected { unlink(path.string) }
      var problem = ""
      do {
        if before == 0 || before != expected {
          try curl.fetch(address, into: path.string, resuming: expected != nil) {
            progress(byteCount(at: path) ?? 0)
            return isCancelled()
          }
        }
        let now = byteCount(at: path) ?? 0
        if expected == nil || now == expected { return }
        problem = "\(now) bytes came instead of \(expected ?? 0)"
      } catch let failure as Curl.Failure {
        guard !isCancelled() else {
          throw LibraryError("the download was stopped; it goes on from there next time")
        }
        if failure.refusesToResume {
          unlink(path.string)
        } else if !failure.isTransient {
          throw LibraryError("\(address) cannot be fetched: \(failure.message)\(hint(failure))")
        }
        problem = failure.message
      }
      // A transfer that comes further each time may break as often as it likes.
      failures = (byteCount(at: path) ?? 0) > before ? 0 : failures + 1
      guard failures < Self.mostFailures else {
        throw LibraryError(
          "\(address) cannot be fetched: \(problem); what came is kept, try again later")
      }
      usleep(settings.pause << UInt32(failures))
    }
  }

  private func hint(_ failure: Curl.Failure) -> String {
    if failure.message.contains("401") || failure.message.contains("403") {
      return "; set HF_TOKEN to a token that may read \(reference)"
    }
    return failure.message.contains("404")
      ? "; check the name and the revision of \(reference)" : ""
  }

  private func byteCount(at path: FilePath) -> Int? {
    FileStatus(of: path).map { Int($0.byteCount) }
  }

  /// A path with what has a meaning in addresses written in per cent.
  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      return character.isASCII
        && (character.isLetter || character.isNumber || "-._~/".contains(character))
        ? String(character)
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
