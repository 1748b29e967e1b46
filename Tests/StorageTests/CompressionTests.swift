import Storage
import Testing

@Suite("Compressions of a library")
struct CompressionTests {
  private let folder: TemporaryFolder
  private let store: LibraryStore
  private let model: ModelRecord

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
    model = try store.write { transaction in
      let model = try transaction.putModel(fingerprint: "a", name: "first", dimension: 2)
      _ = try transaction.putModel(fingerprint: "b", name: "second", dimension: 2)
      let head = HeadRecord(
        name: "head", fingerprint: "h", settings: "{}", weights: [1], createdUnixSeconds: 3)
      try transaction.putActiveHead(head, of: model)
      return model
    }
  }

  private func compression(behind head: String?, _ fingerprint: String) -> CompressionRecord {
    CompressionRecord(
      headFingerprint: head, fingerprint: fingerprint, settings: #"{"a":"é"}"#,
      maps: head == nil ? nil : [0, 1, 255], createdUnixSeconds: 7)
  }

  @Test("the model and each of its heads have one each, and none is another's")
  func kept() throws {
    let plain = compression(behind: nil, "p")
    let behind = compression(behind: "h", "q")
    let generation = try store.read { try $0.generation() }
    try store.write { transaction in
      try transaction.putCompression(compression(behind: nil, "old"), of: model)
      try transaction.putCompression(plain, of: model)
      try transaction.putCompression(behind, of: model)
    }
    try store.read { transaction in
      #expect(try transaction.compression(of: model, behindHead: nil) == plain)
      #expect(try transaction.compression(of: model, behindHead: "h") == behind)
      #expect(try transaction.compression(of: model, behindHead: "other") == nil)
      #expect(try transaction.compressions(of: model) == [plain, behind])
      let second = try #require(try transaction.model(fingerprint: "b"))
      #expect(try transaction.compressions(of: second).isEmpty)
      // No index has to be built again for it.
      #expect(try transaction.generation() == generation)
    }
    try store.write { try $0.removeCompression(of: model, behindHead: nil) }
    #expect(try store.read { try $0.compressions(of: model) } == [behind])
  }

  @Test("a compression goes with its head or its model, and needs a head that is there")
  func removed() throws {
    try store.write { transaction in
      try transaction.putCompression(compression(behind: nil, "p"), of: model)
      try transaction.putCompression(compression(behind: "h", "q"), of: model)
    }
    #expect(throws: StorageError.self) {
      try store.write { try $0.putCompression(compression(behind: "gone", "r"), of: model) }
    }
    try store.write { transaction in
      let head = try #require(try transaction.heads(of: model).first)
      try transaction.removeHead(head, of: model)
    }
    #expect(try store.read { try $0.compressions(of: model) }.map(\.fingerprint) == ["p"])
    _ = try store.write { try $0.removeModel(model) }
    #expect(try store.read { try $0.compressions(of: model) }.isEmpty)
  }
}
