/// A part of a mapped file, and what its checksum should be.
struct FileSection: Sendable {
  /// What it holds, for messages.
  let name: String
  /// Its bytes, with the padding behind them.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  let checksum: UInt64

  /// Throws `SnapshotError.damaged` if a section does not have its checksum.
  static func verify(
    _ sections: [FileSection], of path: String, threads: Int
  ) throws(SnapshotError) {
    for section in sections {
      guard SnapshotFormat.checksum(of: section.bytes, threads: threads) == section.checksum else {
        throw .damaged(path: path, detail: "the checksum of \(section.name) does not match")
      }
    }
  }
}

/// Lists of numbers, one list after the other, as they lie in a file or in memory: the numbers of
/// list i are `numbers[first[i] ..< first[i + 1]]`.
///
/// Damage in a file makes lists wrong but never leads outside: limits are applied to what is read.
struct NumberLists: @unchecked Sendable {
  /// `[lists + 1]`
  let first: UnsafePointer<UInt32>
  /// `[numberCount]`
  let numbers: UnsafePointer<UInt32>
  let numberCount: Int
  /// All numbers are below; above 0 where there is a number.
  let bound: Int

  /// The places of a list's numbers.
  @inline(__always)
  func places(of list: Int) -> Range<Int> {
    let end = min(Int(first[list + 1]), numberCount)
    return min(Int(first[list]), end)..<end
  }

  /// The number at a place.
  @inline(__always)
  func number(at place: Int) -> Int {
    min(Int(numbers[place]), bound - 1)
  }

  /// The numbers of a list.
  func list(_ list: Int) -> [UInt32] {
    places(of: list).map { UInt32(number(at: $0)) }
  }
}
