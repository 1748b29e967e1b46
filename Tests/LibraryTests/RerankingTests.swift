import Encoders
import Foundation
import Imaging
import Ranking
import Storage
import Testing

@testable import Library

/// Pictures and texts of some things, told by the tens of red and green of a picture and by the numbers in a text.
/// Pictures with blue in them lean to where all texts lie: they are hubs.
private struct HubModel: EmbeddingModel {
  let name = "hubs"
  let fingerprint = ModelFingerprint(hashing: "HubModel 1")
  let dimension = 16
  let imageSide = 16

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    BackgroundStatistics(mean: 0.1, deviation: 0.2, bestOfThousand: 0.7)
  }

  func prepare(_ image: Image) -> PreparedImage { ColorModel().prepare(image) }

  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    images.map { image in
      var sums = [0, 0, 0]
      for index in image.pixels.indices { sums[index % 3] += Int(image.pixels[index]) }
      // Texture adds about ten to each colour.
      let tens = sums.map { max(0, $0 / 256 - 5) / 10 }
      var vector = Self.direction(UInt64(tens[0] * 100 + tens[1]))
      if tens[2] > 0 { vector[0] += 1 }
      return Embedding(normalizing: vector)
    }
  }

  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    texts.map { text in
      let numbers = text.split(separator: " ").compactMap { UInt64($0) }
      let thing = numbers.count > 1 ? numbers[0] * 100 + numbers[1] : 99
      let noise = Self.direction(thing + 100_000 * (numbers.last ?? 0) + 1_000_000)
      var vector = zip(Self.direction(thing), noise).map { $0 + 0.7 * $1 }
      vector[0] += 1
      return TextEmbedding(
        embedding: Embedding(normalizing: vector), tokenCount: 3, wasCut: false)
    }
  }

  private static func direction(_ seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return Embedding(
      normalizing: (0..<16).map { _ in Float.random(in: -1...1, using: &generator) }
    ).scalars
  }
}

@Suite("Re-ranking in a library")
struct RerankingTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    library.models = [HubModel()]
    var feed = "id,title,image\n"
    for red in 0..<12 {
      for green in 0..<18 {
        let name = "\(red)-\(green).png"
        try library.paint(
          name, red: red * 10, green: green * 10, blue: (red + green) % 5 == 0 ? 100 : 0)
        feed += "\(name),thing \(red) \(green) 1,\(name)\n"
      }
    }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
  }

  private func answer(
    _ text: String, rerank: Int? = nil, count: Int = 20, explains: Bool = false
  ) throws -> SearchResponse {
    var request = SearchRequest(
      terms: [SearchTerm(.text(text))], count: count, mode: .image)
    request.rerankDepth = rerank
    request.explains = explains
    return try library.openForWriting().search(request)
  }

  /// The share of things whose picture is the first for another text than the title.
  private func found(rerank: Int?) throws -> Double {
    let searcher = try library.openForWriting().searcher()
    var found = 0
    for red in 0..<12 {
      for green in stride(from: 0, to: 18, by: 3) {
        var request = SearchRequest(
          terms: [SearchTerm(.text("thing \(red) \(green) 2"))], count: 1, mode: .image)
        request.rerankDepth = rerank
        if try searcher.answer(request).hits.first?.id == "\(red)-\(green).png" { found += 1 }
      }
    }
    return Double(found) / 72
  }

  @Test("a gain is kept and used for words that were never asked before, until it is forgotten")
  func kept() throws {
    let before = try answer("thing 3 4 2").hits
    #expect(try library.openForWriting().info().models.map(\.hasReranker) == [false])
    #expect(before.allSatisfy { $0.firstScore == nil })
    let report = try library.openForWriting().tune(RerankerRequest(.titles))
    #expect(report.isKept && report.hasGain && report.reranked > report.base)
    #expect(report.queries == 216 && report.held == 216)
    #expect(try library.openForWriting().info().models.map(\.hasReranker) == [true])
    #expect(try answer("thing 3 4 2", rerank: 0).hits == before)
    let (first, second) = (try found(rerank: 0), try found(rerank: nil))
    #expect(second > first, "\(first) \(second)")

    let looks = try library.openForWriting().similar(
      to: "3-4.png", SearchRequest(terms: [], count: 5))
    #expect(looks.hits.allSatisfy { $0.firstScore == nil })
    try library.paint("new.png", red: 95, green: 175, seed: 3)
    _ = try library.index("new.png")
    #expect(try answer("thing 9 17 2").hits.contains { $0.id.hasSuffix("new.png") })

    let record = try library.openForWriting().modelRecord()
    try library.openForWriting().store.write { _ = try $0.removeReranker(of: record) }
    #expect(try answer("thing 3 4 2").hits.allSatisfy { $0.firstScore == nil })
  }

  @Test("what lies behind the depth keeps its order, and an explanation has both places and scores")
  func depth() throws {
    _ = try library.openForWriting().tune(RerankerRequest(.titles))
    let plain = try answer("thing 7 8 2", rerank: 0, count: 30).hits
    let response = try answer("thing 7 8 2", rerank: 10, count: 30, explains: true)
    let hits = response.hits
    #expect(hits.dropFirst(10).map(\.id) == plain.dropFirst(10).map(\.id))
    #expect(Set(hits.prefix(10).map(\.id)) == Set(plain.prefix(10).map(\.id)))
    #expect(hits.prefix(10).map(\.id) != plain.prefix(10).map(\.id))
    #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
    var request = response.request
    request.minimumScore = hits[4].score
    #expect(try library.openForWriting().search(request).hits.map(\.id) == hits.prefix(5).map(\.id))
    for hit in hits.prefix(10) {
      let reranking = try #require(hit.explanation?.reranking)
      let place = try #require(plain.firstIndex { $0.id == hit.id })
      #expect(reranking.firstRank == place + 1 && reranking.firstScore == plain[place].score)
      #expect(hit.firstScore == plain[place].score && reranking.score == hit.score)
    }
    #expect(hits.dropFirst(10).allSatisfy { $0.explanation?.reranking == nil })
  }

  /// The vector of a picture by its name.
  private func vector(_ name: String) throws -> [Float] {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: library.path(name))))
    let picture = try ImageDecoder.decode(bytes, targetSide: 16, limits: .standard).image
    return try HubModel().embed([HubModel().prepare(picture)], threads: 1)[0].scalars
  }

  @Test("cosine less half the hubness decides, up to a constant; of two pictures the better")
  func scores() throws {
    _ = try library.openForWriting().tune(RerankerRequest(.titles))
    try library.paint("a.png", red: 50, green: 50, seed: 5)
    try library.paint("b.png", red: 50, green: 50, blue: 100, seed: 6)
    try library.write("two.csv", "id,image,additional_images\ntwo,b.png,a.png\n")
    _ = try library.ingest("two.csv")
    let hits = try answer("thing 5 5 2", rerank: 20).hits
    #expect(hits.contains { $0.id == "two" })
    let (bank, query) = (try bank(), try HubModel().embed(texts: ["thing 5 5 2"], threads: 1)[0])
    func cosine(_ a: [Float], _ b: [Float]) -> Double {
      Double(zip(a, b).reduce(Float(0)) { $0 + $1.0 * $1.1 })
    }
    let lifts = try hits.map { hit in
      let pictures = try (hit.id == "two" ? ["a.png", "b.png"] : [hit.id]).map(vector)
      let first = pictures.map { cosine($0, query.embedding.scalars) }
      let second = zip(first, pictures).map { first, picture in
        let nearest = bank.map { cosine($0, picture) }.sorted(by: >)[1...10]
        return first - 0.5 * nearest.reduce(0, +) / 10
      }
      return try #require(second.max()) - #require(first.max())
    }
    let mean = lifts.reduce(0, +) / Double(lifts.count)
    for (hit, lift) in zip(hits, lifts) {
      // Stored vectors are of half precision.
      #expect(abs(hit.score - (hit.firstScore ?? 0) - (lift - mean)) < 2e-3, "\(hit.id)")
    }
  }

  @Test("of several models the first that has a re-ranker has a second look")
  func ensemble() throws {
    _ = try library.openForWriting().tune(RerankerRequest(.titles))
    library.models = [ColorModel()]
    _ = try library.ingest("feed.csv")
    #expect(throws: LibraryError.self) { try answer("thing 1 1 2", rerank: 50) }
    library.models = [ColorModel(), HubModel()]
    let (plain, second) = (try answer("thing 7 8 2", rerank: 0), try answer("thing 7 8 2"))
    #expect(plain.hits.allSatisfy { $0.firstScore == nil })
    #expect(second.hits.allSatisfy { $0.firstScore != nil })
    #expect(second.hits.map(\.id) != plain.hits.map(\.id))
  }

  /// The vectors of all titles.
  private func bank() throws -> [[Float]] {
    var titles: [String] = []
    for red in 0..<12 { for green in 0..<18 { titles.append("thing \(red) \(green) 1") } }
    return try HubModel().embed(texts: titles, threads: 1).map(\.embedding.scalars)
  }

  @Test("a file of queries judges, and its lines without an answer are held as well")
  func file() throws {
    var lines = ""
    for red in 0..<12 {
      for green in 0..<18 {
        lines +=
          #"{"query": "thing \#(red) \#(green) 3", "relevant": ["\#(red)-\#(green).png"]}"#
          + "\n"
      }
    }
    for number in 0..<50 {
      lines += #"{"query": "thing \#(number % 12) 2 \#(number + 4)"}"# + "\n"
    }
    lines += #"{"query": "nothing", "relevant": ["no such item"]}"# + "\n"
    try library.write("queries.jsonl", lines)
    var warnings: [String] = []
    let report = try library.openForWriting().tune(
      RerankerRequest(.pairs(path: library.path("queries.jsonl")))
    ) { if case .warning(let text) = $0 { warnings.append(text) } }
    #expect(report.queries == 216 && report.hasGain)
    // The line whose item is unknown asks, too.
    #expect(report.held == 216 + 51)
    #expect(warnings.count == 1)
  }

  @Test(
    "without a re-ranker nothing is re-ranked, and asking for it is an error; so are few queries")
  func errors() throws {
    #expect(throws: LibraryError.self) { try answer("thing 1 1 2", rerank: 50) }
    #expect(try answer("thing 1 1 2", rerank: 0).hits == answer("thing 1 1 2").hits)
    var request = SearchRequest(terms: [], count: 5)
    request.rerankDepth = 50
    #expect(try library.openForWriting().similar(to: "3-4.png", request).hits.count == 5)
    try library.write(
      "few.jsonl", #"{"query": "thing 1 1 2", "relevant": ["1-1.png"]}"# + "\n")
    #expect(throws: LibraryError.self) {
      try library.openForWriting().tune(RerankerRequest(.pairs(path: library.path("few.jsonl"))))
    }
  }

  @Test(
    "many texts that all ask for one picture, and few that ask for many, are too few to judge by")
  func alike() throws {
    var (one, many) = ("", "")
    for number in 0..<300 {
      one += #"{"query": "thing 1 1 \#(number)", "relevant": ["1-1.png"]}"# + "\n"
    }
    let names = (0..<216).map { #""\#($0 / 18)-\#($0 % 18).png""# }.joined(separator: ",")
    for number in 0..<5 {
      many += #"{"query": "thing 1 \#(number)", "relevant": [\#(names)]}"# + "\n"
    }
    for (name, lines) in [("one.jsonl", one), ("many.jsonl", many)] {
      try library.write(name, lines)
      #expect(throws: LibraryError.self) {
        try library.openForWriting().tune(
          RerankerRequest(.pairs(path: library.path(name)), isForced: true))
      }
    }
  }

  @Test("a damaged re-ranker is an error that says how to search without it")
  func damaged() throws {
    let record = try library.openForWriting().modelRecord()
    try library.openForWriting().store.write {
      try $0.putReranker(
        RerankerRecord(settings: "{}", weights: [1, 2, 3], createdUnixSeconds: 0), of: record)
    }
    #expect(throws: LibraryError.self) { try answer("thing 1 1 2") }
    #expect(try answer("thing 1 1 2", rerank: 0).hits.count == 20)
  }
}
