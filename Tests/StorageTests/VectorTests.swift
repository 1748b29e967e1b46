import Foundation
import GRDB
import Storage
import SystemPackage
import Testing

@Suite("Vectors, models and images by content")
struct VectorTests {
  let folder: TemporaryFolder
  let store: LibraryStore

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
  }

  /// Photos of the given contents, each with a vector of a model with eight dimensions.
  @discardableResult
  func enter(_ contents: [String]) throws -> ModelRecord {
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 8)
      for content in contents {
        try transaction.enterPhoto(
          at: folder.file(content), key: content, bytes: content, source: source, scan: scan,
          model: model)
      }
      return model
    }
  }

  /// Runs SQL behind the library's back.
  func tamper(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let database = try DatabaseQueue(path: folder("library.sqlite"), configuration: configuration)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
  }

  @Test("single precision comes back exactly, half precision rounded to the nearest half")
  func precision() throws {
    let content = ContentHash(hashing: "x")
    let scalars = unitVector(3, dimension: 100)
    try store.write { transaction in
      let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 100)
      try transaction.putVector(
        scalars, content: content, part: .image, model: model, precision: .float32)
      #expect(try transaction.vector(content, part: .image, model: model) == scalars)
      // Storing again replaces.
      try transaction.putVector(scalars, content: content, part: .image, model: model)
      #expect(
        try transaction.vector(content, part: .image, model: model)
          == scalars.map { Float(Float16($0)) })
      #expect(try transaction.vector(content, part: .title, model: model) == nil)
    }
  }

  @Test("blobs are little-endian IEEE numbers")
  func blobs() throws {
    try store.write { transaction in
      let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 2)
      for (part, precision) in [(Part.image, VectorPrecision.float16), (.title, .float32)] {
        try transaction.putVector(
          [0.6, -0.8], content: ContentHash(hashing: "x"), part: part, model: model,
          precision: precision)
      }
    }
    let database = try DatabaseQueue(path: folder("library.sqlite"))
    let blobs = try database.read {
      try String.fetchAll($0, sql: "SELECT hex(scalars) FROM vector ORDER BY part")
    }
    // 0.6 and −0.8 by NumPy: np.array([.6, -.8], '<f2').tobytes().hex(), and '<f4'.
    #expect(blobs == ["CD3866BA", "9A99193FCDCC4CBF"])
  }

  @Test("a vector of the wrong length or not of unit length cannot be stored")
  func refusals() throws {
    try store.write { transaction in
      let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 2)
      let content = ContentHash(hashing: "x")
      #expect(throws: StorageError.wrongDimension(model: "m", expected: 2, found: 3)) {
        try transaction.putVector([1, 0, 0], content: content, part: .image, model: model)
      }
      for scalars in [[0, 0], [1, 1], [.nan, 1], [.infinity, 0]] as [[Float]] {
        #expect {
          try transaction.putVector(scalars, content: content, part: .image, model: model)
        } throws: { error in
          if case StorageError.notAUnitVector = error { true } else { false }
        }
      }
      #expect(throws: StorageError.wrongDimension(model: "m", expected: 2, found: 4)) {
        try transaction.putModel(fingerprint: "f", name: "m", dimension: 4)
      }
      #expect(try !transaction.hasVector(content, part: .image, model: model))
    }
  }

  @Test("vectors belong to content and model: copies share one, another model has none")
  func contentAddressing() throws {
    let model = try enter(["a", "b"])
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      try transaction.enterPhoto(
        at: folder.file("copy"), key: "copy", bytes: "a", source: source, scan: scan)
      let other = try transaction.putModel(fingerprint: "g", name: "m", dimension: 8)
      #expect(other.id != model.id)
      let contents = ["a", "b", "c"].map { ContentHash(hashing: $0) }
      #expect(
        try transaction.missingVectors(among: contents, part: .image, model: model)
          == [contents[2]])
      #expect(
        try transaction.missingVectors(among: contents, part: .image, model: other)
          == Set(contents))
      #expect(try transaction.models() == [model, other])
      #expect(try transaction.model(fingerprint: "g") == other)
      #expect(try transaction.files(with: contents[0]).map(\.path.string).count == 2)
    }
  }

  @Test("vectors stream in the order of their hashes, without those of offline items")
  func streaming() throws {
    let model = try enter(["a", "bb", "ccc", "dddd"])
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      for item in [1, 2, 4] as [Int64] { try transaction.markSeen(item: item, scan: scan) }
      _ = try transaction.sweep(source: source, scan: scan, prune: false)
    }
    var found: [(ContentHash, [Float])] = []
    try store.read { transaction in
      try transaction.forEachVector(part: .image, model: model) { content, bytes, precision in
        #expect(precision == .float16)
        let scalars = (0..<8).map { index in
          Float(
            Float16(
              bitPattern: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        }
        found.append((content, scalars))
      }
      #expect(try transaction.vectorCount(part: .image, model: model) == 3)
      #expect(try transaction.counts().vectors.map(\.count) == [4])
    }
    let expected = ["a", "bb", "dddd"].map { ContentHash(hashing: $0) }.sorted()
    #expect(found.map(\.0) == expected)
    for (content, scalars) in found {
      #expect(try store.read { try $0.vector(content, part: .image, model: model) } == scalars)
    }
  }

  @Test("a stored vector of the wrong length is an error to every reader")
  func wrongBlobLength() throws {
    let model = try enter(["a", "b"])
    try tamper("UPDATE vector SET scalars = zeroblob(15) WHERE id = 2")
    let content = ContentHash(hashing: "b")
    #expect {
      try store.read { try $0.vector(content, part: .image, model: model) }
    } throws: { error in
      "\(error)".contains("15 bytes instead of 16")
    }
    #expect {
      try store.read { try $0.forEachVector(part: .image, model: model) { _, _, _ in } }
    } throws: { error in
      if case StorageError.damaged = error { true } else { false }
    }
  }

  @Test(
    "the check names what is wrong",
    arguments: [
      ("UPDATE vector SET scalars = zeroblob(15) WHERE id = 2", "15 bytes instead of 16"),
      ("UPDATE vector SET scalars = zeroblob(16) WHERE id = 2", "the length 0.0 instead of 1"),
      ("UPDATE vector SET scalars = CAST(x'007E' || zeroblob(14) AS BLOB)", "the length nan"),
      ("DELETE FROM image", "the item a has an image that is not on record"),
      ("DELETE FROM part WHERE item = 2", "the item b has no part"),
      ("DELETE FROM file WHERE id = 1", "the table part refers to a row of the table file"),
      ("UPDATE vector SET model = 9", "the table vector refers to a row of the table model"),
    ])
  func problems(tampering: String, message: String) throws {
    try enter(["a", "b"])
    #expect(try store.read { try $0.problems() } == [])
    try tamper(tampering)
    let problems = try store.read { try $0.problems() }
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  @Test("an image is kept by its content; the same again is no change")
  func images() throws {
    let image = ImageRecord(
      content: ContentHash(hashing: "x"), width: 3, height: 2, format: "webp", isBlank: true)
    try store.write { try $0.putImage(image) }
    let generation = try store.read { try $0.generation() }
    try store.write { try $0.putImage(image) }
    #expect(try store.read { try $0.generation() } == generation)
    #expect(try store.read { try $0.image(image.content) } == image)
    var other = image
    other.isBlank = false
    try store.write { try $0.putImage(other) }
    #expect(try store.read { try $0.image(image.content) } == other)
    #expect(try store.read { try $0.generation() } > generation)
  }

  @Test("hashes are SHA-256, ordered as their bytes")
  func hashes() throws {
    // FIPS 180-4, example "abc".
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let hash = ContentHash(hashing: "abc")
    #expect(hash.hex == abc)
    #expect(ContentHash(bytes: hash.bytes) == hash)
    #expect(ContentHash(bytes: hash.bytes.dropLast()) == nil)
    #expect(Array("abc".utf8).withUnsafeBytes { ContentHash(hashing: $0) } == hash)
    let hashes = (0..<50).map { ContentHash(hashing: "\($0)") }
    #expect(hashes.sorted().map(\.hex) == hashes.map(\.hex).sorted())
  }
}
