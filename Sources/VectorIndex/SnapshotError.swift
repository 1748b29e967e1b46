/// Why a snapshot cannot be used or written. A snapshot is a cache: whoever opens it answers
/// every error of reading by building a new one.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no file, or it cannot be read.
  case unreadable(path: String, reason: String)
  /// The file does not begin as a snapshot does.
  case notASnapshot(path: String)
  /// The file was written in another version of the format.
  case otherFormatVersion(path: String, found: UInt32, expected: UInt32)
  /// The file describes an earlier or later state of the library.
  case otherGeneration(path: String, found: Int64, expected: Int64)
  /// The vectors were made by another model.
  case otherModel(path: String, found: String, expected: String)
  /// The file contradicts itself or its checksum; `detail` says how.
  case damaged(path: String, detail: String)
  /// The file cannot be written; `reason` is the operating system's text.
  case cannotWrite(path: String, reason: String)
  /// A row handed to the writer is not a vector of the snapshot; `detail` says why.
  case invalidRow(block: String, row: Int, detail: String)

  /// One sentence: what, where, why, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "the index snapshot \(path) cannot be read: \(reason); it has to be built again"
    case .notASnapshot(let path):
      "\(path) is not an index snapshot; it has to be built again"
    case .otherFormatVersion(let path, let found, let expected):
      "the index snapshot \(path) has format version \(found), not \(expected);"
        + " it has to be built again"
    case .otherGeneration(let path, let found, let expected):
      "the index snapshot \(path) is of generation \(found), the library of \(expected);"
        + " it has to be built again"
    case .otherModel(let path, let found, let expected):
      "the index snapshot \(path) holds vectors of model \(found), not \(expected);"
        + " it has to be built again"
    case .damaged(let path, let detail):
      "the index snapshot \(path) is damaged: \(detail); it has to be built again"
    case .cannotWrite(let path, let reason):
      "the index snapshot \(path) cannot be written: \(reason);"
        + " check the free space and the permissions of its folder"
    case .invalidRow(let block, let row, let detail):
      "row \(row) of block \(block) cannot enter the index snapshot: \(detail);"
        + " embed its content again"
    }
  }
}
