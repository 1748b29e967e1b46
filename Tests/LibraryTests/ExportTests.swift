import Encoders
import Foundation
import Imaging
import Storage
import Testing

@testable import Library

/// The color model with as many numbers as rclip's has; all but the first are zero.
private struct WideModel: EmbeddingModel {
  let base = ColorModel(name: "wide")
  let dimension = 512
  var name: String { base.name }
  var fingerprint: ModelFingerprint { base.fingerprint }
  var imageSide: Int { base.imageSide }
  var modalities: Set<Modality> { base.modalities }

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    base.background(query, item)
  }

  func prepare(_ image: Image) -> PreparedImage { base.prepare(image) }

  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    try base.embed(images, threads: threads).map(widened)
  }

  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    try base.embed(texts: texts, threads: threads).map { text in
      TextEmbedding(
        embedding: widened(text.embedding), tokenCount: text.tokenCount, wasCut: text.wasCut)
    }
  }

  private func widened(_ embedding: Embedding) -> Embedding {
    Embedding(normalizing: embedding.scalars + [Float](repeating: 0, count: 504))
  }
}

@Suite("Vectors for other programs")
struct ExportTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
  }

  private func fill() throws {
    for (name, red) in [("a", 220), ("b", 180), ("c", 20)] {
      try library.paint("\(name).png", red: red, blue: 200 - red / 2)
    }
    try library.write(
      "feed.csv",
      """
      id,title,description,image
      A,A red thing,Very red,a.png
      B,A pink thing,,b.png
      C,,Blue,c.png
      D,A green thing,,

      """)
    _ = try library.ingest("feed.csv")
  }

  /// What another library that imports from a path finds like a picture.
  private func alike(_ path: String) throws -> [String?] {
    var configuration = library.configuration
    configuration.databasePath = library.path(UUID().uuidString)
    let (report, model) = try MMSearchLibrary.importVectors(
      configuration, ImportRequest(path: path))
    #expect(report.rejected == 0)
    configuration.models = [model]
    return try MMSearchLibrary(opening: configuration)
      .similar(to: library.path("a.png"), SearchRequest(terms: [])).hits.map(\.path)
  }

  private var expected: [String] { [library.path("b.png"), library.path("c.png")] }

  @Test("clip-retrieval's folder is imported again with ids, titles and the model")
  func clipRetrieval() throws {
    try fill()
    let folder = library.path("out")
    #expect(try library.open().exportForClipRetrieval(to: folder) == 3)
    #expect(try alike(folder) == expected)
    #expect(throws: LibraryError.self) { try library.open().exportForClipRetrieval(to: folder) }
  }

  @Test("llm's collection has pictures by path and texts by id, and is imported again")
  func llm() throws {
    try fill()
    let path = library.path("llm.db")
    // Three pictures, and a text for each of four items.
    #expect(try library.open().exportForLLM(to: path) == 7)
    #expect(try alike(path).compactMap { $0 } == expected)
    let vectors = try ForeignVectors(path: path)
    #expect(vectors.kind == .llm)
    let collection = try #require(try vectors.collections().first)
    #expect(collection.name == "mmsearch" && collection.model == "color")
    var texts: [String: String] = [:]
    try vectors.forEachEntry(of: collection) { texts[$0.id] = $0.text }
    #expect(
      texts == ["A": "A red thing", "B": "A pink thing", "C": "Blue", "D": "A green thing"])
  }

  @Test("rclip's database takes vectors of its dimension alone, and is imported again")
  func rclip() throws {
    let path = library.path("db.sqlite3")
    library.models = [WideModel()]
    try fill()
    #expect(try library.open().exportForRclip(to: path) == 3)
    #expect(try alike(path) == expected)
    #expect(try ForeignVectors(path: path).kind == .rclip(version: 4))
    // A database that is there is somebody's.
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(throws: StorageError.self) { try library.open().exportForRclip(to: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
  }

  @Test("vectors that rclip could not compare are refused, and nothing is left behind")
  func wrongModel() throws {
    try fill()
    let error = #expect(throws: LibraryError.self) {
      try library.open().exportForRclip(to: library.path("db.sqlite3"))
    }
    #expect(error?.description.contains("ViT-B-32-256/datacomp_s34b_b86k") == true)
    let files = try FileManager.default.contentsOfDirectory(atPath: library.folder.path)
    #expect(!files.contains { $0.hasPrefix("db.sqlite3") })
  }
}
