import Encoders
import Foundation
import Ranking
import Storage
import Testing
import Tuning

@testable import Library

@Suite("Heads that a library has trained")
struct TuneTests {
  let library: TestLibrary

  /// Pictures of 22 shades of red by 16 of blue; the label depends on their blue alone, and so half of what
  /// makes them alike does not matter. Labels of `noise` depend on nothing.
  init() throws {
    library = try TestLibrary()
    var generator = SplitMix64(seed: 5)
    var feed = "id,title,image,shade,noise\n"
    for red in 0..<22 {
      for blue in 0..<16 {
        let name = "\(red)-\(blue).png"
        try library.paint(name, red: red * 10, green: red * 5, blue: blue * 14)
        let noise = Int.random(in: 0..<4, using: &generator)
        feed += "\(name),picture \(red) \(blue),\(name),shade \(blue / 4),noise \(noise)\n"
      }
    }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
  }

  private func request(_ field: String, head: HeadKind = .linear) -> TuningRequest {
    var request = TuningRequest(.field(field), head: head)
    request.settings = TrainingSettings(epochs: 12, learningRate: 0.02, threads: 2)
    request.batchSize = 64
    return request
  }

  private func alike(_ head: HeadChoice) throws -> [String] {
    try library.openForWriting(head).similar(to: "10-8.png", SearchRequest(terms: [], count: 20))
      .hits.map(\.id)
  }

  @Test("a gain is kept, used, and undone; new items need no training; the base answers as before")
  func kept() throws {
    let before = try alike(.active)
    let report = try library.openForWriting().tune(request("shade"))
    #expect(report.hasGain && report.isKept && report.tuned > report.base)
    #expect(try alike(.none) == before)
    func share(_ ids: [String]) -> Int {
      ids.count { id in
        id.split(separator: "-").last.flatMap { Int($0.dropLast(4)) }.map { $0 / 4 } == 2
      }
    }
    let tuned = try alike(.active)
    #expect(share(tuned) > share(before), "\(tuned) \(before)")
    #expect(try alike(.named("shade")) == tuned && alike(.learned) == tuned)

    try library.paint("new.png", red: 100, green: 50, blue: 8 * 14, seed: 3)
    _ = try library.index("new.png")
    #expect(try alike(.active).contains { $0.hasSuffix("new.png") })
    #expect(try library.openForWriting().heads(.list).map(\.isActive) == [true])
    #expect(try library.openForWriting().heads(.rollBack).map(\.isActive) == [false])
    #expect(try alike(.active) == alike(.none))
    #expect(throws: LibraryError.self) { try alike(.learned) }
    #expect(throws: LibraryError.self) { try library.openForWriting().heads(.rollBack) }
    _ = try library.openForWriting().heads(.use("shade"))
    #expect(try alike(.active) == alike(.named("shade")))
    #expect(try library.openForWriting().heads(.remove("shade")).isEmpty)
    #expect(throws: LibraryError.self) { try alike(.named("shade")) }
  }

  @Test("labels that mean nothing change nothing, unless it is forced")
  func refused() throws {
    let before = try alike(.active)
    var request = request("noise")
    let report = try library.openForWriting().tune(request)
    #expect(!report.hasGain && !report.isKept)
    #expect(try library.openForWriting().heads(.list).isEmpty && alike(.active) == before)
    request.isForced = true
    #expect(try library.openForWriting().tune(request).isKept)
    #expect(try library.openForWriting().heads(.list).map(\.name) == ["noise"])
  }

  @Test("items that are left out neither teach nor judge; unknown ones are told")
  func excluded() throws {
    // Half of one shade carries another one's name, as a mistake would.
    let ids = (0..<11).flatMap { red in (0..<4).map { "\(red)-\($0).png" } }
    let feed = try String(contentsOfFile: library.path("feed.csv"), encoding: .utf8)
    let wrong = feed.split(separator: "\n").map { line in
      ids.contains { line.hasPrefix($0 + ",") }
        ? line.replacingOccurrences(of: "shade 0", with: "shade 3") : String(line)
    }
    try library.write("feed.csv", wrong.joined(separator: "\n") + "\n")
    _ = try library.ingest("feed.csv")
    var request = request("shade")
    let with = try library.openForWriting().tune(request)
    request.excludedItems = ids + ["nobody"]
    var warnings: [String] = []
    let without = try library.openForWriting().tune(
      request,
      report: { event in
        if case .warning(let warning) = event { warnings.append(warning) }
      })
    #expect(warnings.count == 1 && warnings[0].hasPrefix("1 of the \(ids.count + 1) items"))
    let total = { (report: TuningReport) in
      report.counts.training + report.counts.validation + report.counts.test
    }
    #expect(total(with) == 352 && total(without) == 352 - ids.count)
    #expect(without.counts.test < with.counts.test)
    #expect(without.base > with.base && without.tuned > with.tuned)
  }

  @Test("the head learned last is rolled back to the one before")
  func previous() throws {
    _ = try library.openForWriting().tune(request("shade"))
    var second = request("shade", head: .diagonal)
    second.name = "second"
    second.isForced = true
    _ = try library.openForWriting().tune(second)
    #expect(try library.openForWriting().heads(.list).map(\.isActive) == [false, true])
    #expect(try library.openForWriting().heads(.rollBack).map(\.isActive) == [true, false])
  }

  @Test("a field that nothing has, and too few examples, are errors that say so")
  func errors() throws {
    #expect(throws: StorageError.self) { try library.openForWriting().tune(request("nonsense")) }
    try library.write(
      "pairs.jsonl", #"{"query": "a red picture", "relevant": ["10-8.png"]}"# + "\n")
    #expect(throws: LibraryError.self) {
      try library.openForWriting().tune(TuningRequest(.pairs(path: library.path("pairs.jsonl"))))
    }
  }

  @Test("a teacher that sees blue alone is learned from its vectors")
  func distilled() throws {
    let lines = try library.openForWriting().export(
      vectorsPath: library.path("base.npy"), itemsPath: library.path("items.jsonl"))
    let items = try String(contentsOfFile: library.path("items.jsonl"), encoding: .utf8)
      .split(separator: "\n")
    #expect(items.count == lines)
    let writer = try NumpyWriter(path: library.path("teacher.npy"), dimension: 2)
    for line in items {
      let blue = line.contains("\"part\":\"image\"") ? Self.blue(of: line) : 8
      let angle = Float(blue) / 16 * 3
      try writer.append([Foundation.cos(angle), Foundation.sin(angle)])
    }
    try writer.finish()
    var request = request("shade")
    request.source = .teacherVectors(path: library.path("teacher.npy"))
    request.isForced = true
    let report = try library.openForWriting().tune(request)
    #expect(report.measure == "teacher@10" && report.tuned > report.base)
    request.source = .teacherVectors(path: library.path("base.npy"))
    try library.write("base.npy", Array("no array".utf8))
    #expect(throws: TuningError.self) { try library.openForWriting().tune(request) }
  }

  private static func blue(of line: Substring) -> Int {
    let id = line.firstRange(of: "\"id\":\"").map { line[$0.upperBound...].prefix { $0 != "\"" } }
    return id?.split(separator: "-").last.flatMap { Int($0.dropLast(4)) } ?? 0
  }
}
