import Foundation
import Kernels
import Testing

@Suite("Mapped files")
struct MappedFileTests {
  private let folder = NSTemporaryDirectory() + "mapped-file-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test("The bytes of a file are there, whatever pages they end on", arguments: [1, 4096, 10_000])
  func bytes(count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try write(content)
    let file = try MappedFile(path: path)
    file.advise(.sequential)
    file.advise(.random)
    file.advise(.willNeed)
    withExtendedLifetime(file) {
      #expect(file.bytes.elementsEqual(content))
    }
    #expect(file.path == path)
  }

  @Test("An empty file has no bytes")
  func empty() throws {
    let file = try MappedFile(path: try write([]))
    #expect(file.bytes.isEmpty)
    file.advise(.willNeed)
  }

  @Test("A file replaced by renaming keeps its old bytes for those who mapped it")
  func replaced() throws {
    let path = try write([1, 2, 3])
    let file = try MappedFile(path: path)
    let other = try write([9])
    #expect(rename(other, path) == 0)
    withExtendedLifetime(file) {
      #expect(Array(file.bytes) == [1, 2, 3])
    }
  }

  @Test("A missing file, a folder and a pipe are refused, each with its path")
  func refused() throws {
    let missing = folder + "/missing"
    #expect(
      throws: MappedFileError.cannotOpen(path: missing, reason: "No such file or directory")
    ) {
      try MappedFile(path: missing)
    }
    #expect(throws: MappedFileError.notARegularFile(path: folder)) {
      try MappedFile(path: folder)
    }
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: MappedFileError.notARegularFile(path: pipe)) {
      try MappedFile(path: pipe)
    }
  }

  private func write(_ content: [UInt8]) throws -> String {
    let path = folder + "/" + UUID().uuidString
    try Data(content).write(to: URL(fileURLWithPath: path))
    return path
  }
}
