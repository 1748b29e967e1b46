import Foundation
import Storage
import SystemPackage

/// A folder of its own for one test, removed afterwards.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = base.appendingPathComponent("storage-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func file(_ name: String) -> FilePath { FilePath(self(name)) }

  /// Every file of the folder with its bytes, apart from what SQLite and the lock keep beside it.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where !["-shm", "-wal", ".lock"].contains(where: name.hasSuffix) {
      contents[name] = try Data(contentsOf: URL(fileURLWithPath: self(name)))
    }
    return contents
  }
}

extension LibraryStore {
  static func creating(_ folder: TemporaryFolder) throws -> LibraryStore {
    try open(folder("library.sqlite"), access: .writeCreating)
  }
}

/// A unit vector that depends on a seed.
func unitVector(_ seed: Int, dimension: Int) -> [Float] {
  var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
  let scalars = (0..<dimension).map { _ -> Float in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int64(bitPattern: state) >> 32) / 2_147_483_648
  }
  let norm = scalars.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
  return scalars.map { $0 / norm }
}

extension WriteTransaction {
  /// A photo the way an ingest enters one: file, image, vector and item.
  @discardableResult
  func enterPhoto(
    at path: FilePath, key: String, bytes: String, source: Int64, scan: Int64,
    model: ModelRecord? = nil, isBlank: Bool = false
  ) throws -> ItemChange {
    let content = ContentHash(hashing: bytes)
    let file = try upsertFile(
      at: path, byteCount: Int64(bytes.utf8.count), modifiedNanoseconds: 7, content: content)
    try markFile(file, seenIn: scan)
    try putImage(
      ImageRecord(content: content, width: 4, height: 3, format: "png", isBlank: isBlank))
    if let model {
      try putVector(
        unitVector(bytes.utf8.count, dimension: model.dimension), content: content, part: .image,
        model: model)
    }
    return try upsertItem(
      ItemRecord(key: key, source: source),
      parts: [PartRecord(part: .image, content: content, file: file)], seenIn: scan)
  }
}
