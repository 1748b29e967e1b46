import Feeds
import Testing

@Suite("Hostile feeds")
struct HostileFeedTests {
  private static let table = """
    id,title,description,image_link,price,brand
    1,"Red, mug","A ""big"" <b>mug</b>\r\nwith handle",a.jpg,12.90 EUR,Acme
    2,Blau &amp; grün,,b.jpg|c.jpg,"1.299,00 €",Zed

    3,naïve 😀,text,,free,
    """
  private static let lines = """
    {"id":1,"title":"a \\u00e9 \\ud83d\\ude00","tags":["x",2],"size":{"eu":[41,42.5e1]}}
    {"id":"2","title":"b","image":null,"new":true,"price":-1.5}
    """
  private static let items = """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
    <item><g:id>1</g:id><title><![CDATA[Red <mug>]]></title><g:price>12.90 EUR</g:price>
    <g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping></item>
    <item><g:id>2</g:id><g:title>Blau &amp; gr&#252;n&nbsp;</g:title><!-- x -->
    <g:image_link>a.jpg</g:image_link></item>
    </channel></rss>
    """
  private static let graph = """
    {"@context":"https://schema.org/","@graph":[
    {"@type":"Product","sku":"1","name":"Red mug","offers":{"@type":"Offer","price":12.9}},
    {"@type":"ProductGroup","productGroupID":"G","name":"Chair","hasVariant":[
    {"@type":"Product","sku":"2","color":"red"},{"@type":"Product","sku":"3","color":"blue"}]}]}
    """
  private static let page = """
    <!DOCTYPE html><html><head><title>x</title><!-- <script> -->
    <script type="application/ld+json">
    {"@type":"Product","sku":"1","name":"Red mug","image":["a.jpg",{"url":"b.jpg"}]}
    </script></head><body><p>5 < 6</p></body></html>
    """

  @Test("Random damage never stops a reader from ending", arguments: FeedFormat.allCases)
  func mutations(format: FeedFormat) throws {
    let array = "[" + Self.lines.split(separator: "\n").joined(separator: ",") + "]"
    let tabs = Self.table.replacing(",", with: "\t")
    let texts =
      switch format {
      case .json: [array]
      case .jsonl: [Self.lines]
      case .tsv: [tabs]
      case .csv: [Self.table]
      case .xml: [Self.items]
      case .jsonld: [Self.graph, Self.page]
      case .auto: [Self.table, tabs, Self.lines, array, Self.items, Self.graph, Self.page]
      }
    var generator = SeededGenerator(seed: 5)
    var intact = 0
    for round in 0..<600 {
      var bytes = Array(texts[round % texts.count].utf8)
      let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        damage(&bytes, using: &generator)
      }
      do {
        let feed = try read(bytes, format: format)
        // Damage may add a few lines, not many; every row lies within the feed.
        #expect(feed.rows.count + feed.rejected.count <= lineCount + 40)
        #expect(feed.rows.allSatisfy { !$0.id.isEmpty && $0.rowNumber > 0 })
        intact += feed.rows.isEmpty ? 0 : 1
      } catch is FeedError {
        continue
      }
    }
    #expect(intact > 100)
  }

  @Test("Every prefix of a feed is read as far as it goes")
  func prefixes() throws {
    for text in [Self.table, Self.lines, "[" + Self.lines + "]"] {
      let bytes = Array(text.utf8)
      for count in bytes.indices {
        do {
          let feed = try read(Array(bytes[..<count]))
          #expect(feed.rows.count <= 3)
        } catch is FeedError {
          continue
        }
      }
    }
  }

  @Test("A hundred thousand columns and a hundred thousand empty fields are a table")
  func wide() throws {
    let columns = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    let fields = String(repeating: ",", count: 99_999)
    let feed = try read("id,title," + columns + "\n1,a," + fields + "\n2,b\n")
    #expect(feed.rows.map(\.id) == ["1"])
    #expect(feed.rejected.map(\.row) == [2])
  }

  @Test("More columns than any table has are refused, more fields than columns rejected")
  func tooWide() throws {
    let commas = String(repeating: ",", count: 300_000)
    let error = #expect(throws: FeedError.self) { try read("id,title" + commas + "\n1,a\n") }
    #expect(error?.description.contains("more than 200000 columns") == true)
    let feed = try read("id,title\n1,a\n2,b" + commas + "x\n3,c\n")
    #expect(feed.rows.map(\.id) == ["1", "3"])
    #expect(feed.rejected.map(\.row) == [2])
  }

  @Test("Thirty thousand columns of one name, or attributes of a shop, are told apart")
  func repeatedColumns() throws {
    let same = String(repeating: ",a", count: 30_000)
    let fields = String(repeating: ",x", count: 30_000)
    let feed = try read("id,title" + same + "\n1,t" + fields + "\n")
    #expect(feed.rows.first?.fields.count == 30_000)
    let attributes = (0..<20_000).map { ",Attribute \($0) name,Attribute \($0) value(s)" }.joined()
    let values = (0..<20_000).map { ",n\($0),v" }.joined()
    let shop = try read(
      "ID,Type,SKU,Name,Regular price,Parent" + attributes + "\n1,simple,,t,5," + values + "\n")
    #expect(shop.rows.first?.fields["n19999"] == "v")
  }

  @Test("A list of images with two hundred thousand commas is read in time linear in its length")
  func commas() throws {
    let text = "https://example.com/" + String(repeating: ",", count: 200_000)
    let feed = try read("id;title;images\n1;a;\(text)\n")
    #expect(feed.rows.first?.images == [text])
  }

  @Test("What a product shares with its variants is not copied without end")
  func amplification() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let variants = (1...100).map { #"{"sku":"\#($0)"}"# }.joined(separator: ",")
    let feed = try read(
      #"[{"id":1,"title":"a","body_html":"\#(text)","variants":[\#(variants)]},"#
        + #"{"id":2,"title":"b"}]"#)
    #expect(feed.rows.map(\.id) == ["1", "2"])
  }

  private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0:
      bytes[position] = UInt8.random(in: 0...255, using: &generator)
    case 1:
      let special: [UInt8] = Array("\",;\t|\r\n{}[]:\\<>&\u{0}".utf8)
      bytes.insert(special.randomElement(using: &generator)!, at: position)
    case 2:
      bytes.removeSubrange(position..<min(bytes.count, position + 5))
    default:
      bytes.insert(contentsOf: bytes[position...].prefix(20), at: position)
    }
  }
}
