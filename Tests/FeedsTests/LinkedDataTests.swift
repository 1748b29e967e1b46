import Feeds
import Testing

@Suite("Products as JSON-LD")
struct LinkedDataTests {
  @Test(
    "A page: groups with variants, graphs, lists, offers of several kinds; comments are no data")
  func page() throws {
    let feed = try read(fileAt: fixtures + "shop-page.html")
    #expect(feed.format == .jsonld)
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(
      feed.rows.map(\.id) == [
        "BP-GREEN", "BP-BLUE", "BP-RED", "HB-1", "SC-1", "https://bags.example/umbrella", "SG-7",
        "CAP-NAVY",
      ])
    #expect(feed.rows.map(\.group) == ["BP", "BP", "BP", nil, nil, nil, "SG", nil])
    #expect(feed.rows.map(\.price) == [59.9, 59.9, 59.9, 89, 189, 24, 35, 9.5])
    #expect(feed.rows.map(\.salePrice) == [nil, 49.9, nil, nil, nil, nil, nil, nil])
    #expect(feed.rows.allSatisfy { $0.currency == "EUR" && !$0.images.isEmpty })
    #expect(
      feed.rows[2]
        == ProductRow(
          rowNumber: 3, id: "BP-RED", group: "BP", title: "City backpack, red",
          description: "Carries a laptop & lunch. Water-repellent.",
          rawDescription: "Carries a laptop & lunch. <br>Water-repellent.",
          images: ["../../../catalog/images/backpack-red.png"], price: 59.9, currency: "EUR",
          fields: [
            "availability": "out_of_stock", "brand": "Fernweh", "color": "red",
            "material": "recycled polyester", "url": "https://bags.example/bp",
          ]))
    #expect(
      feed.rows[3].fields == [
        "brand": "Fernweh", "category": "Bags > Handbags", "price_high": "119.00",
        "rating": "4.6", "tags": "leather, gift",
      ])
    #expect(feed.rows[3].images.count == 2)
    #expect(
      feed.rows[4].fields == [
        "Volume": "65 l", "availability": "in_stock", "brand": "Fernweh", "price_high": "199.00",
        "size": "M",
      ])
  }

  @Test(
    "A document may be a product, a list of them, a graph, or several on end",
    arguments: [
      #"{"@context":"https://schema.org","@type":"Product","name":"a","sku":"1"}"#,
      #"[{"@type":"http://schema.org/Product","name":"a","sku":1}]"#,
      #"{"@context":{},"@graph":[{"@type":"schema:Product","name":{"@value":"a"},"sku":"1"}]}"#,
      #"{"@type":"WebPage","mainEntity":{"@type":["Thing","Product"],"name":"a","productID":"1"}}"#,
      #"{"@type":"Organization","name":"x"} {"@type":"Product","name":"a","@id":"1"}"#,
    ])
  func documents(text: String) throws {
    let feed = try read(text)
    #expect(feed.format == .jsonld)
    #expect(feed.rows == [ProductRow(rowNumber: 1, id: "1", title: "a")])
    #expect(feed.error == nil && feed.rejected.isEmpty)
  }

  @Test("The nodes of a graph are read one by one, so the first come before a fault")
  func graphFault() throws {
    let feed = try read(
      #"{"@graph":[{"@type":"Product","name":"a","sku":"1"},{"@type":"Product","name" "b"},"#
        + #"{"@type":"Product","name":"c","sku":"3"},{"@type""#)
    #expect(feed.rows.map(\.id) == ["1", "3"])
    #expect(
      feed.rejected.map(\.reason) == ["the node 2 is not JSON at byte 26: a colon is missing"])
    #expect(feed.error != nil)
  }

  @Test("A block that is no JSON is rejected with its line, the others are read")
  func badBlock() throws {
    let feed = try read(
      """
      <html><script type="application/ld+json">{"@type": "Product", }</script>
      <script type="application/ld+json">{"@type":"Product","name":"a","sku":"1"}</script></html>
      """)
    #expect(feed.rows.map(\.id) == ["1"])
    #expect(feed.rejected.map(\.row) == [1])
    #expect(feed.rejected.first?.reason.hasPrefix("the JSON-LD on line 1 is not JSON") == true)
  }

  @Test("Signs in texts and tags that never end hide no block that follows")
  func signs() throws {
    let feed = try read(
      "<!-- c --><!DOCTYPE HTML><html>5 < 6 <7<<script type='application/ld+json' >"
        + #"{"@type":"Product","sku":"1","name":"</b>a<"}</SCRIPT ></html>"#)
    #expect(feed.format == .jsonld)
    #expect(feed.rows.map(\.title) == ["a<"])
  }

  @Test("A page without products says so")
  func noProducts() throws {
    let feed = try read("<!doctype html><html><body>Nothing</body></html>")
    #expect(feed.error?.description.contains("no product of schema.org") == true)
  }

  @Test("A page in Windows-1252 is read as such")
  func encoding() throws {
    let text =
      "<html><script type=\"application/ld+json\">"
      + #"{"@type":"Product","sku":"1","name":"café"}"# + "</script></html>"
    let feed = try read(text.unicodeScalars.map { UInt8($0.value) })
    #expect(feed.rows.map(\.title) == ["café"])
  }

  @Test("What a group shares is not copied to its variants without end")
  func amplification() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let variants = (1...100).map { #"{"@type":"Product","sku":"\#($0)"}"# }.joined(separator: ",")
    let feed = try read(
      #"[{"@type":"ProductGroup","name":"big","description":"\#(text)","#
        + #""hasVariant":[\#(variants)]},"# + #"{"@type":"Product","sku":"z","name":"b"}]"#)
    #expect(feed.rows.map(\.id) == ["z"])
    #expect(feed.rejected.map(\.reason) == ["big has more variants than can be told apart"])
  }
}
