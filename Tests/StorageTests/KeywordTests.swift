import Storage
import SystemPackage
import Testing

@Suite("Keyword search")
struct KeywordTests {
  static let items = [
    product(
      "S1", "Waterproof jacket", description: "For rain.", ["brand": "Fjäll", "color": "Red"]),
    product("S2", "Rain coat", description: "A jacket that keeps you dry.", ["brand": "Acme"]),
    product(
      "S3", "Running shoes", description: "Light.",
      [
        "brand": "Acme", "gtin": "4006381333931", "mpn": "MX-77",
        "url": "https://acme.example/zebra",
        "availability": "in stock",
      ]),
    product("S4", "Jackets", ["category": "Outdoor", "raw_title": "<b>Jackets</b> giraffe"]),
  ]

  let catalogue: CatalogueFixture

  init() throws { catalogue = try CatalogueFixture(Self.items) }

  @Test("a word in the title counts more than one in the description, whatever its ending")
  func columns() throws {
    #expect(try catalogue.search("jacket").last == "S2")
    #expect(Set(try catalogue.search("JACKETS")) == ["S1", "S2", "S4"])
    #expect(try catalogue.search("run shoe") == ["S3"])
  }

  @Test("items with all words come first, those with some after them")
  func allBeforeSome() throws {
    #expect(try catalogue.search("rain jacket keeps").first == "S2")
    let matches = try catalogue.store.read {
      try $0.keywordMatches(KeywordQuery("rain jacket"), limit: 10)
    }
    #expect(matches.map(\.matchesAll) == [true, true, false])
    #expect(matches.allSatisfy { $0.score > 0 })
    #expect(matches[0].score >= matches[1].score)
    #expect(try catalogue.search("rain jacket", limit: 1).count == 1)
    #expect(try catalogue.search("rain jacket", limit: 0).isEmpty)
  }

  @Test("phrases need their words in a row, an asterisk means any ending, accents do not count")
  func syntax() throws {
    #expect(try catalogue.search("\"waterproof jacket\"") == ["S1"])
    #expect(try catalogue.search("\"jacket waterproof\"").isEmpty)
    #expect(try catalogue.search("“waterproof jacket”") == ["S1"])
    #expect(try catalogue.search("water*") == ["S1"])
    #expect(try catalogue.search("water").isEmpty)
    #expect(try catalogue.search("fjall") == ["S1"])
    #expect(try catalogue.search("FJÄLL") == ["S1"])
  }

  @Test("attributes and codes are words; addresses, stock and raw texts are not")
  func whatIsWords() throws {
    #expect(try catalogue.search("red") == ["S1"])
    #expect(try catalogue.search("mx-77") == ["S3"])
    #expect(try catalogue.search("s4") == ["S4"])
    for word in ["zebra", "stock", "giraffe", "https"] {
      #expect(try catalogue.search(word).isEmpty)
    }
  }

  @Test("a search within some items finds these alone, and never offline ones")
  func restricted() throws {
    #expect(Set(try catalogue.search("jacket", among: [2, 3, 4])) == ["S2", "S4"])
    #expect(try catalogue.search("jacket", among: []).isEmpty)
    try catalogue.ingest(Array(Self.items.dropFirst()))
    #expect(Set(try catalogue.search("jacket")) == ["S2", "S4"])
    #expect(try catalogue.store.read { try $0.wordsWithoutMatch(["waterproof"]) } == ["waterproof"])
  }

  @Test("no text is a wrong query")
  func hostile() throws {
    let texts = [
      "AND", "jacket AND", "NOT jacket", "NEAR(jacket rain)", "NEAR(", "^jacket", "-jacket",
      "title:jacket", "title : jacket", "\"", "\"\"", "\"jacket", "jacket\"", "*", "**", "jack* *",
      "\u{0}", "jacket\u{0}rain", "(", ")", "{title} : x", "+", "a + b", "'", "😀", "😀 jacket",
      "\u{1F600}\u{200D}", "۱۲۳", "漢字", "\\", ";", "--", "",
      String(repeating: "jacket ", count: 14_000), String(repeating: "x", count: 100_000),
      String(repeating: "\"", count: 100_000), (0..<20_000).map { "w\($0)" }.joined(separator: " "),
    ]
    for text in texts {
      let found = try catalogue.search(text)
      #expect(found.count <= Self.items.count)
      _ = try catalogue.store.read { try $0.wordsWithoutMatch([text]) }
      _ = try catalogue.store.read { try $0.nearestWords(to: [text]) }
      _ = try catalogue.store.read { try $0.items(withCode: text) }
    }
    #expect(try catalogue.search("title:jacket").isEmpty)
    #expect(Set(try catalogue.search("NOT jacket")) == ["S1", "S2", "S4"])
    #expect(Set(try catalogue.search("😀 jacket !")) == ["S1", "S2", "S4"])
    #expect(Set(try catalogue.search("jacket\u{0}")) == ["S1", "S2", "S4"])
  }

  @Test("a query knows its terms")
  func terms() {
    let query = KeywordQuery(" red  \"rain coat\" wat* ! red t-shirt ")
    #expect(query.terms.map(\.text) == ["red", "rain coat", "wat", "t-shirt"])
    #expect(query.terms.map(\.isPrefix) == [false, false, true, false])
    #expect(query.words == ["red", "t-shirt"])
    #expect(KeywordQuery(" !? ").isEmpty)
    #expect(KeywordQuery((0..<200).map { "w\($0)" }.joined(separator: " ")).terms.count == 64)
  }

  @Test("words without a match are told from those that match by their stem")
  func withoutMatch() throws {
    let words = ["jackets", "zebra", "!", "Fjall", "runs", "rian"]
    #expect(
      try catalogue.store.read { try $0.wordsWithoutMatch(words) } == ["zebra", "rian"])
  }

  @Test("a code is found whatever its case; a GTIN with spaces and hyphens, too")
  func codes() throws {
    func items(_ code: String) throws -> [Int64] {
      try catalogue.store.read { try $0.items(withCode: code) }
    }
    #expect(try items("s3") == [3])
    #expect(try items("S3") == [3])
    #expect(try items("mx-77") == [3])
    #expect(try items("400-6381 333931") == [3])
    #expect(try items("4006381333931") == [3])
    #expect(try items("MX") == [])
    #expect(try items("jacket") == [])
    try catalogue.ingest([])
    #expect(try items("s3") == [])
  }

  @Test("a library of photos has no text, one of products has")
  func text() throws {
    #expect(try catalogue.store.read { try $0.hasText() })
    let photos = try CatalogueFixture()
    try photos.store.write { transaction in
      let source = try transaction.source(.folder, at: .path("/photos"))
      let scan = try transaction.beginScan(source: source)
      try transaction.enterPhoto(
        at: "/photos/red.jpg", key: "/photos/red.jpg", bytes: "x", source: source, scan: scan)
    }
    #expect(try !photos.store.read { try $0.hasText() })
    #expect(try photos.search("red").isEmpty)
    #expect(try photos.problems().isEmpty)
  }
}

@Suite("Spelling")
struct SpellingTests {
  let catalogue: CatalogueFixture

  init() throws {
    catalogue = try CatalogueFixture([
      product("1", "Waterproof jackets", ["brand": "Patagonia", "color": "grün"]),
      product("2", "Running shoes", description: "Universal sneakers for the city."),
      product("3", "Running socks"), product("4", "Red sofa"), product("5", "Bed"),
      product("6", "Red bed"),
    ])
  }

  @Test(
    "a misspelt word is matched to the word as texts have it, not to its stem",
    arguments: [
      ("pattagonia", "patagonia"), ("patagnoia", "patagonia"), ("jackts", "jackets"),
      ("runnng", "running"), ("univresal", "universal"), ("sneekers", "sneakers"),
      ("WATERPROFF", "waterproof"), ("sofs", "sofa"), ("soaf", "sofa"), ("scoks", "socks"),
    ])
  func nearest(misspelt: String, word: String) throws {
    #expect(try catalogue.store.read { try $0.nearestWords(to: [misspelt]) } == [misspelt: word])
  }

  @Test("the first letter decides between equally near words, then how many items have them")
  func preference() throws {
    let nearest = try catalogue.store.read { try $0.nearestWords(to: ["ret", "bef"]) }
    #expect(nearest == ["ret": "red", "bef": "bed"])
  }

  @Test(
    "what is too far from every word has none", arguments: ["xyzzy", "sfoo", "!", "", "red sofa"])
  func tooFar(text: String) throws {
    #expect(
      try catalogue.store.read { try $0.nearestWords(to: [text, "runnng"]) } == [
        "runnng": "running"
      ])
  }
}
