import Library
import Testing

@Suite("The query language")
struct QueryExpressionTests {
  static let readable: [(words: [String], terms: [SearchTerm])] = [
    (["a red mug"], [text("a red mug")]),
    (["a", "red", "mug"], [text("a red mug")]),
    (["  mug \t"], [text("mug")]),
    (["t-shirt red+blue 5-3"], [text("t-shirt red+blue 5-3")]),
    (["\"red sofa\" + @room.jpg*0.5 - \"leather\""], composed),
    (["red", "sofa", "+", "@room.jpg*0.5", "-", "leather"], composed),
    (["red sofa", "+ @room.jpg*0.5", "- leather"], composed),
    (["+ mug"], [text("mug")]),
    (["- red + mug"], [text("red", -1), text("mug")]),
    (["mug *2"], [text("mug", 2)]),
    (["mug*.25"], [text("mug", 0.25)]),
    (["mug*2. - x"], [text("mug", 2), text("x", -1)]),
    (["\"5*5\""], [text("5*5")]),
    (["\"red mug\"*3"], [text("red mug", 3)]),
    (["a*b"], [text("a*b")]),
    (["*2"], [text("*2")]),
    (["mug*"], [text("mug*")]),
    (["\"this + that - other\""], [text("this + that - other")]),
    (["\"a \\\"quoted\\\" \\\\ word\""], [text("a \"quoted\" \\ word")]),
    (["24\" monitor"], [text("24\" monitor")]),
    (["\"red\" sofa"], [text("red sofa")]),
    (["\"@home\""], [text("@home")]),
    (["me@example"], [text("me@example")]),
    (["@my room.jpg"], [image("my room.jpg")]),
    (["@\"a - b*2.jpg\""], [image("a - b*2.jpg")]),
    (["@\"a b.jpg\"*2"], [image("a b.jpg", 2)]),
    (["@/tmp/é/猫.png + 猫"], [image("/tmp/é/猫.png"), text("猫")]),
    (["\u{FFFD}\u{FFFD} mug"], [text("\u{FFFD}\u{FFFD} mug")]),
  ]

  private static let composed = [text("red sofa"), image("room.jpg", 0.5), text("leather", -1)]

  private static func text(_ text: String, _ weight: Double = 1) -> SearchTerm {
    SearchTerm(.text(text), weight: weight)
  }

  private static func image(_ path: String, _ weight: Double = 1) -> SearchTerm {
    SearchTerm(.image(path: path), weight: weight)
  }

  @Test("reads words, pictures, signs, weights and quotes", arguments: readable)
  func reads(_ words: [String], _ terms: [SearchTerm]) throws {
    #expect(try QueryExpression.parse(words: words) == terms)
  }

  @Test("takes pictures and repelling texts from options, with weights but without operators")
  func options() throws {
    let terms = try QueryExpression.parse(
      words: ["sofa"], images: ["my - room.jpg*0.5"], minus: ["leather - brown*2"])
    #expect(
      terms == [
        Self.text("sofa"), Self.image("my - room.jpg", 0.5), Self.text("leather - brown", -2),
      ])
    #expect(try QueryExpression.parse(words: [], images: ["a.jpg"]) == [Self.image("a.jpg")])
    #expect(
      try QueryExpression.refinements(images: [], minus: ["red*2"]) == [Self.text("red", -2)])
    #expect(throws: LibraryError.self) {
      try QueryExpression.refinements(images: [""], minus: [])
    }
    #expect(throws: LibraryError.self) {
      try QueryExpression.refinements(images: [], minus: [" "])
    }
  }

  static let unreadable: [(query: String, mention: String)] = [
    ("", "empty"),
    ("   ", "empty"),
    ("-", "nothing follows"),
    ("mug +", "nothing follows"),
    ("mug + - red", "another operator"),
    ("- red", "what to stay away from"),
    ("mug + \"red", "term 2 of the query (+ \"red) opens a quote"),
    ("@", "no path after '@'"),
    ("mug - @ + red", "term 2"),
    ("mug*0", "not above 0"),
    ("mug*-2", "not above 0"),
    ("mug*" + String(repeating: "9", count: 400), "not above 0"),
    ("red sofa @room.jpg", "put ' + ' between"),
    ("@room.JPG red sofa", "put ' + ' between"),
    ("\"\"", "empty"),
  ]

  @Test("points at what it cannot read", arguments: unreadable)
  func refuses(_ query: String, _ mention: String) {
    let error = #expect(throws: LibraryError.self) {
      try QueryExpression.parse(words: [query])
    }
    #expect(error?.description.contains(mention) == true, "\(error?.description ?? "no error")")
  }

  @Test("reads 100,000 characters, and as many operators, in one pass")
  func longQueries() throws {
    let plain = String(repeating: "x", count: 100_000)
    #expect(try QueryExpression.parse(words: [plain]) == [Self.text(plain)])
    let terms = try QueryExpression.parse(words: Array(repeating: "a +", count: 25_000) + ["b"])
    #expect(terms.count == 25_001)
    let quotes = String(repeating: "\"a\" ", count: 25_000)
    #expect(try QueryExpression.parse(words: [quotes]).count == 1)
  }
}
