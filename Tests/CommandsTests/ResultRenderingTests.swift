import JSON
import Foundation
import Library
import Testing

@testable import Commands

@Suite("Results as text")
struct ResultRenderingTests {
  @Test("a pipe gets score, path or id, and title, between tabs")
  func tabSeparated() {
    #expect(
      ResultLines.tabSeparated(Hits.all) == """
        0.3142\t/shop/red mug.jpg\tRed mug
        0.2500\t/photos/2024/IMG_1.jpg\t
        0.0000\tSKU-3\t赤い マグ カップ <b>\u{1B}[31m

        """)
  }

  @Test("paths alone leave out results without a picture")
  func paths() {
    #expect(
      ResultLines.paths(Hits.all, terminator: "\0")
        == "/shop/red mug.jpg\0/photos/2024/IMG_1.jpg\0")
  }

  @Test("paths alone are as many as asked for, as long as there are so many", arguments: 1...8)
  func picturedAnswer(_ count: Int) throws {
    // Every third of 20 results has a picture.
    let ranked = (1...20).map { rank in
      SearchHit(
        rank: rank, score: 1 / Double(rank), id: "\(rank)", path: rank % 3 == 0 ? "/\(rank)" : nil,
        title: nil, price: nil, currency: nil, fields: [:], parts: [:])
    }
    let request = SearchRequest(terms: [SearchTerm(.text("mug"))], count: count)
    let response = try PicturedAnswer.best(request) {
      Hits.response(Array(ranked.prefix($0.count)))
    }
    let expected = ranked.compactMap(\.path).prefix(count)
    #expect(response.hits.map(\.path) == Array(expected))
    #expect(response.request.count == count)
  }

  @Test("--json keeps the order and the keys that it promises")
  func json() throws {
    let terms = [
      SearchTerm(.text("red \"sofa\"")), SearchTerm(.image(path: "room.jpg"), weight: -0.5),
    ]
    let text = ResultJSON.response(Hits.response([Hits.mug], terms: terms)).text
    #expect(
      text
        == #"{"schema":1,"query":{"terms":[{"text":"red \"sofa\"","weight":1},"#
        + #"{"image":"room.jpg","weight":-0.5}],"k":10,"mode":"auto"},"mode":"image","model":"default","#
        + #""index":"flat","total":160,"took_ms":12.34,"no_good_match":false,"results":["#
        + #"{"rank":1,"score":0.314159,"id":"SKU-1","path":"/shop/red mug.jpg","#
        + #""title":"Red mug","price":19.9,"currency":"EUR","#
        + #""fields":{"brand":"Acme & Söhne","size":"M"},"parts":{"image":0.314159,"title":0.62}}]}"#
    )
  }

  @Test("what was re-ranked shows both scores")
  func reranked() {
    var hit = Hits.photo
    hit.firstScore = 0.125
    #expect(ResultJSON.hit(hit).text.contains(#""first_score":0.125"#))
    hit.explanation = HitExplanation(
      models: [], terms: [], vectorRank: 2,
      reranking: .init(firstRank: 9, firstScore: 0.125, score: 0.25), keywords: nil, fusion: nil,
      filter: nil)
    #expect(
      ExplanationRendering.text(hit)?
        .contains("place 2 by vectors, re-ranked from place 9 (0.125 to 0.250)") == true)
    #expect(
      ResultJSON.hit(hit).text
        .contains(#""reranked":{"first_rank":9,"first_score":0.125,"score":0.25}"#))
  }

  @Test("what a result stands for is counted in the table, the page and JSON, and only there")
  func counts() {
    var hit = Hits.photo
    hit.copies = 3
    #expect(hit.collapsedText == " (+3 copies)")
    #expect(ResultTable.text([hit], width: 80, style: .plain).contains("IMG_1.jpg (+3 copies)"))
    let page = ContactSheet.page(Hits.response([hit]), title: "mug", thumbnails: [nil])
    #expect(page.contains("IMG_1.jpg (+3 copies)</h2>"))
    let json = ResultJSON.response(Hits.response([hit])).text
    #expect(json.contains(#""copies":3"#) && !json.contains("collapsed"))
    hit.collapsed = 2
    hit.copies = 1
    #expect(hit.collapsedText == " (+2) (+1 copy)")
    #expect(!ResultJSON.response(Hits.response([Hits.photo])).text.contains("copies"))
  }

  @Test("--jsonl is one object a line, whatever a title contains")
  func jsonLines() throws {
    let lines = ResultLines.jsonLines(Hits.all).split(separator: "\n")
    let ids = try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["id"] as? String
    }
    #expect(ids == Hits.all.map(\.id))
  }

  @Test("a wide terminal gets rank, score, name, price and origin in columns")
  func wideTable() {
    #expect(
      ResultTable.text(Hits.all, width: 80, style: .plain) == """
        1  0.314  Red mug                    19.90 EUR  SKU-1
        2  0.250  IMG_1.jpg                             /photos/2024
        3  0.000  赤い マグ カップ <b> [31m       5.00  SKU-3

        """)
  }

  @Test("no line of a table is wider than the terminal", arguments: [20, 31, 40, 57, 80, 200])
  func tableWidth(_ width: Int) {
    let long = SearchHit(
      rank: 10, score: 0.2, id: "x", path: "/p/" + String(repeating: "猫", count: 90) + ".jpg",
      title: nil, price: 123_456.5, currency: "EUR", fields: [:], parts: [:])
    let text = ResultTable.text(Hits.all + [long], width: width, style: .plain)
    for line in text.split(separator: "\n") {
      // Rank, score, eight columns of name and the price are shown even where they do not fit.
      #expect(DisplayWidth.of(line) <= max(width, 2 + 2 + 6 + 2 + 8 + 2 + 14), "\(line)")
    }
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test("names link to their files, and titles cannot steer the terminal")
  func styledTable() {
    let text = ResultTable.text(Hits.all, width: 80, style: TextStyle(isEnabled: true))
    #expect(text.contains("\u{1B}]8;;file:///shop/red%20mug.jpg\u{1B}\\\u{1B}[1mRed mug\u{1B}[0m"))
    #expect(!text.contains("\u{1B}[31m"))
  }
}
