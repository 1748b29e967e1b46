import Foundation
import VectorIndex

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

  mutating func unitVector(_ dimension: Int) -> [Float] {
    let scalars = (0..<dimension).map { _ in Float.random(in: -1...1, using: &self) }
    let norm = scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return scalars.map { $0 / norm }
  }
}

/// A folder that disappears with the object.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "vector-index-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  var contents: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// What a snapshot is to hold: for each block its rows and its placements.
struct Corpus {
  struct Block {
    var name: String
    var rows: [[Float]]
    var placements: [(item: Int64, row: Int)]
  }

  var dimension: Int
  var blocks: [Block]

  static let fingerprint = "5f1c"
  static let generation: Int64 = 42

  /// Random rows, some shared by several items, some items with several rows or with none in a
  /// block; identifiers with gaps, negative ones among them.
  static func random(
    items: Int, dimension: Int, blocks names: [String], seed: UInt64
  ) -> Corpus {
    var generator = SeededGenerator(seed: seed)
    let blocks = names.map { name in
      let rows = (0..<max(1, items)).map { _ in generator.unitVector(dimension) }
      var placements: [(item: Int64, row: Int)] = []
      for item in 0..<items {
        for _ in 0..<[0, 1, 1, 1, 3][Int.random(in: 0..<5, using: &generator)] {
          placements.append(
            (Int64(item * 7 - 50), Int.random(in: 0..<rows.count, using: &generator)))
        }
      }
      return Block(name: name, rows: rows, placements: placements)
    }
    return Corpus(dimension: dimension, blocks: blocks)
  }

  /// The distinct items, ascending.
  var items: [Int64] { Set(blocks.flatMap { $0.placements.map(\.item) }).sorted() }

  /// Blocks get codes however few rows they have, unless `rowsWorthCodes` says otherwise.
  func write(
    to path: String, rowFormat: RowFormat = .float16, codeFormat: CodeFormat = .nibbles,
    rowsWorthCodes: Int = 1
  ) throws {
    let writer = try VectorSnapshotWriter(
      path: path, generation: Self.generation, fingerprint: Self.fingerprint, dimension: dimension,
      rowFormat: rowFormat, codeFormat: codeFormat, rowsWorthCodes: rowsWorthCodes)
    for block in blocks {
      try writer.beginBlock(block.name)
      for row in block.rows {
        try writer.append(row)
      }
      for placement in block.placements {
        writer.place(item: placement.item, row: UInt32(placement.row))
      }
    }
    try writer.finish()
  }

  func snapshot(
    in folder: TemporaryFolder, rowFormat: RowFormat = .float16,
    codeFormat: CodeFormat = .nibbles, rowsWorthCodes: Int = 1
  ) throws -> VectorSnapshot {
    let path = folder.path + "/vectors.snapshot"
    try write(
      to: path, rowFormat: rowFormat, codeFormat: codeFormat, rowsWorthCodes: rowsWorthCodes)
    return try .open(path: path, generation: Self.generation, fingerprint: Self.fingerprint)
  }
}
