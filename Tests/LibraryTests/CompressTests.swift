import Encoders
import Foundation
import Ranking
import Storage
import Testing
import Tuning

@testable import Library

@Suite("Smaller indexes")
struct CompressTests {
  let library: TestLibrary

  /// Pictures of 16 shades of red by as many of blue, with titles; the color model has eight dimensions of which four
  /// say everything, up to rounding.
  init() throws {
    library = try TestLibrary()
    var feed = "id,title,image,shade\n"
    for red in 0..<16 {
      for blue in 0..<16 {
        let name = "\(red)-\(blue).png"
        try library.paint(name, red: red * 15, green: red * 5, blue: blue * 15)
        feed += "\(name),a red blue purple picture \(red) \(blue),\(name),shade \(blue / 4)\n"
      }
    }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
  }

  private func request(_ dimensions: CompressionRequest.Dimensions) -> CompressionRequest {
    var request = CompressionRequest()
    request.dimensions = dimensions
    return request
  }

  private func hits(_ head: HeadChoice = .active) throws -> [String: Double] {
    let response = try library.openForWriting(head).search(
      SearchRequest(terms: [SearchTerm(.text("a purple picture"))], count: 20, mode: .image))
    return Dictionary(uniqueKeysWithValues: response.hits.map { ($0.id, $0.score) })
  }

  /// The index files beside the library, with their bytes.
  private func indexes() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: library.folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".index") }.map {
        ($0, try Data(contentsOf: library.folder.appending(path: $0)))
      })
  }

  @Test("half the dimensions answer alike where they say everything")
  func lossless() throws {
    let (before, bytes) = (try hits(), try indexes())
    let report = try library.openForWriting().compress(request(.count(4)))
    #expect(report.isWritten && report.losses.map(\.kind) == ["title to image", "image to image"])
    #expect(report.losses.allSatisfy { $0.estimate.value <= 0.01 }, "\(report.losses)")
    #expect(report.summary.dimensions == 4 && report.wholeDimensions == 8)
    #expect(report.summary.share > 0.999 && report.summary.recallAt10 > 0.99)
    #expect(report.bytes.compressed < report.bytes.whole)
    #expect(report.rows == 256 * 2)

    // Scores too: dot products along the axes are those of whole vectors, both rounded to float16.
    for (id, score) in try hits() {
      if let expected = before[id] { #expect(abs(score - expected) < 0.002) }
    }
    #expect(try hits().keys.filter { before[$0] != nil }.count >= 18)
    let compressed = try indexes()
    #expect(compressed.count == 1 && compressed.keys != bytes.keys)
    let information = try library.openForWriting().info()
    #expect(information.compression == report.summary && information.isIndexFresh)
    #expect(information.indexBytes == report.bytes.compressed)
    let check = try library.openForWriting().verify()
    #expect(check.problems.isEmpty && check.recallAt10 ?? 0 > 0.9)

    // What is new goes through the same axes.
    try library.paint("new.png", red: 100, green: 30, blue: 100, seed: 3)
    _ = try library.index("new.png")
    #expect(try indexes().keys == compressed.keys)
    let similar = try library.openForWriting().similar(
      to: library.path("new.png"), SearchRequest(terms: [], count: 3))
    #expect(similar.hits.map(\.id).contains("6-6.png"), "\(similar.hits.map(\.id))")

    let second = try library.openForWriting().compress(request(.share(0.999)))
    #expect(second.isWritten && second.summary.dimensions <= 4)
    #expect(try indexes().count == 1)
    #expect(try library.openForWriting().undoCompression() == second.summary)
    #expect(try indexes().keys == bytes.keys)
    #expect(try library.openForWriting().undoCompression() == nil)
  }

  @Test("taking a compression back leaves the very bytes that were there, and so does a dry run")
  func undone() throws {
    let bytes = try indexes()
    var request = request(.count(2))
    request.isDryRun = true
    #expect(try !library.openForWriting().compress(request).isWritten)
    #expect(try indexes() == bytes)
    request.isDryRun = false
    request.isForced = true
    #expect(try library.openForWriting().compress(request).isWritten)
    #expect(try indexes().keys != bytes.keys)
    let written = try indexes()
    request.dimensions = .count(3)
    request.isDryRun = true
    _ = try library.openForWriting().compress(request)
    #expect(try indexes() == written)
    _ = try library.openForWriting().undoCompression()
    #expect(try indexes() == bytes)
  }

  @Test("what loses more than a point is written only if it is forced, and verify expects it")
  func lossy() throws {
    let bytes = try indexes()
    let report = try library.openForWriting().compress(request(.count(1)))
    #expect(!report.isWithinLimit && !report.isWritten)
    #expect(try indexes() == bytes && library.openForWriting().info().compression == nil)
    var forced = request(.count(1))
    forced.isForced = true
    #expect(try library.openForWriting().compress(forced).isWritten)
    #expect(try library.openForWriting().verify().problems.isEmpty)
  }

  @Test(
    "fewer bits answer alike, with and without fewer dimensions",
    arguments: [CompressionSummary.Codes.int8, .binary])
  func fewerBits(codes: CompressionSummary.Codes) throws {
    let (before, bytes) = (try hits(), try indexes())
    for dimensions in [CompressionRequest.Dimensions.all, .count(4)] {
      var request = request(dimensions)
      request.codes = codes
      request.isForced = true
      let report = try library.openForWriting().compress(request)
      #expect(report.summary.codes == codes && report.isWritten)
      #expect(report.summary.recallAt10 > 0.8, "\(report.losses)")
      for (id, score) in try hits() {
        if let expected = before[id] { #expect(abs(score - expected) < 0.02) }
      }
      #expect(try library.openForWriting().verify().problems.isEmpty)
    }
    _ = try library.openForWriting().undoCompression()
    #expect(try indexes() == bytes)
  }

  @Test("whitened dimensions have similarities of their own kind, and so their own background")
  func whitened() throws {
    var request = request(.count(4))
    request.whitens = true
    request.isForced = true
    let report = try library.openForWriting().compress(request)
    #expect(report.summary.isWhitened && report.isWritten)
    let record = try library.openForWriting().modelRecord()
    let compression = try #require(
      try library.openForWriting().compression(of: record, behind: nil))
    let background = try #require(compression.backgrounds[.imageImage])
    let card = ColorModel().background(.image, .image)
    #expect(abs(background.mean - card.mean) > 0.05)
    let response = try library.openForWriting().similar(
      to: "6-5.png", SearchRequest(terms: [], count: 3))
    #expect(response.hits.count == 3 && response.hits.allSatisfy { $0.score <= 1.001 })
  }

  @Test("a head that comes later has a whole index, and each head a compression of its own")
  func heads() throws {
    _ = try library.openForWriting().compress(request(.count(4)))
    var training = TuningRequest(.field("shade"), head: .linear)
    training.settings = TrainingSettings(epochs: 2, learningRate: 0.02, threads: 2)
    training.batchSize = 64
    training.isForced = true
    var warnings: [String] = []
    _ = try library.openForWriting().tune(
      training,
      report: { event in
        if case .warning(let text) = event { warnings.append(text) }
      })
    #expect(warnings.contains { $0.contains("mmsearch compress") }, "\(warnings)")
    #expect(try library.openForWriting().info().compression == nil)
    #expect(try library.openForWriting(.none).info().compression != nil)
    let whole = try hits()
    var forced = request(.count(4))
    forced.isForced = true
    let report = try library.openForWriting().compress(forced)
    #expect(report.head == "shade" && report.isWritten)
    #expect(try library.openForWriting().info().compression == report.summary)
    #expect(try hits().keys.filter { whole[$0] != nil }.count >= 15)
    _ = try library.openForWriting().heads(.remove("shade"))
    #expect(try library.openForWriting().info().compression?.dimensions == 4)
    #expect(try library.openForWriting().verify().problems.isEmpty)
    #expect(try indexes().count == 1)
  }

  @Test("more dimensions than there are, and damage, are errors that say what to do")
  func errors() throws {
    #expect(throws: LibraryError.self) { try library.openForWriting().compress(request(.count(9))) }
    _ = try library.openForWriting().compress(request(.count(4)))
    let record = try library.openForWriting().modelRecord()
    let store = try LibraryStore.open(library.configuration.databasePath, access: .writeExisting)
    var stored = try #require(
      try store.read { try $0.compression(of: record, behindHead: nil) })
    stored.maps = Array(stored.maps?.dropLast(4) ?? [])
    try store.write { try $0.putCompression(stored, of: record) }
    let error = #expect(throws: LibraryError.self) { try hits() }
    #expect(error?.description.contains("--undo") == true)
    #expect(try library.openForWriting().verify().problems.count == 1)
    _ = try library.openForWriting().undoCompression()
    #expect(try hits().count == 20)
  }
}
