import Encoders
import Foundation
import Storage
import Testing
import Tuning

@testable import Library

@Suite("Learning from feedback")
struct FeedbackTuningTests {
  let library: TestLibrary

  /// Pictures of many colours, with the colours' names as titles.
  init() throws {
    library = try TestLibrary()
    var feed = "id,title,image\n"
    for red in 0..<8 {
      for green in 0..<4 {
        for blue in 0..<4 {
          let name = "\(red)-\(green)-\(blue)"
          try library.paint("\(name).png", red: red * 30, green: green * 60, blue: blue * 60)
          feed += "\(name),\(red > 4 ? "red" : "blue") picture,\(name).png\n"
        }
      }
    }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
  }

  /// For pictures that are somewhat red, those that are very red.
  private func giveFeedback(_ queries: Int) throws {
    for number in 0..<queries {
      let liked = (0..<4).map { "7-\(number % 2)-\($0)" }
      _ = try MMSearchLibrary.judge(
        library.configuration, .like, query: "3-\(number % 4)-\(number / 4)", items: liked)
    }
  }

  /// All that a library can show for itself: its vectors, its index, and its answers.
  private struct Snapshot: Equatable {
    var files: [String: Data] = [:]
    var answers: [[SearchHit]] = []
    var generation: Int64

    init(_ library: MMSearchLibrary, _ folder: URL) throws {
      generation = try library.store.read { try $0.generation() }
      for query in ["3-0-0", "3-3-3", "0-1-2"] {
        answers.append(
          try library.similar(to: query, SearchRequest(terms: [], count: 50)).hits)
      }
      let (vectors, items) = (folder.appending(path: "v.npy"), folder.appending(path: "i.jsonl"))
      _ = try library.export(vectorsPath: vectors.path, itemsPath: items.path)
      let record = try library.modelRecord()
      let index = IndexCache.path(of: record.fingerprint, in: library.store)
      for file in [vectors, items, URL(filePath: index)] {
        files[file.lastPathComponent] = try Data(contentsOf: file)
      }
    }
  }

  @Test("taking back what was learned restores answers, vectors and index to the byte")
  func undone() throws {
    let before = try Snapshot(try library.openForWriting(), library.folder)
    try giveFeedback(6)
    #expect(try Snapshot(try library.openForWriting(), library.folder) == before)
    var request = TuningRequest(.feedback)
    request.isForced = true
    let report = try library.openForWriting().tune(request)
    #expect(report.isKept && report.queries == 6 && report.counts.training == 24)
    let tuned = try Snapshot(try library.openForWriting(), library.folder)
    #expect(tuned.answers != before.answers && tuned.files == before.files)

    #expect(try library.openForWriting().heads(.rollBack).map(\.isActive) == [false])
    #expect(try library.openForWriting().heads(.remove("feedback")).isEmpty)
    #expect(try MMSearchLibrary.undoFeedback(library.configuration, rounds: nil) == 24)
    #expect(try Snapshot(try library.openForWriting(), library.folder) == before)
    #expect(try MMSearchLibrary.feedback(library.configuration) == .init(entries: [], rounds: 0))
  }

  @Test("too little feedback, and none on items that are here, is an error that says so")
  func tooLittle() throws {
    for queries in [0, 2] {
      try giveFeedback(queries)
      let error = #expect(throws: LibraryError.self) {
        try library.openForWriting().tune(TuningRequest(.feedback))
      }
      let sentence = "items are liked for \(queries) of the 3 queries"
      #expect(error?.description.hasPrefix(sentence) == true)
    }
  }

  @Test("a query whose picture is gone is learned from while its vector is known")
  func goneQueries() throws {
    try giveFeedback(3)
    try library.paint("other.png", red: 120, seed: 5)
    _ = try MMSearchLibrary.judge(
      library.configuration, .like, query: "@" + library.path("other.png"), items: ["7-0-0"])
    try library.remove("other.png")
    _ = try MMSearchLibrary.judge(
      library.configuration, .like, query: "@" + library.path("3-0-1.png"), items: ["7-0-0"])
    try library.remove("3-0-1.png")
    var request = TuningRequest(.feedback)
    request.isForced = true
    var warnings: [String] = []
    let report = try library.openForWriting().tune(
      request,
      report: { event in
        if case .warning(let warning) = event { warnings.append(warning) }
      })
    #expect(report.queries == 4)
    #expect(warnings.count == 1 && warnings[0].contains("other.png"), "\(warnings)")
  }
}
