internal import Glibc

/// A folder that is removed with the value.
final class TemporaryFolder {
  private let root: String

  /// Throws: `BenchmarkError` where none can be made.
  init() throws {
    var name = Array("/tmp/mmsearch-bench-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw BenchmarkError("no folder can be made in /tmp") }
    root = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    guard let stream = fopen(path(name), "wb") else {
      throw BenchmarkError("\(path(name)) cannot be written")
    }
    defer { fclose(stream) }
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
      throw BenchmarkError("\(path(name)) cannot be written")
    }
  }

  deinit {
    _ = ChildProcess("/bin/rm", ["-rf", root])
  }
}

/// Why a workload could not be measured.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
