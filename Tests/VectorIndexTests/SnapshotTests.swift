import Foundation
import Testing

@testable import VectorIndex

@Suite("Snapshots")
struct SnapshotTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/vectors.snapshot" }

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("What was written is read, block by block and row by row")
  func roundTrip() throws {
    let corpus = Corpus.random(items: 60, dimension: 5, blocks: ["image", "Titel ✓", ""], seed: 5)
    let snapshot = try corpus.snapshot(in: folder)
    #expect(snapshot.dimension == 5)
    #expect(snapshot.generation == Corpus.generation)
    #expect(snapshot.fingerprint == Corpus.fingerprint)
    #expect(snapshot.blockNames == ["image", "Titel ✓", ""])
    #expect(snapshot.itemIdentifiers == corpus.items)
    #expect(snapshot.itemCount == corpus.items.count)
    for block in corpus.blocks {
      #expect(snapshot.rowCount(ofBlock: block.name) == block.rows.count)
      for item in corpus.items + [-1000, 1] {
        let expected = block.placements.filter { $0.item == item }
          .map { block.rows[$0.row].map { Float(Float16($0)) } }
        #expect(snapshot.vectors(of: item, block: block.name) == expected)
      }
    }
    #expect(snapshot.rowCount(ofBlock: "other") == 0)
    #expect(try folder.contents == ["vectors.snapshot"])
  }

  @Test("Rows may come as float16 bytes, float32 bytes or scalars")
  func rowForms() throws {
    let scalars: [Float] = [0.5, -0.25, 1]
    let halves = scalars.map { Float16($0).bitPattern.littleEndian }
    let writer = try VectorSnapshotWriter(path: path, generation: 1, fingerprint: "", dimension: 3)
    try writer.beginBlock("a")
    let first = try halves.withUnsafeBytes { try writer.append(float16: $0) }
    let second = try scalars.withUnsafeBytes { try writer.append(float32: $0) }
    let third = try writer.append(scalars)
    #expect([first, second, third] == [0, 1, 2])
    for row in [third, first, second] {
      writer.place(item: 8, row: row)
    }
    try writer.finish()
    let snapshot = try VectorSnapshot.open(path: path, generation: 1, fingerprint: "")
    #expect(snapshot.vectors(of: 8, block: "a") == [scalars, scalars, scalars])
  }

  @Test("Placements may come in any order")
  func placementOrder() throws {
    let rows: [[Float]] = [[1, 0], [0, 1]]
    let corpus = Corpus(
      dimension: 2,
      blocks: [
        .init(name: "a", rows: rows, placements: [(9, 0), (-9, 1), (4, 0), (9, 1), (-9, 0)]),
        .init(name: "b", rows: rows, placements: [(5, 1)]),
      ])
    let snapshot = try corpus.snapshot(in: folder)
    #expect(snapshot.itemIdentifiers == [-9, 4, 5, 9])
    #expect(snapshot.vectors(of: 9, block: "a") == [[1, 0], [0, 1]])
    #expect(snapshot.vectors(of: -9, block: "a") == [[0, 1], [1, 0]])
    #expect(snapshot.vectors(of: 5, block: "a").isEmpty)
  }

  @Test("A snapshot without items, rows or blocks opens and answers with nothing")
  func empty() throws {
    for blocks in [[], [Corpus.Block(name: "image", rows: [], placements: [])]] {
      let corpus = Corpus(dimension: 4, blocks: blocks)
      let index = FlatIndex(try corpus.snapshot(in: folder))
      let block = BlockWeight(block: "image", weight: 1, calibration: .identity)
      let answer = index.neighbors(
        of: IndexQuery(
          terms: [QueryTerm(vector: [1, 0, 0, 0], blocks: [block])], reference: .identity,
          count: 3))
      #expect(index.itemCount == 0)
      #expect(answer.neighbors.isEmpty)
      #expect(answer.total == 0)
    }
  }

  @Test("Rows of the wrong length or beyond float16 are refused by number, and may be replaced")
  func invalidRows() throws {
    let writer = try VectorSnapshotWriter(path: path, generation: 1, fingerprint: "", dimension: 2)
    try writer.beginBlock("a")
    try writer.append([1, 2])
    #expect(
      throws: SnapshotError.invalidRow(
        block: "a", row: 1, detail: "it has 3 scalars instead of 2")
    ) { try writer.append([1, 2, 3]) }
    for scalar in [Float.nan, .infinity, 70_000] {
      #expect(throws: SnapshotError.self) { try writer.append([0, scalar]) }
    }
    #expect(throws: SnapshotError.self) {
      try [Float16.infinity, 0].withUnsafeBytes { try writer.append(float16: $0) }
    }
    #expect(throws: SnapshotError.self) {
      try [1 as UInt8].withUnsafeBytes { try writer.append(float16: $0) }
    }
    writer.place(item: 1, row: try writer.append([3, 4]))
    try writer.finish()
    let snapshot = try VectorSnapshot.open(path: path, generation: 1, fingerprint: "")
    #expect(snapshot.rowCount(ofBlock: "a") == 2)
    #expect(snapshot.vectors(of: 1, block: "a") == [[3, 4]])
  }

  @Test("Another generation or model is named, with what was expected")
  func mismatch() throws {
    try Corpus.random(items: 3, dimension: 2, blocks: ["image"], seed: 1).write(to: path)
    #expect(throws: SnapshotError.otherGeneration(path: path, found: 42, expected: 43)) {
      try VectorSnapshot.open(path: path, generation: 43, fingerprint: Corpus.fingerprint)
    }
    #expect(throws: SnapshotError.otherModel(path: path, found: "5f1c", expected: "beef")) {
      try VectorSnapshot.open(path: path, generation: 42, fingerprint: "beef")
    }
    #expect(throws: SnapshotError.self) {
      try VectorSnapshot.open(path: path + ".missing", generation: 42, fingerprint: "5f1c")
    }
  }

  @Test("Every prefix of a snapshot is refused")
  func prefixes() throws {
    try Corpus.random(items: 6, dimension: 3, blocks: ["image", "title"], seed: 2).write(to: path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in bytes.indices {
      try expectRefused(Array(bytes[..<count]), "prefix of \(count)")
    }
    try expectRefused(bytes + [0], "a byte more")
  }

  @Test("Every flipped bit is refused: in what describes the file at once, else by verification")
  func flippedBits() throws {
    try Corpus.random(items: 3, dimension: 2, blocks: ["image"], seed: 2).write(to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let field = SnapshotFormat.Field.directoryOffset
    let directory = Int(bytes[field]) + 256 * Int(bytes[field + 1])
    var verified = 0
    for bit in 0..<8 * bytes.count {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(throws: SnapshotError.self, "bit \(bit)") {
        let snapshot = try VectorSnapshot.open(
          path: path, generation: Corpus.generation, fingerprint: Corpus.fingerprint)
        verified += 1
        #expect(bit / 8 < directory)
        try snapshot.verify()
      }
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
    #expect(verified > 0)
  }

  @Test("A snapshot of many rows opens without reading them")
  func constantOpening() throws {
    let corpus = Corpus.random(items: 4000, dimension: 3, blocks: ["image"], seed: 2)
    try corpus.write(to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let directory = try VectorSnapshot.open(
      path: path, generation: Corpus.generation, fingerprint: Corpus.fingerprint)
    #expect(throws: Never.self) { try directory.verify() }
    // All that lies between header and directory may be lost.
    let end = bytes.count - 512
    for offset in 128..<end { bytes[offset] = 0xff }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let damaged = try VectorSnapshot.open(
      path: path, generation: Corpus.generation, fingerprint: Corpus.fingerprint)
    #expect(throws: SnapshotError.self) { try damaged.verify() }
    let answer = FlatIndex(damaged).neighbors(of: plainQuery([0.6, 0, 0.8]))
    #expect(answer.neighbors.allSatisfy { $0.score.isFinite })
  }

  @Test("A file with a right checksum and wrong content is refused or safe to search")
  func forgedContent() throws {
    let corpus = Corpus.random(items: 12, dimension: 3, blocks: ["image", "title"], seed: 3)
    try corpus.write(to: path)
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var generator = SeededGenerator(seed: 77)
    var opened = 0
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let values: [UInt8] = [
          0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &generator),
        ]
        bytes[Int.random(in: 8..<bytes.count, using: &generator)] =
          values.randomElement(using: &generator)!
      }
      SnapshotForgery.sealSnapshot(&bytes)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      guard
        let snapshot = try? VectorSnapshot.open(
          path: path, generation: Corpus.generation, fingerprint: Corpus.fingerprint),
        snapshot.dimension == corpus.dimension
      else { continue }
      opened += 1
      let block = BlockWeight(block: "image", weight: 1, calibration: .identity)
      let term = QueryTerm(vector: [0.6, 0, 0.8], blocks: [block])
      let answer = FlatIndex(snapshot).neighbors(
        of: IndexQuery(terms: [term], reference: .identity, count: 100))
      #expect(answer.neighbors.count == answer.total)
      // By codes, which may say anything.
      let first = FlatIndex(snapshot).neighbors(
        of: IndexQuery(terms: [term], reference: .identity, count: 1))
      #expect(first.neighbors.allSatisfy { $0.score.isFinite })
      #expect(answer.neighbors.allSatisfy { $0.score.isFinite })
      #expect(answer.total <= snapshot.itemCount)
    }
    // Most of the file is matrix, where any value is as good as another.
    #expect(opened > 100)
  }

  @Test("A writer that is dropped leaves nothing, and an older snapshot as it was")
  func dropped() throws {
    let corpus = Corpus.random(items: 3, dimension: 2, blocks: ["image"], seed: 1)
    try corpus.write(to: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    do {
      let writer = try VectorSnapshotWriter(
        path: path, generation: 43, fingerprint: "", dimension: 2)
      try writer.beginBlock("image")
      for _ in 0..<200_000 {
        try writer.append([1, 2])
      }
      #expect(try folder.contents.count == 2)
    }
    #expect(try folder.contents == ["vectors.snapshot"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("Leftovers of a killed writer are deleted by the next one, files being written are not")
  func leftovers() throws {
    let leftover = path + ".123-456.partial"
    let foreign = folder.path + "/other.snapshot.123-456.partial"
    for file in [leftover, foreign] {
      try Data([1]).write(to: URL(fileURLWithPath: file))
    }
    let busy = try VectorSnapshotWriter(path: path, generation: 1, fingerprint: "", dimension: 2)
    #expect(!FileManager.default.fileExists(atPath: leftover))
    #expect(FileManager.default.fileExists(atPath: foreign))
    try Corpus.random(items: 3, dimension: 2, blocks: ["image"], seed: 1).write(to: path)
    try busy.finish()
    #expect(try folder.contents == ["other.snapshot.123-456.partial", "vectors.snapshot"])
    let snapshot = try VectorSnapshot.open(path: path, generation: 1, fingerprint: "")
    #expect(snapshot.itemCount == 0)
  }

  @Test("A folder that is not there is reported with the path")
  func cannotWrite() throws {
    let missing = folder.path + "/missing/vectors.snapshot"
    #expect(
      throws: SnapshotError.cannotWrite(path: missing, reason: "No such file or directory")
    ) {
      try VectorSnapshotWriter(path: missing, generation: 1, fingerprint: "", dimension: 2)
    }
  }

  private func expectRefused(
    _ bytes: [UInt8], _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(throws: SnapshotError.self, what, sourceLocation: sourceLocation) {
      try VectorSnapshot.open(
        path: path, generation: Corpus.generation, fingerprint: Corpus.fingerprint)
    }
  }
}
