import Feeds
import Testing

@Suite("Feeds of JSON objects")
struct JSONFeedTests {
  @Test("Each line is a product; a bad line is rejected by number and the rest is read")
  func lines() throws {
    let feed = try read(
      """
      {"id": 1, "title": "a", "price": 12.50, "currency": "EUR"}

      {"id": "2", "title": "b",}
      [1]
      {"id": "3", "title": "c\\u00e9 \\ud83d\\ude00"}\r
      {"id": "4", "title": "d"
      {"id": "5", "title": "e", "price": "1e999"}
      """, name: "feed.jsonl")
    #expect(feed.format == .jsonl)
    #expect(feed.rows.map(\.id) == ["1", "3", "5"])
    #expect(feed.rows.map(\.rowNumber) == [1, 5, 7])
    #expect(feed.rows[0].price == 12.5)
    #expect(feed.rows[0].currency == "EUR")
    #expect(feed.rows[1].title == "cé 😀")
    #expect(feed.rows[2].price == nil)
    #expect(feed.rejected.map(\.row) == [3, 4, 6])
    #expect(
      feed.rejected.map(\.reason) == [
        "it is not JSON at byte 25: a name in quotes is missing",
        "it is not a JSON object",
        "it is not JSON at byte 24: a comma or a closing brace is missing",
      ])
  }

  @Test("The elements of an array are products, read one by one")
  func array() throws {
    let feed = try read(
      """
       [ {"id": "1", "title": "]},{\\"[", "tags": ["x", "y"]} ,
      {"id":"2","title":"b","size":{"eu": [41, 42]},"new":true,"old":null}, 7, {"id":"3" "title"} ]

      """, name: "feed.json")
    #expect(feed.format == .json)
    #expect(feed.rows.map(\.id) == ["1", "2"])
    #expect(feed.rows[0].title == "]},{\"[")
    #expect(feed.rows[0].fields == ["tags": "x, y"])
    #expect(feed.rows[1].fields == ["size": "{\"eu\": [41, 42]}", "new": "true"])
    #expect(feed.rejected.map(\.row) == [3, 4])
    #expect(feed.error == nil)
  }

  @Test("An empty array is a feed of no products")
  func emptyArray() throws {
    let feed = try read(" [ ] ", format: .json)
    #expect(feed.rows.isEmpty && feed.rejected.isEmpty && feed.error == nil)
  }

  @Test(
    "A document that goes wrong between its elements ends the feed behind the good ones",
    arguments: [
      #"[{"id":"1","title":"a"}"#, #"[{"id":"1","title":"a"},"#, #"[{"id":"1","title":"a"} {"id"#,
      #"[{"id":"1","title":"a"}, {"id"#, #"[{"id":"1","title":"a"}] x"#,
      #"[{"id":"1","title":"a"}, }]"#, #"[{"id":"1","title":"a"}, "x]"#,
    ])
  func brokenArray(text: String) throws {
    let feed = try read(text, format: .json)
    #expect(feed.rows.map(\.id) == ["1"])
    guard case .malformedDocument = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
  }

  @Test("Images may be one path, a list of paths, or both")
  func images() throws {
    let feed = try read(
      """
      {"id":"1","image":"a.jpg","additional_images":["b.jpg","c,d.jpg","a.jpg"]}
      {"id":"2","images":["a.jpg","b.jpg"]}
      {"id":"3","images":"a.jpg, b.jpg"}
      {"id":"4","image":[],"title":"x"}
      """)
    #expect(
      feed.rows.map(\.images) == [
        ["a.jpg", "b.jpg", "c,d.jpg"], ["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"], [],
      ])
  }

  @Test("The columns may differ from row to row")
  func changingColumns() throws {
    let feed = try read(
      """
      {"id":"1","name":"a","title":"b"}
      {"name":"c","id":"2","Colour":"red"}
      {"title":"d"}
      """)
    #expect(feed.rows.map(\.title) == ["b", "c"])
    #expect(feed.rows.map { $0.fields["name"] } == ["a", nil])
    #expect(feed.rows.map { $0.fields["color"] } == [nil, "red"])
    #expect(feed.rejected.map(\.reason) == ["it has no identifier"])
  }

  @Test("A line too long for a product is passed over")
  func longLine() throws {
    var bytes = Array(#"{"id":"1","title":"a"}"#.utf8) + [UInt8(ascii: "\n")]
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
    bytes += Array("\n{\"id\":\"3\",\"title\":\"c\"}".utf8)
    let feed = try read(bytes, format: .jsonl)
    #expect(feed.rows.map(\.id) == ["1", "3"])
    #expect(feed.rejected.map(\.row) == [2])
  }
}
