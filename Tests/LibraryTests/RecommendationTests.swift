import Testing

@testable import Library

@Suite("Recommendations and diversity among a few vectors, worked out by hand")
struct RecommendationTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
  }

  /// Vectors are kept in half precision: each product is off by at most 2⁻¹¹, twice.
  private static let tolerance = 1e-3

  /// Directions in a plane, of unit length.
  private func plane() throws -> MMSearchLibrary {
    try library.importing([
      .init(id: "A", vector: [1, 0]), .init(id: "B", vector: [0.8, 0.6]),
      .init(id: "C", vector: [0.6, 0.8]), .init(id: "D", vector: [0, 1]),
      .init(id: "E", vector: [-0.6, 0.8]), .init(id: "F", vector: [0.96, 0.28]),
      .init(id: "G,H", vector: [0.28, 0.96]),
    ])
  }

  private func recommend(
    _ opened: MMSearchLibrary, like: [String], unlike: [String] = []
  ) throws -> [SearchHit] {
    let terms = try opened.recommendation(liking: like, avoiding: unlike)
    return try opened.searcher().answer(SearchRequest(terms: terms), leavesOutSources: true).hits
  }

  private func expect(_ hits: [SearchHit], _ expected: KeyValuePairs<String, Double>) {
    #expect(hits.map(\.id) == expected.map(\.key))
    for (hit, expected) in zip(hits, expected) {
      #expect(abs(hit.score - expected.value) < Self.tolerance, "\(hit.id)")
    }
  }

  @Test("items that are liked attract by the mean of their cosines, and are left out")
  func liked() throws {
    // With A = (1, 0) and D = (0, 1) an item (x, y) scores (x + y) / 2; equal ones go by id.
    let opened = try plane()
    let expected: KeyValuePairs = ["B": 0.7, "C": 0.7, "F": 0.62, "G,H": 0.62, "E": 0.1]
    expect(try recommend(opened, like: ["A,D"]), expected)
    expect(try recommend(opened, like: ["A", "D", "A"]), expected)
  }

  @Test("an item that is not liked takes away a third of its cosine, where that is above zero")
  func unliked() throws {
    // A third of the cosines to E = (−0.6, 0.8): B 0, C 0.28, F −0.352, which counts as 0, and G,H 0.6.
    expect(
      try recommend(plane(), like: ["A,D"], unlike: ["E"]),
      ["B": 0.7, "F": 0.62, "C": 0.6067, "G,H": 0.42])
  }

  @Test("several that are not liked share the third evenly; an id may have a comma")
  func severalUnliked() throws {
    // x − (max(0, y) + max(0, 0.28 x + 0.96 y)) / 6:
    // F 0.96 − (0.28 + 0.5376) / 6, B 0.8 − (0.6 + 0.8) / 6, C 0.6 − (0.8 + 0.936) / 6,
    // E −0.6 − (0.8 + 0.6) / 6.
    expect(
      try recommend(plane(), like: ["A"], unlike: ["D", "G,H"]),
      ["F": 0.8237, "B": 0.5667, "C": 0.3107, "E": -0.8333])
  }

  @Test("what is not there, what is on both sides, and what only repels are errors that say so")
  func wrong() throws {
    let opened = try plane()
    #expect {
      try recommend(opened, like: ["A,Z"])
    } throws: {
      "\($0)".contains("'Z'")
    }
    #expect {
      try recommend(opened, like: ["A"], unlike: ["B", "A"])
    } throws: {
      "\($0)".contains("'A' cannot both")
    }
    #expect(throws: LibraryError.self) { try recommend(opened, like: [], unlike: ["A"]) }
  }

  @Test("items count beside words, and are found by the paths of their pictures")
  func besideWords() throws {
    try library.paint("red.png", red: 220)
    try library.paint("blue.png", blue: 220)
    try library.paint("purple.png", red: 160, blue: 160)
    try library.paint("green.png", green: 220)
    _ = try library.index(".")
    let opened = try library.open()
    let terms = try opened.recommendation(liking: [library.path("blue.png")], avoiding: [])
    let hits = try opened.searcher().answer(
      SearchRequest(terms: [SearchTerm(.text("red"))] + terms), leavesOutSources: true
    ).hits
    #expect(hits.map(\.id).first == "purple.png")
    #expect(!hits.map(\.id).contains("blue.png"))
  }

  @Test(
    "diversity takes what is relevant and unlike all before",
    arguments: [(1.0, "ABCD"), (0.5, "ABCD"), (0.3, "ADCB"), (0.0, "ADCB")])
  func marginalRelevance(balance: Double, order: String) throws {
    // Cosines to Q: A 0.96, B 0.936, C 0.8, D 0.6; on the scale of their extremes 1, 0.9333, 0.5556, 0.
    // Among them: AB 0.9971, AC 0.768, AD 0.352, BC 0.7488, BD 0.2808, CD 0.48. After A,
    // λ = 0.5: B 0.4667 − 0.4986 = −0.032, C 0.2778 − 0.384 = −0.106, D 0 − 0.176; B.
    //          C still −0.106, D −0.176; C.
    // λ = 0.3: B 0.28 − 0.698 = −0.418, C 0.1667 − 0.5376 = −0.371, D 0 − 0.2464; D.
    //          B −0.418, C −0.371; C.
    // λ = 0:   B −0.9971, C −0.768, D −0.352; D. B −0.9971, C −0.768; C.
    let opened = try library.importing([
      .init(id: "Q", vector: [1, 0, 0]), .init(id: "A", vector: [0.96, 0.28, 0]),
      .init(id: "B", vector: [0.936, 0.352, 0]), .init(id: "C", vector: [0.8, 0, 0.6]),
      .init(id: "D", vector: [0.6, -0.8, 0]),
    ])
    var request = SearchRequest(
      terms: try opened.recommendation(liking: ["Q"], avoiding: []))
    request.diversity = balance
    let hits = try opened.searcher().answer(request, leavesOutSources: true).hits
    #expect(hits.map(\.id).joined() == order)
  }
}
