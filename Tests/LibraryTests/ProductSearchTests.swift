import Ranking
import Testing

@testable import Library

@Suite("Searching products")
struct ProductSearchTests {
  let library: TestLibrary

  /// Nine products; the mugs M-1 to M-3 are variants of one.
  init() throws {
    library = try TestLibrary()
    try library.paint("red.png", red: 220)
    try library.paint("red2.png", red: 220, seed: 1)
    try library.paint("blue.png", blue: 220)
    try library.paint("green.png", green: 150)
    try library.write(
      "feed.csv",
      """
      id,item_group_id,title,description,image,price,currency,brand,tags,gtin
      M-1,mug,Tin mug red,A mug for camping.,red.png,12.50,EUR,Acme,"sale, kitchen",4006381333931
      M-2,mug,Tin mug blue,A mug for camping.,blue.png,12.50,EUR,Acme,kitchen,
      M-3,mug,Tin mug green,A mug for camping.,green.png,9.99,EUR,Acme,kitchen,
      S-1,,Red scarf,"Knitted, warm, waterproof it is not.",red2.png,45,EUR,Ízar,sale,
      J-1,,Waterproof jacket,A blue jacket for walking in the rain.,blue.png,89.90,EUR,Ízar,outdoor,
      J-2,,Waterproof jacket for children,Like the big ones.,,49,EUR,Zed,outdoor,
      J-3,,Leather jacket,Warm.,,250,EUR,Zed,,
      L-1,,Paper lantern,Hangs and shines.,,5,EUR,,garden,
      L-2,,Lantern of brass,Walking about at night.,,35,EUR,Acme,garden,
      """)
    _ = try library.ingest("feed.csv")
  }

  private func search(
    _ text: String, where filter: String? = nil, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> SearchResponse {
    let mode = text.hasPrefix("\"") ? SearchMode.keyword : .auto
    let terms = try QueryExpression.parse(words: [text], mode: mode)
    var request = SearchRequest(
      terms: terms, filter: try filter.map { try FilterExpression($0) })
    change(&request)
    return try library.open().search(request)
  }

  @Test("words as they are written find the products that have them, stems and accents aside")
  func keywords() throws {
    for (text, ids) in [
      ("lanterns", ["L-1", "L-2"]), ("IZAR", ["J-1", "S-1"]), ("walk rain", ["J-1", "L-2"]),
      ("\"paper lantern\"", ["L-1"]), ("jack*", ["J-1", "J-2", "J-3"]),
    ] {
      let response = try search(text) { $0.mode = .keyword }
      #expect(Set(response.hits.map(\.id)) == Set(ids), "\(text)")
      #expect(response.mode == .keyword)
    }
    #expect(try search("walk rain") { $0.mode = .keyword }.hits.first?.id == "J-1")
    #expect(try search("\"paper lantern\"") { $0.mode = .keyword }.hits[0].parts == [.keyword: 1])
  }

  @Test("words are searched by meaning and as written together, pictures by looks")
  func autoMode() throws {
    let words = try search("red mug")
    #expect(words.mode == .hybrid)
    #expect(words.hits[0].id == "M-1")
    #expect(words.hits[0].parts.keys.contains(.keyword))
    let picture = try search("@\(library.path("blue.png"))")
    #expect(picture.mode == .image)
    #expect(Set(picture.hits.prefix(2).map(\.id)) == ["J-1", "M-2"])
  }

  @Test("an exact id or code finds its product alone", arguments: ["M-1", "m-1", "4006381333931"])
  func codes(code: String) throws {
    let response = try search(code)
    #expect(response.mode == .keyword)
    #expect(response.hits.map(\.id) == ["M-1"])
  }

  @Test("a word that no product has is looked up as its nearest, and the user is told")
  func spelling() throws {
    let response = try search("watreproof jacket") { $0.mode = .keyword }
    #expect(
      response.corrections == [SpellingCorrection(written: "watreproof", corrected: "waterproof")])
    #expect(Set(response.hits.prefix(2).map(\.id)) == ["J-1", "J-2"])
    #expect(try search("waterproof jacket").corrections.isEmpty)
  }

  @Test(
    "as many products come back as pass the condition, however unlike the query",
    arguments: [
      ("price < 10", ["L-1", "M-3"]), ("price >= 89.9", ["J-1", "J-3"]),
      ("brand in (acme) and not tags has sale", ["L-2", "M-2", "M-3"]),
      ("not brand = Acme", ["J-1", "J-2", "J-3", "L-1", "S-1"]),
      ("title like '%jacket'", ["J-1", "J-3"]), ("group = mug", ["M-1", "M-2", "M-3"]),
    ])
  func filters(filter: String, ids: [String]) throws {
    for mode in [SearchMode.auto, .text, .hybrid] {
      let response = try search("green mug", where: filter) {
        $0.mode = mode
        $0.grouping = .none
      }
      #expect(response.hits.map(\.id).sorted() == ids, "\(mode)")
    }
  }

  @Test("a field that no product has is refused by its name")
  func unknownField() throws {
    let error = #expect(throws: (any Error).self) { try search("mug", where: "prise < 3") }
    #expect("\(error ?? LibraryError(""))".contains("prise"))
  }

  @Test("variants are one result with a count, unless every item is wanted")
  func grouping() throws {
    let grouped = try search("mug")
    #expect(grouped.hits.count { $0.id.hasPrefix("M-") } == 1)
    #expect(grouped.hits.first { $0.id.hasPrefix("M-") }?.collapsed == 2)
    #expect(grouped.hits.count == 7)
    #expect(try search("mug") { $0.grouping = .none }.hits.count == 9)
    // J-1 shows the same picture as M-2, S-1 nearly that of M-1.
    let looks = try search("mug", where: "id in ('M-1', 'J-1', 'S-1', 'J-2')") {
      $0.grouping = .look
    }
    #expect(looks.hits.map(\.id).sorted() == ["J-1", "J-2", "M-1"] || looks.hits.count == 3)
    #expect(looks.hits.reduce(0) { $0 + 1 + $1.collapsed } == 4)
  }

  @Test("grouping does not starve an answer: as many products come back as were asked for")
  func groupingFills() throws {
    #expect(try search("mug") { $0.count = 6 }.hits.count == 6)
  }

  @Test("what is relevant is ordered by a field, the rest is left out")
  func sorting() throws {
    let rising = try search("jacket") {
      $0.mode = .keyword
      $0.sort = try? SortOrder("price")
    }
    #expect(rising.hits.map(\.id) == ["J-2", "J-1", "J-3"])
    #expect(rising.hits.map(\.rank) == [1, 2, 3])
    let falling = try search("jacket") {
      $0.mode = .keyword
      $0.sort = try? SortOrder("-title")
    }
    #expect(falling.hits.map(\.id) == ["J-2", "J-1", "J-3"])
  }

  @Test("facets count the values of the relevant products")
  func facets() throws {
    let response = try search("jacket") {
      $0.mode = .keyword
      $0.count = 1
      $0.facets = ["brand", "tags"]
    }
    #expect(response.facets.map(\.field) == ["brand", "tags"])
    #expect(response.facets[0].values.map(\.value) == ["Zed", "Ízar"])
    #expect(response.facets[0].values.map(\.count) == [2, 1])
    #expect(response.facets[1].values.map(\.value) == ["outdoor"])
    #expect(response.facets[1].values.map(\.count) == [2])
  }

  @Test("a minus term lowers the products that have its words")
  func minusKeywords() throws {
    let plain = try search("jacket") { $0.mode = .keyword }.hits.map(\.id)
    let without = try search("jacket - leather") { $0.mode = .keyword }.hits
    #expect(Set(plain) == Set(without.map(\.id)))
    #expect(without.last?.id == "J-3")
  }

  @Test("diverse results mix what looks different")
  func diversity() throws {
    func looks(_ balance: Double?) throws -> [String] {
      try search("@\(library.path("red.png"))", where: "not id = 'S-2'") {
        $0.count = 3
        $0.grouping = .none
        $0.diversity = balance
      }.hits.map(\.id)
    }
    #expect(Set(try looks(nil).prefix(2)) == ["M-1", "S-1"])
    #expect(try looks(1) == looks(nil))
    let diverse = try looks(0.3)
    #expect(!Set(["M-1", "S-1"]).isSubset(of: diverse.prefix(2)))
  }

  @Test("titles whose weight is zero do not count for keywords either")
  func withoutTitles() throws {
    let response = try search("lantern walking") {
      $0.mode = .keyword
      $0.weights = [.description: 1, .keyword: 1]
    }
    #expect(Set(response.hits.map(\.id)) == ["J-1", "L-2"])
    #expect(try search("lantern") { $0.mode = .keyword }.hits.count == 2)
  }

  @Test("an explanation adds up to the score by vectors")
  func explanation() throws {
    let response = try search("red mug - blue", where: "price < 100") {
      $0.explains = true
      $0.mode = .text
    }
    for hit in response.hits {
      let explanation = try #require(hit.explanation)
      let evidence = explanation.terms.reduce(0) { $0 + $1.contribution }
      // Title and description weigh 1 and 0.5; see the scale of a joint score.
      let growth = 1.5 / (1.25 as Double).squareRoot()
      #expect(abs(hit.score - (0.1 + 0.54 / growth * evidence)) < 1e-5, "\(hit.id)")
      #expect(explanation.filter == "price < 100")
      #expect(explanation.terms[1].contribution <= 0)
    }
    let hybrid = try search("red mug") { $0.explains = true }.hits[0]
    #expect(hybrid.explanation?.keywords?.rank == hybrid.parts[.keyword].map { Int($0) })
    #expect(hybrid.explanation?.keywords?.matchesAll == true)
    #expect(hybrid.explanation?.fusion != nil)
  }

  @Test("similar products in a price range", arguments: ["M-2"])
  func similarWithFilter(id: String) throws {
    var request = SearchRequest(terms: [], filter: try FilterExpression("price > 50"))
    request.mode = .auto
    let hits = try library.open().similar(to: id, request).hits
    #expect(hits.first?.id == "J-1" || hits.isEmpty)
  }

  @Test("hybrid scores lie between zero and one and fall", arguments: RankFusion.allCases)
  func scores(fusion: RankFusion) throws {
    let scores = try search("blue jacket") { $0.fusion = fusion }.hits.map(\.score)
    #expect(scores == scores.sorted(by: >))
    #expect(scores.allSatisfy { (0...1).contains($0) })
  }

  @Test("a spoken query with a picture in it is a picture and a wish")
  func spoken() throws {
    let terms = try QueryExpression.parse(words: ["like @chair.jpg but in + green - leather"])
    #expect(
      terms == [
        SearchTerm(.image(path: "chair.jpg")), SearchTerm(.text("green")),
        SearchTerm(.text("leather"), weight: -1),
      ])
  }
}
