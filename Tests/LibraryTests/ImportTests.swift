import Encoders
import Foundation
import Testing

@testable import Library

@Suite("Vectors that other programs made")
struct ImportTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
  }

  /// A copy of a file of the fixtures, which `make_import.py` beside them wrote by the programs' own code.
  @discardableResult
  private func copy(_ name: String) throws -> String {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/Import")
    try library.write(name, [UInt8](Data(contentsOf: fixtures.appending(path: name))))
    return library.path(name)
  }

  private func run(
    _ path: String, model: String? = nil, _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> (report: IngestReport, model: String) {
    var request = ImportRequest(path: path)
    request.model = model
    change(&request)
    let events = library.events
    return try MMSearchLibrary.importVectors(
      library.configuration, request, report: { events.append($0) })
  }

  /// Opened as a user would, with a model that the program does not have or the one it comes with.
  private func open(_ model: String = "default") throws -> MMSearchLibrary {
    var configuration = library.configuration
    configuration.models = [model]
    return try MMSearchLibrary(opening: configuration)
  }

  @Test("rclip's database is searched by its pictures, whether or not they are there")
  func rclip() throws {
    for name in ["red.png", "pink.png", "green.png", "changed.png"] { try copy(name) }
    let path = try copy("rclip.sqlite3")
    let (report, model) = try run(path)
    #expect(model == "ViT-B-32-256/datacomp_s34b_b86k")
    #expect(report.added == 4 && report.rejected == 4)
    #expect(library.events.rejections.contains { $0.contains("changed since") })
    #expect(library.events.rejections.contains { $0.contains("3 numbers") })
    #expect(library.events.rejections.count { $0.contains("no direction") } == 2)

    let similar = try open().similar(
      to: library.path("red.png"), SearchRequest(terms: [], count: 2))
    #expect(similar.hits.map(\.id) == ["pink.png", "green.png"])
    // 2·1.8 + 0.5·0.5 over the two lengths, kept in half precision.
    let expected = (3.6 + 0.25) / (4.25.squareRoot() * 3.65.squareRoot())
    #expect(abs((similar.hits.first?.score ?? 0) - expected) < 2e-3)
    #expect(similar.hits.first?.path == library.path("pink.png"))
    #expect(similar.warnings.contains { $0.contains(model) })
    let gone = try open(model).similar(to: "/nowhere/gone.jpg", SearchRequest(terms: [], count: 1))
    #expect(gone.hits.count == 1)

    #expect {
      try open().search(SearchRequest(terms: [SearchTerm(.text("red"))]))
    } throws: {
      "\($0)".contains("mmsearch model add")
    }
    // The default model is here, so that its name is not free for vectors of another length.
    #expect(throws: LibraryError.self) { try run(path, model: "default") }
    #expect(try open().verify().problems.isEmpty)
    let again = try run(path).report
    #expect(again.unchanged == 4 && again.added == 0 && again.changed == 0)
  }

  @Test("a collection of llm is imported under its model's name, and has to be named among several")
  func llm() throws {
    let path = try copy("llm.db")
    #expect {
      try run(path)
    } throws: {
      "\($0)".contains("phrases, unnamed") && "\($0)".contains("--collection")
    }
    let (report, model) = try run(path) { $0.collection = "phrases" }
    #expect(model == "lengths" && report.added == 4)
    var request = SearchRequest(terms: [], count: 1, mode: .text)
    request.weights = [.title: 1]
    // Both are red and short, with two e's between them; the tree is long.
    #expect(try open().similar(to: "phrase-0", request).hits.first?.title == "the red cup")
    let unnamed = try run(path) { $0.collection = "unnamed" }.report
    #expect(unnamed.added == 1)
  }

  @Test("a folder of clip-retrieval, a row of metadata for each vector")
  func clipRetrieval() throws {
    try library.write(
      "clip/img_emb/img_emb_0.npy", TestLibrary.npy([[1, 0], [0.9, 0.1], [0, 1]]))
    try library.write("clip/img_emb/img_emb_1.npy", TestLibrary.npy([[0.5, 0.5]]))
    let path = library.path("clip")
    #expect {
      try run(path, model: "clip")
    } throws: {
      "\($0)".contains("read_parquet") && "\($0)".contains("metadata_0")
    }
    try library.write(
      "clip/metadata/metadata_0.jsonl",
      """
      {"image_path":"/data/000.jpg","caption":"a cat","key":"000"}
      {"image_path":"/data/001.jpg","caption":"another cat","key":"001"}
      {"image_path":"/data/002.jpg","caption":"a boat","key":"002"}
      """)
    try library.write(
      "clip/metadata/metadata_1.csv", "image_path,caption,key\n/data/003.jpg,a dog,003\n")
    #expect {
      try run(path)
    } throws: {
      "\($0)".contains("--model")
    }
    let report = try run(path, model: "clip").report
    #expect(report.added == 4)
    let hits = try open("clip").similar(to: "/data/000.jpg", SearchRequest(terms: [])).hits
    #expect(hits.map(\.title) == ["another cat", "a dog", "a boat"])
    // Keywords need no model.
    #expect(try library.ids(for: "boat", mode: .keyword) == ["/data/002.jpg"])
  }

  @Test("what export wrote comes back, whatever library it goes to")
  func roundTrip() throws {
    try library.paint("red.png", red: 220)
    try library.paint("blue.png", blue: 220)
    try library.write(
      "feed.csv",
      "id,title,description,image\nA,a red thing,as red as can be,red.png\nB,a blue thing,,blue.png\n"
    )
    _ = try library.ingest("feed.csv")
    _ = try library.open().export(
      vectorsPath: library.path("v.npy"), itemsPath: library.path("items.jsonl"))
    let before = try library.open().search(
      SearchRequest(terms: [SearchTerm(.item("A"))], count: 2)
    ).hits.map(\.score)
    for suffix in ["", "-wal", "-shm", ".lock"] {
      try? library.remove("library.sqlite" + suffix)
    }
    #expect {
      try run(library.path("v.npy"), model: "other") { $0.items = library.path("items.jsonl") }
    } throws: {
      "\($0)".contains("of color, not of other")
    }
    let (report, model) = try run(library.path("v.npy")) {
      $0.items = library.path("items.jsonl")
    }
    #expect(model == "color" && report.added == 2 && report.rejected == 0)
    // The fingerprint came along: the model itself answers words again.
    #expect(try library.ids(for: "blue").first == "B")
    let after = try library.open().search(
      SearchRequest(terms: [SearchTerm(.item("A"))], count: 2)
    ).hits.map(\.score)
    for (a, b) in zip(before, after) { #expect(abs(a - b) < 1e-3) }
    // Nothing is left to embed: the pictures are known by their content.
    #expect(try library.ingest("feed.csv").broken == 0)
    #expect(try library.open().verify().problems.isEmpty)
  }

  @Test("a source that is none, or damaged, is an error that names it, and nothing is made")
  func hostile() throws {
    let rclip = [UInt8](try Data(contentsOf: URL(filePath: copy("rclip.sqlite3"))))
    try library.write("text.db", "no database at all, but long enough to be taken for one by some")
    try library.write("items.jsonl", "{\"id\":\"a\"}\n")
    let good = TestLibrary.npy([[1, 0]])
    let broken: [(String, [UInt8])] = [
      ("empty.db", []), ("half.db", Array(rclip[..<5000])), ("zeros.npy", [0, 0, 0]),
      ("short.npy", good.dropLast()), ("long.npy", good + [0]),
      ("huge.npy", TestLibrary.npy([[1, 0]], shape: "(4611686018427387904, 4611686018427387904)")),
      ("strings.npy", TestLibrary.npy([[1, 0]], descr: "|S8")),
      ("vector.npy", TestLibrary.npy([[1, 0]], shape: "(2,)")),
      ("minus.npy", TestLibrary.npy([[1, 0]], shape: "(-1, -2)")), ("head.npy", Array(good[..<20])),
      ("more.npy", TestLibrary.npy([[1, 0], [0, 1]])),
    ]
    for (name, bytes) in broken { try library.write(name, bytes) }
    for name in broken.map(\.0) + ["text.db", "nothing.db"] {
      #expect("\(name)") {
        try run(library.path(name), model: "m") { $0.items = library.path("items.jsonl") }
      } throws: {
        "\($0)".contains(library.path(name))
      }
    }
  }
}
