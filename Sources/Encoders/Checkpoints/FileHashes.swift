import Glibc

/// SHA-256 of files, remembered in the user's cache: weights have gigabytes, and the fingerprint of
/// a model needs their hash at every start.
///
/// A remembered hash counts as long as the file has the size, the time of change, the number and
/// the device that it had. Where nothing can be remembered, files are hashed each time.
struct FileHashes {
  /// The folder of remembered hashes, one small file each; `nil` where the user has no cache.
  private let folder: String?

  /// Smaller files are hashed faster than looked up.
  private static let leastCount = 1_000_000

  /// Remembers below `$XDG_CACHE_HOME`, or below `~/.cache`.
  init() {
    func variable(_ name: String) -> String? {
      guard let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/") else {
        return nil
      }
      return value
    }
    let cache = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" }
    self.init(folder: cache.map { $0 + "/mmsearch/hashes" })
  }

  init(folder: String?) {
    self.folder = folder
  }

  /// The hash of a file, in hexadecimal.
  func hash(ofFileAt path: String) throws(ModelError) -> String {
    let before = Self.state(of: path)
    let entry = folder.map { $0 + "/" + ModelFingerprint(hashing: Self.absolute(path)).hex }
    if let before, let entry, let known = Self.remembered(entry, state: before) { return known }
    let hash = try ModelFingerprint(ofFileAt: path).hex
    if let before, let entry, before == Self.state(of: path) {
      remember("\(before) \(hash)\n", in: entry)
    }
    return hash
  }

  /// The path from the root, links followed: under one name from wherever it is named.
  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What tells one state of a file from another; `nil` for a small file.
  private static func state(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size >= leastCount else { return nil }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) "
      + "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec) \(status.st_dev) \(status.st_ino)"
  }

  private static func remembered(_ entry: String, state: String) -> String? {
    guard let file = fopen(entry, "r") else { return nil }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
      count = fread(buffer.baseAddress, 1, 512, file)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix(state + " "), text.hasSuffix("\n") else { return nil }
    return ModelFingerprint(hex: String(text.dropFirst(state.count + 1).dropLast()))?.hex
  }

  /// Writes an entry whole or not at all.
  private func remember(_ text: String, in entry: String) {
    guard let folder else { return }
    var step = folder.startIndex
    while let slash = folder[folder.index(after: step)...].firstIndex(of: "/") {
      mkdir(String(folder[..<slash]), 0o700)
      step = slash
    }
    mkdir(folder, 0o700)
    let temporary = "\(entry).\(getpid())"
    guard let file = fopen(temporary, "w") else { return }
    let isWritten = fputs(text, file) >= 0
    if fclose(file) != 0 || !isWritten || rename(temporary, entry) != 0 { unlink(temporary) }
  }
}
