import Feeds
import Testing

@Suite("Feeds in XML")
struct XMLFeedTests {
  @Test("Google Merchant's RSS: CDATA, entities, several images, shipping apart from the price")
  func rss() throws {
    let feed = try read(fileAt: fixtures + "google-merchant.xml")
    #expect(feed.format == .xml)
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(feed.rows.map(\.id) == (1...9).map { "LF-\($0)" })
    #expect(feed.rows.map(\.rowNumber) == Array(1...9))
    #expect(
      feed.rows[1]
        == ProductRow(
          rowNumber: 2, id: "LF-2", group: "BOWL", title: "Bowl, orange",
          description: "Stoneware, orange glaze.",
          rawDescription: "<p>Stoneware, orange glaze.</p>",
          images: ["../../../catalog/images/bowl-orange.png"], price: 12.9, currency: "EUR",
          salePrice: 9.9,
          fields: [
            "availability": "in_stock", "brand": "Lumo & Finch", "color": "orange",
            "material": "stoneware", "category": "Home > Table",
            "shipping": "DE Standard 4.90 EUR", "url": "https://shop.example/p/lf-2?a=1&b=2",
          ]))
    #expect(feed.rows[0].description == "Stoneware & blue glaze.")
    #expect(feed.rows[0].rawDescription == "<p>Stoneware &amp; <b>blue</b> glaze.</p>")
    #expect(
      feed.rows[7].images == [
        "https://cdn.example.com/pictures/vase.jpg",
        "../../../catalog/images/vase-blue-flowers.jpg",
        "../../../catalog/images/vase-beige-stripes.png",
      ])
  }

  @Test("Atom in ISO 8859-1 with a prefix of its own; the merchant's id counts before the entry's")
  func atom() throws {
    let feed = try read(fileAt: fixtures + "google-merchant.atom")
    #expect(feed.format == .xml)
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(feed.rows.map(\.id) == (1...8).map { "CF-\($0)" })
    #expect(feed.rows[0].title == "Café au lait bowl, turquoise")
    #expect(feed.rows.map(\.price) == [14.5, 39.9, 12, 9, 11, 49, 18, 19.95])
    #expect(feed.rows.allSatisfy { $0.currency == "GBP" && $0.images.count == 1 })
    #expect(feed.rows[3].fields["availability"] == "out_of_stock")
    #expect(feed.rows[0].fields["url"] == "https://cafe.example/p/cf-1")
    #expect(feed.rows[0].description == "For a slow breakfast.")
  }

  @Test("Plain XML with an element a product, its attributes, and addresses in attributes")
  func plain() throws {
    let feed = try read(
      """
      <products><product id="7"><name>Red &lt;b&gt;mug&lt;/b&gt;</name><picture src="a.jpg"/>
      <price>12,90</price><currency>EUR</currency></product>
      <product id="8"><name>b</name><x:note>n</x:note><picture>c.jpg</picture>
      <picture>d.jpg</picture></product></products>
      """)
    #expect(
      feed.rows == [
        ProductRow(
          rowNumber: 1, id: "7", title: "Red mug", rawTitle: "Red <b>mug</b>", images: ["a.jpg"],
          price: 12.9, currency: "EUR"),
        ProductRow(
          rowNumber: 2, id: "8", title: "b", images: ["c.jpg", "d.jpg"], fields: ["x:note": "n"]),
      ])
  }

  @Test("A feed whose texts are HTML is a feed; a comment may come first")
  func notAPage() throws {
    let feed = try read(
      "<?xml version=\"1.0\"?><!-- <html> --><rss><item><title><![CDATA[<html><script>x</script>a"
        + "]]></title></item></rss>")
    #expect(feed.format == .xml)
    #expect(feed.rows.map(\.title) == ["a"])
  }

  @Test("References that only HTML knows are read, also with a line before the declaration")
  func references() throws {
    let feed = try read(
      "\n\n<?xml version=\"1.0\"?><rss><channel><item><g:id>1</g:id>"
        + "<title>caf&eacute;&nbsp;&#233;</title></item></channel></rss>")
    #expect(feed.rows.map(\.title) == ["café é"])
  }

  @Test(
    "Documents in other encodings are read by what they declare, else as UTF-8 or Windows-1252",
    arguments: ["windows-1252", "ISO-8859-15", "undeclared", "UTF-16LE", "UTF-16BE"])
  func encodings(name: String) throws {
    let declaration = name == "undeclared" ? "" : "<?xml version='1.0' encoding='\(name)'?>"
    let text = declaration + "<rss><item><id>1</id><title>é €</title></item></rss>"
    let euro: UInt8 = name == "ISO-8859-15" ? 0xa4 : 0x80
    let bytes: [UInt8] =
      switch name {
      case "UTF-16LE": [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
      case "UTF-16BE": [0xfe, 0xff] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
      default: text.unicodeScalars.map { $0 == "€" ? euro : UInt8($0.value) }
      }
    let feed = try read(bytes)
    #expect(feed.rows.map(\.title) == ["é €"])
    #expect(feed.warnings.count == (name == "undeclared" ? 1 : 0))
  }

  @Test("A feed that is cut hands out the whole items and then says where it is cut")
  func cut() throws {
    let text = "<rss>\n<item><id>1</id><title>a</title></item>\n<item><id>2</id><title>b"
    let feed = try read(text)
    #expect(feed.rows.map(\.id) == ["1"])
    guard case .malformedXML(_, 3, let reason) = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
    #expect(reason == "no element found" || reason == "unclosed token")
  }

  @Test(
    "Documents that declare entities are refused, so none can expand or fetch anything",
    arguments: [
      "<!DOCTYPE r [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
      "<!DOCTYPE r [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
      "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1/x.dtd\"> %p;]>",
    ])
  func entities(declaration: String) throws {
    let feed = try read(declaration + "<r><item><id>1</id><title>&b;</title></item></r>")
    #expect(feed.rows.isEmpty)
    guard case .malformedXML(_, 1, let reason) = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
    #expect(reason == "it declares entities of its own, which are not read")
  }

  @Test("A document type without declarations is passed over, what it refers to is not fetched")
  func documentType() throws {
    let feed = try read(
      "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:9/rss.dtd\">"
        + "<rss><item><title>a&b;</title></item></rss>")
    #expect(feed.rows.map(\.title) == ["a&b;"])
  }

  @Test("Elements within elements without end are refused")
  func depth() throws {
    let feed = try read("<rss><item>" + String(repeating: "<a>", count: 100_000))
    #expect(feed.error?.description.contains("more than 256 deep") == true)
  }

  @Test("An item that is too long is rejected, those around it are read")
  func longItem() throws {
    let text = String(repeating: "x", count: 17 << 20)
    let feed = try read(
      "<rss><item><id>1</id><title>a</title></item>\n<item><id>2</id><title>" + text
        + "</title></item><item><id>3</id><title>c</title></item></rss>")
    #expect(feed.rows.map(\.id) == ["1", "3"])
    #expect(
      feed.rejected == [RejectedRow(row: 2, reason: "line 2: it is longer than 16777216 bytes")])
  }

  @Test("A tag that never ends is refused before it fills the memory")
  func longTag() throws {
    let feed = try read("<rss><item a=\"" + String(repeating: "x", count: 9 << 20))
    guard case .recordTooLong = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
  }

  @Test("XML without products says so")
  func noItems() throws {
    let feed = try read("<?xml version=\"1.0\"?><sitemap><url>x</url></sitemap>")
    #expect(feed.error?.description.contains("without an element item") == true)
  }
}
