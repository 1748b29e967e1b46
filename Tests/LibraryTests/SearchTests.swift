import Encoders
import Foundation
import Testing
import VectorIndex

@testable import Library

@Suite("Searching")
struct SearchTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    try library.paint("photos/red.png", red: 220)
    try library.paint("photos/rose.png", red: 220, green: 60, blue: 60)
    try library.paint("photos/green.png", green: 150)
    try library.paint("photos/blue.png", blue: 220)
    try library.paint("photos/purple.png", red: 130, blue: 130)
    _ = try library.index("photos")
  }

  private func ids(_ terms: [SearchTerm], count: Int = 10) throws -> [String] {
    try library.open().search(SearchRequest(terms: terms, count: count)).hits.map(\.id)
  }

  @Test("a picture finds its like and leaves itself and its copies out")
  func similar() throws {
    try library.paint("photos/copy.png", red: 220)
    _ = try library.index("photos")
    let library2 = try library.open()
    let request = SearchRequest(terms: [])
    let byPath = try library2.similar(to: library.path("photos/red.png"), request).hits
    #expect(byPath[0].id == "photos/rose.png")
    #expect(!byPath.contains { ["photos/red.png", "photos/copy.png"].contains($0.id) })
    let byID = try library2.similar(to: "photos/red.png", request).hits
    #expect(byID == byPath)
  }

  @Test("photos of the same bytes are one result with a count, unless every item is asked for")
  func copies() throws {
    try library.paint("photos/copy.png", red: 220)
    _ = try library.index("photos")
    func hits(_ grouping: ResultGrouping, _ count: Int = 10) throws -> [SearchHit] {
      var request = SearchRequest(terms: [SearchTerm(.text("red"))], count: count)
      request.grouping = grouping
      return try library.open().search(request).hits
    }
    let reds: Set = ["photos/red.png", "photos/copy.png"]
    let all = try hits(.none)
    #expect(all.filter { reds.contains($0.id) }.count == 2)
    #expect(all.allSatisfy { $0.copies == 0 })
    let grouped = try hits(.product)
    #expect(grouped.count == all.count - 1)
    #expect(grouped.filter { reds.contains($0.id) }.map(\.copies) == [1])
    #expect(try hits(.look).map(\.id).filter(reds.contains).count == 1)
    // A copy does not take the place of another picture.
    #expect(try hits(.product, 3).count == 3)
  }

  @Test("products that share a picture stay apart")
  func sharedPicture() throws {
    try library.write(
      "feed.csv", "id,title,image\nA,First,photos/red.png\nB,Second,photos/red.png\n")
    _ = try library.ingest("feed.csv")
    let ids = try library.ids(for: "red", mode: .image)
    #expect(ids.contains("A") && ids.contains("B"))
  }

  @Test("a picture that is not in the library is searched with, and not stored")
  func foreignPicture() throws {
    try library.paint("elsewhere/blueish.png", green: 20, blue: 230)
    let term = SearchTerm(.image(path: library.path("elsewhere/blueish.png")))
    #expect(try ids([term], count: 1) == ["photos/blue.png"])
    #expect(try library.open().info().items == 5)
  }

  @Test("words and pictures are mixed by weight, and a minus term pushes down its like")
  func composed() throws {
    let red = SearchTerm(.text("red"))
    let blue = SearchTerm(.image(path: library.path("photos/blue.png")))
    #expect(try ids([red, blue], count: 1) == ["photos/purple.png"])
  }

  @Test("a minus term lowers what resembles it and leaves the rest as it was")
  func minusTerm() throws {
    func scores(_ terms: [SearchTerm]) throws -> [String: Double] {
      let hits = try library.open().search(SearchRequest(terms: terms)).hits
      return Dictionary(uniqueKeysWithValues: hits.map { ($0.id, $0.score) })
    }
    let plain = try scores([SearchTerm(.text("purple"))])
    let lowered = try scores([SearchTerm(.text("purple")), SearchTerm(.text("red"), weight: -1)])
    #expect(lowered["photos/red.png"] ?? 1 < plain["photos/red.png"] ?? 0)
    #expect(lowered["photos/green.png"] == plain["photos/green.png"])
  }

  @Test("a query of minus terms alone is refused")
  func onlyMinus() throws {
    #expect(throws: LibraryError.self) { try ids([SearchTerm(.text("red"), weight: -1)]) }
  }

  @Test(
    "weights that no score can carry are refused, however they are given",
    arguments: [1e-30, 1e300])
  func extremeWeights(weight: Double) throws {
    #expect(throws: LibraryError.self) { try ids([SearchTerm(.text("red"), weight: weight)]) }
    var request = SearchRequest(terms: [SearchTerm(.text("red"))])
    request.weights = [.image: weight]
    #expect(throws: LibraryError.self) { try library.open().search(request) }
  }

  @Test("as many results as there are come back for any count")
  func hugeCount() throws {
    #expect(try ids([SearchTerm(.text("red"))], count: .max).count == 5)
  }

  @Test("one part alone is scored by its plain cosine")
  func plainCosine() throws {
    let request = SearchRequest(terms: [SearchTerm(.text("red"))], mode: .image)
    let hit = try library.open().search(request).hits[0]
    let part = try #require(hit.parts[.image])
    #expect(abs(hit.score - part) < 1e-6)
  }

  @Test("a least score leaves out what is below it")
  func minimumScore() throws {
    var request = SearchRequest(terms: [SearchTerm(.text("red"))])
    let all = try library.open().search(request)
    request.minimumScore = all.hits[1].score
    let best = try library.open().search(request)
    #expect(best.hits == Array(all.hits.prefix(2)) && best.total == 2)
  }

  @Test("a text beyond the context is cut, and the user is told")
  func longText() throws {
    let text = "red " + String(repeating: "word ", count: 500)
    let response = try library.open().search(SearchRequest(terms: [SearchTerm(.text(text))]))
    #expect(response.hits[0].id == "photos/red.png")
    #expect(response.warnings.count == 1)
  }

  @Test("another model's vectors are never compared: the error names both models")
  func otherModel() throws {
    library.models = [ColorModel(name: "other")]
    let error = #expect(throws: LibraryError.self) { try ids([SearchTerm(.text("red"))]) }
    #expect(error?.description.contains("color") == true)
    #expect(error?.description.contains("other") == true)
  }

  @Test("a second model has vectors of its own in the same library")
  func secondModel() throws {
    library.models = [ColorModel(name: "other")]
    let report = try library.index("photos")
    #expect(report.added == 0 && report.unchanged == 5)
    #expect(try ids([SearchTerm(.text("red"))], count: 1) == ["photos/red.png"])
    #expect(try library.open().info().models.count == 2)
  }

  @Test("a damaged index is built again")
  func damagedIndex() throws {
    let path = try library.open().info().indexPath
    let whole = try Data(contentsOf: URL(filePath: path))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: path), options: .atomic)
    #expect(try !library.open().info().isIndexFresh)
    #expect(try ids([SearchTerm(.text("red"))], count: 1) == ["photos/red.png"])
    #expect(try Data(contentsOf: URL(filePath: path)) == whole)
  }

  @Test("a graph finds what a scan finds, is kept beside the index, and built again once damaged")
  func graph() throws {
    for number in 0..<60 {
      try library.paint(
        "photos/\(number).png", red: number * 37 % 230, green: number * 91 % 230,
        blue: number * 53 % 230, seed: number)
    }
    _ = try library.index("photos")
    var request = SearchRequest(terms: [SearchTerm(.text("purple"))])
    let exact = try library.open().search(request)
    request.index = .hnsw
    let walked = try library.open().search(request)
    #expect(walked.index == .hnsw && exact.index == .flat)
    #expect(walked.hits == exact.hits && walked.total == exact.total)
    let path = try library.open().info().indexPath + "-image.graph"
    let whole = try Data(contentsOf: URL(filePath: path))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: path), options: .atomic)
    #expect(try library.open().search(request).hits == exact.hits)
    #expect(try Data(contentsOf: URL(filePath: path)).count == whole.count)
  }

  @Test("auto walks over a graph once it is there and was found to be faster, and never builds one")
  func automaticIndex() throws {
    for number in 0..<60 {
      try library.paint(
        "photos/\(number).png", red: number * 37 % 230, green: number * 91 % 230,
        blue: number * 53 % 230, seed: number)
    }
    _ = try library.index("photos")
    let opened = try library.open()
    let path = try opened.info().indexPath
    let request = SearchRequest(terms: [SearchTerm(.text("purple"))])
    #expect(try opened.search(request).index == .flat)
    #expect(!FileManager.default.fileExists(atPath: path + "-image.graph"))

    let snapshot = try opened.searcher().members[0].index.snapshot
    func cache(rowsWorthAGraph: Int) -> GraphCache {
      GraphCache(
        snapshot, besideIndexAt: path, threads: 1, rowsWorthAGraph: rowsWorthAGraph)
    }
    var announced: [Int] = []
    cache(rowsWorthAGraph: 66).update(announce: { announced.append($0) }, while: { true })
    #expect(announced.isEmpty && cache(rowsWorthAGraph: 66).kept.isEmpty)
    cache(rowsWorthAGraph: 65).update(announce: { announced.append($0) }, while: { false })
    #expect(announced.isEmpty && cache(rowsWorthAGraph: 65).kept.isEmpty)
    cache(rowsWorthAGraph: 65).update(announce: { announced.append($0) }, while: { true })
    #expect(announced == [65])
    let kept = try #require(cache(rowsWorthAGraph: 65).kept.first)
    let trial = try #require(kept.trial)
    let walked = cache(rowsWorthAGraph: 65).index(.auto, count: 10, expansion: nil)
    #expect((walked != nil) == trial.isWorthWalking)
    #expect(cache(rowsWorthAGraph: 65).index(.flat, count: 10, expansion: nil) == nil)
    // An answer is the same however it was found, of so few.
    #expect(try opened.search(request).hits.count == 10)
    let report = try opened.verify()
    #expect(report.problems.isEmpty && report.recallAt10 == 1)
    cache(rowsWorthAGraph: 65).update(announce: { announced.append($0) }, while: { true })
    #expect(announced.count == 1)
  }

  @Test("verify finds a flipped bit in a graph", arguments: [0.3, 0.6, 0.95])
  func damagedGraph(place: Double) throws {
    var request = SearchRequest(terms: [SearchTerm(.text("purple"))])
    request.index = .hnsw
    _ = try library.open().search(request)
    let path = try library.open().info().indexPath + "-image.graph"
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[Int(place * Double(bytes.count))] ^= 4
    try bytes.write(to: URL(filePath: path), options: .atomic)
    #expect(try library.open().verify().problems.first?.contains(path) == true)
    // Such a graph may answer wrongly, but it does answer.
    _ = try library.open().search(request)
  }

  @Test("neither a folder nor a missing path is searched for its like")
  func unusablePaths() throws {
    let opened = try library.open()
    let request = SearchRequest(terms: [])
    for path in [library.path("photos"), library.path("nowhere.jpg")] {
      let error = #expect(throws: LibraryError.self) { try opened.similar(to: path, request) }
      #expect(error?.description.contains(path) == true)
    }
  }

  @Test("verify finds a sound library sound, with every exact neighbour found")
  func verify() throws {
    let report = try library.open().verify()
    #expect(report.problems.isEmpty)
    #expect(report.recallAt10 == 1)
    #expect(report.checkedItems == 5 && report.checkedVectors == 5)
  }
}
