internal import Encoders
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// The numbers in which the weights of an added model are stored.
public enum StoredPrecision: String, Sendable, CaseIterable {
  /// Half precision: half the size of a model published in single precision.
  case float16
  /// 8 bits with a scale for each output: about a quarter.
  case int8

  fileprivate var precision: Precision { self == .float16 ? .float16 : .int8 }
}

/// What storing a model in fewer bits saved and cost.
public struct CompressedModel: Sendable, Equatable {
  /// The model, which has a folder of its own now.
  public let model: InstalledModel
  /// The bytes of the folder it was made from.
  public let bytesBefore: Int64
  /// The bytes of its own.
  public let bytesAfter: Int64
  /// How near its embeddings are to those of the original.
  public let loss: PrecisionLoss
}

extension InstalledModels {
  /// Stores a copy of a model with its weights in fewer bits under a name.
  ///
  /// Throws: `LibraryError` for a name that is taken and a folder that cannot be written; `ModelError` for a model
  /// that cannot be used or compressed.
  public static func add(
    _ path: String, name: String? = nil, compressedTo precision: StoredPrecision, threads: Int
  ) throws -> CompressedModel {
    let (location, name) = try source(path, name: name)
    return try compress(location, name: name, to: precision, threads: threads)
  }

  /// Downloads a model from a hub and stores it with its weights in fewer bits under a name; the download is
  /// deleted afterwards.
  ///
  /// Throws: as the others do.
  public static func add(
    _ reference: HubReference, name: String? = nil, compressedTo precision: StoredPrecision,
    threads: Int, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> CompressedModel {
    let name = try freeName(name ?? reference.name)
    let download = try download(
      reference, isCancelled: isCancelled, progress: progress)
    let compressed = try compress(
      download.string, name: name, to: precision, threads: threads)
    try FileManager.default.removeItem(atPath: download.string)
    return compressed
  }

  private static func compress(
    _ directory: String, name: String, to precision: StoredPrecision, threads: Int
  ) throws -> CompressedModel {
    let exact = try OpenedModel(directory).model
    let unfinished = folder().appending(".\(name)@\(precision.rawValue)")
    try? FileManager.default.removeItem(atPath: unfinished.string)
    do {
      try copySmallFiles(of: FilePath(directory), to: unfinished)
      try ModelDirectory.compressWeights(
        of: directory, as: precision.precision, into: unfinished.string)
      let loss = try PrecisionLoss(
        of: OpenedModel(unfinished.string).model, to: exact, threads: threads)
      let target = folder().appending(name).string
      guard rename(unfinished.string, target) == 0 else {
        throw LibraryError("\(target) cannot be written: \(String(cString: strerror(errno)))")
      }
      return CompressedModel(
        model: InstalledModel(name: name, directory: target, isLink: false),
        bytesBefore: byteCount(of: FilePath(directory)),
        bytesAfter: byteCount(of: FilePath(target)), loss: loss)
    } catch {
      try? FileManager.default.removeItem(atPath: unfinished.string)
      throw error
    }
  }

  /// Copies configurations, tokenizers and texts, but neither weights nor lists of their parts.
  private static func copySmallFiles(of directory: FilePath, to target: FilePath) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: target.string, withIntermediateDirectories: true)
    var walk = DirectoryWalk(root: directory, isExcluded: { _ in false })
    while let file = walk.next() {
      let name = file.path.lastComponent?.string ?? ""
      guard [".json", ".txt", ".md"].contains(where: { name.hasSuffix($0) }),
        !name.hasSuffix(".safetensors.index.json")
      else { continue }
      var path = file.path
      guard path.removePrefix(directory) else { continue }
      let copy = target.pushing(path)
      try manager.createDirectory(
        atPath: copy.removingLastComponent().string, withIntermediateDirectories: true)
      try manager.copyItem(atPath: file.path.string, toPath: copy.string)
    }
  }
}
