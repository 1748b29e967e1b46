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

  @Test(
    "An empty array, also one that is wrapped, is a feed of no products",
    arguments: [" [ ] ", #"{"products": [ ]}"#, "{\n\"page\": 2, \"items\": []\n}"])
  func emptyArray(text: String) throws {
    let feed = try read(text)
    #expect(feed.format == .json)
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

  @Test(
    "A document may wrap the list of its products, on one line or several, however deep",
    arguments: [
      #"{"products":[{"id":"1","title":"a"},{"id":"2","title":"b"}],"total":2}"#,
      #"{"errors":[],"products":[{"id":"1","title":"a"},{"id":"2","title":"b"}]}"#,
      "{\n \"meta\": {\"x\": [1, \"[{\"]},\n \"list\": [\n{\"id\":1,\"title\":\"a\"},\n{\"id\":2,\"title\":\"b\"}\n]}\n",
      #"{"title":"My shop","items":[{"id":1,"title":"a"},{"id":2,"title":"b"}]}"#,
      #"{"data":{"x":{"edges":[{"node":{"id":"1","title":"a"}},{"node":{"id":"2","title":"b"}}]}}}"#,
    ])
  func wrapped(text: String) throws {
    let feed = try read(text)
    #expect(feed.format == .json)
    #expect(feed.rows.map(\.id) == ["1", "2"])
    #expect(feed.rows.map(\.title) == ["a", "b"])
    #expect(feed.error == nil && feed.rejected.isEmpty)
  }

  @Test(
    "One object a line is JSON Lines, whatever lists are in it",
    arguments: [
      #"{"id":1,"title":"a","variants":[{"colour":"red"}]}"#,
      "{\"id\":1,\"title\":\"a\",\"items\":[{\"x\":1}]}\n{\"id\":2,\"title\":\"b\"}\n",
    ])
  func linesWithLists(text: String) throws {
    let feed = try read(text)
    #expect(feed.format == .jsonl)
    #expect(feed.rows.first?.id == "1")
    #expect(feed.rejected.isEmpty)
  }

  @Test("A wrapped list is read as far as it goes; a document without one says so")
  func brokenWrapper() throws {
    let cut = try read(#"{"products":[{"id":"1","title":"a"},{"id":"#)
    #expect(cut.rows.map(\.id) == ["1"])
    #expect(cut.error != nil)
    let open = try read(#"{"products":[{"id":"1","title":"a"}],"more":[1,2"#, format: .json)
    #expect(open.rows.map(\.id) == ["1"])
    #expect(open.error?.description.contains("the document does not end") == true)
    let error = #expect(throws: FeedError.self) { try read("{\n\"a\": 1\n}") }
    #expect(error?.description.contains("holds no list of objects") == true)
  }

  @Test("Shopify's product listing: a record a variant, objects where fields are plain elsewhere")
  func shopifyListing() throws {
    let feed = try read(fileAt: fixtures + "shopify-products.json")
    #expect(feed.format == .json && feed.error == nil && feed.rejected.isEmpty)
    #expect(
      feed.rows.map(\.id) == ["BOOT-BRN-39", "BOOT-BLK-40", "10", "11", "12", "13", "14", "15"])
    let folder = "../../../catalog/images/"
    #expect(
      feed.rows[1]
        == ProductRow(
          rowNumber: 1, id: "BOOT-BLK-40", group: "boot", title: "Boot",
          description: "Leather boot, lined .",
          rawDescription: "<p>Leather boot, <b>lined</b>.</p>",
          images: [folder + "boot-black.png", folder + "boot-brown.png"], price: 119,
          salePrice: 99,
          fields: [
            "brand": "Stroll", "category": "Shoes", "color": "Black", "size": "40",
            "tags": "winter, leather", "published_at": "2026-01-02T10:00:00+01:00",
          ]))
    #expect(feed.rows[7].price == 799 && feed.rows[7].images == [folder + "bicycle-red.jpg"])
  }

  @Test("Objects in fields say what the field needs: an address, an amount, a name")
  func objects() throws {
    let feed = try read(
      """
      {"id":1,"title":"a","image":{"src":"a.jpg"},"images":[{"url":"b.jpg"},"c.jpg"],\
      "price":{"amount":"9.90","currencyCode":"EUR"},"brand":{"name":"Acme","id":5},"x":{"name":"y"}}
      """)
    #expect(
      feed.rows == [
        ProductRow(
          rowNumber: 1, id: "1", title: "a", images: ["a.jpg", "b.jpg", "c.jpg"], price: 9.9,
          currency: "EUR", fields: ["brand": "Acme", "x": #"{"name":"y"}"#])
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
