import Storage
import SystemPackage
import Testing

@Suite("Models of a library")
struct ModelTests {
  private let folder: TemporaryFolder
  private let store: LibraryStore

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
  }

  /// A library with two titles, both embedded by a first model, the first one by a second one as well.
  private func fill() throws -> (first: ModelRecord, second: ModelRecord) {
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .path("/shop/feed.csv"))
      let scan = try transaction.beginScan(source: source)
      let first = try transaction.putModel(fingerprint: "a", name: "first", dimension: 2)
      for title in ["red mug", "blue mug"] {
        let content = ContentHash(hashing: title)
        try transaction.putVector([1, 0], content: content, part: .title, model: first)
        try transaction.upsertItem(
          ItemRecord(key: title, source: source, title: title),
          parts: [PartRecord(part: .title, content: content)], seenIn: scan)
      }
      let second = try transaction.putModel(
        fingerprint: "b", name: "second", dimension: 2, directory: "/models/second")
      try transaction.putVector(
        [0, 1], content: ContentHash(hashing: "red mug"), part: .title, model: second)
      try transaction.countMissingVectors()
      return (first, second)
    }
  }

  private func missing() throws -> [String: Int] {
    let models = try store.read { try $0.models() }
    return Dictionary(uniqueKeysWithValues: models.map { ($0.name, $0.missingVectors) })
  }

  @Test("a model lacks what the others have embedded and it has not")
  func missingVectors() throws {
    _ = try fill()
    #expect(try missing() == ["first": 0, "second": 1])
    try store.write { transaction in
      let images = try transaction.putModel(
        fingerprint: "c", name: "images", dimension: 2, parts: [.image])
      #expect(images.parts == [.image])
    }
    #expect(try missing() == ["first": 0, "second": 1, "images": 0])
  }

  @Test("a model is remembered with the folder that it was last opened from")
  func directory() throws {
    _ = try fill()
    try store.write { transaction in
      let moved = try transaction.putModel(
        fingerprint: "b", name: "second", dimension: 2, directory: "/elsewhere")
      #expect(moved.directory == "/elsewhere")
    }
    #expect(try store.read { try $0.models().map(\.directory) } == ["", "/elsewhere"])
  }

  @Test("a removed model takes its vectors along and no others, and the library is sound")
  func removal() throws {
    let (first, second) = try fill()
    #expect(try store.write { try $0.removeModel(first) } == 2)
    try store.compact()
    #expect(try store.read { try $0.models().map(\.name) } == ["second"])
    #expect(try store.read { try $0.vectorCount(part: .title, model: second) } == 1)
    #expect(try store.read { try $0.problems() }.isEmpty)
    #expect(try missing() == ["second": 1])
  }

  @Test("a model has one re-ranker, which the next replaces and which goes with the model")
  func rerankers() throws {
    let (first, second) = try fill()
    let old = RerankerRecord(settings: "{\"a\":1}", weights: [1, 2, 3], createdUnixSeconds: 7)
    let new = RerankerRecord(settings: "{}", weights: [], createdUnixSeconds: 8)
    try store.write { transaction in
      try transaction.putReranker(old, of: first)
      try transaction.putReranker(old, of: second)
      try transaction.putReranker(new, of: second)
    }
    #expect(try store.read { try $0.reranker(of: first) } == old)
    #expect(try store.read { try $0.reranker(of: second) } == new)
    try store.write { transaction in
      #expect(try transaction.removeReranker(of: first))
      #expect(try !transaction.removeReranker(of: first))
      try transaction.removeModel(second)
    }
    #expect(try store.read { try $0.reranker(of: first) } == nil)
    #expect(try store.read { try $0.reranker(of: second) } == nil)
  }

  @Test("a model known by its vectors alone becomes whole when it is here, and never the other way")
  func imported() throws {
    func put(_ directory: String, _ parts: Set<Part>) throws -> ModelRecord {
      try store.write {
        try $0.putModel(
          fingerprint: "f", name: "m", dimension: 4, directory: directory, parts: parts)
      }
    }
    #expect(try put("", []).parts.isEmpty)
    #expect(try put("/models/m", [.image, .title]).parts == [.image, .title])
    let known = try put("", [])
    #expect(known.parts == [.image, .title] && known.directory == "/models/m")
  }
}
