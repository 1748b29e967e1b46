import Feeds
import Testing

@Suite("Exports of shop systems")
struct ShopExportTests {
  private static let pictures = "../../../catalog/images/"

  @Test("Shopify: each variant is a product with what it shares with the others")
  func shopify() throws {
    let feed = try read(fileAt: fixtures + "shopify-export.csv")
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(
      feed.rows.map(\.id) == [
        "SJ-YEL-S", "SJ-YEL-M", "SJ-NAV-M", "HU-RED", "HU-BLK", "HU-YEL", "CT-BLK-M", "CT-BLK-L",
        "CT-WHT-M", "CT-RED-M", "MUG-BS", "teddy-brown", "CS-GRY", "CS-RED", "TL-GRN",
        "gift-card/10", "gift-card/25",
      ])
    let jackets = feed.rows.prefix(3)
    #expect(jackets.allSatisfy { $0.group == "storm-jacket" && $0.fields["brand"] == "Northgale" })
    #expect(jackets.allSatisfy { $0.title == "Storm waterproof jacket" })
    #expect(
      jackets.allSatisfy {
        $0.description
          == "A waterproof shell with taped seams & a hood. 10,000 mm water column "
          + "Packs into its own pocket"
      })
    #expect(jackets.map { $0.fields["color"] } == ["Yellow", "Yellow", "Navy"])
    #expect(jackets.map { $0.fields["size"] } == ["S", "M", "M"])
    #expect(jackets.map { $0.fields["gtin"] } == ["4006381333931", nil, nil])
    #expect(jackets.map(\.price) == [119, 119, 119])
    #expect(jackets.map(\.salePrice) == [89, 89, nil])
    #expect(
      jackets.map { $0.fields["availability"] } == ["in_stock", "in_stock", "out_of_stock"])
    #expect(feed.rows[0].fields["Option1 Name"] == nil)
    #expect(feed.rows.last?.fields["Denominations"] == "25")
  }

  @Test("Shopify: a variant's own image comes first and those of other variants are left out")
  func shopifyImages() throws {
    let feed = try read(fileAt: fixtures + "shopify-export.csv")
    let folder = "https://cdn.example.com/pictures/storm-"
    #expect(feed.rows[1].images == ["yellow", "detail", "back"].map { folder + $0 + ".jpg" })
    #expect(feed.rows[2].images == ["navy", "detail", "back"].map { folder + $0 + ".jpg" })
    let mug = try #require(feed.rows.first { $0.id == "MUG-BS" })
    #expect(
      mug.images
        == ["mug-blue-stripes.png", "mug-blue-stripes-b.jpg"].map { Self.pictures + $0 })
    #expect(mug.alt == "Stoneware mug, blue stripes")
  }

  @Test("Shopify's new headers mean the same")
  func newShopify() throws {
    let feed = try read(fileAt: fixtures + "shopify-export-new.csv")
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(feed.rows.count == 11)
    #expect(feed.rows.prefix(3).map(\.id) == ["SN-WHT-38", "SN-WHT-39", "SN-PNK-38"])
    #expect(feed.rows.prefix(3).allSatisfy { $0.group == "canvas-sneaker" })
    #expect(feed.rows[2].price == 59 && feed.rows[2].salePrice == 49)
    #expect(
      feed.rows[2].images
        == ["sneaker-pink.png", "sneaker-pink-b.png"].map { Self.pictures + $0 })
    #expect(feed.rows[2].fields["color"] == "Pink" && feed.rows[2].fields["size"] == "38")
  }

  private static let header =
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price,"
    + "Image Src,Image Position,Variant Image\n"

  @Test("Images of a product come in their positions; a row with an image alone is no variant")
  func positions() throws {
    let feed = try read(
      Self.header + "a,A,Title,Default Title,S,5,4,z.jpg,3,\na,,,,,,,x.jpg,1,\na,,,,,,,y.jpg,2,\n")
    #expect(feed.rows.map(\.id) == ["S"])
    #expect(feed.rows[0].images == ["x.jpg", "y.jpg", "z.jpg"])
    #expect(feed.rows[0].price == 5 && feed.rows[0].salePrice == nil)
    #expect(feed.rows[0].fields.isEmpty)
  }

  @Test("A product that the feed is cut within is not handed out by half")
  func cut() throws {
    let feed = try read(
      Self.header + "a,A,Size,S,a1,5,,,,\na,,,M,a2,5,,,,\nb,B,Size,S,b1,5,,,,\nb,,,\"M")
    #expect(feed.rows.map(\.id) == ["a1", "a2"])
    #expect(feed.error != nil)
  }

  @Test("Rows beyond the most that a product may have are rejected, the others read")
  func tooManyRows() throws {
    let rows = (1...4100).map { "a,\($0 == 1 ? "A" : ""),Size,\($0),a\($0),5,,,,\n" }.joined()
    let feed = try read(Self.header + rows + "b,B,Size,S,b1,5,,,,\n")
    #expect(feed.rows.count == 4097)
    #expect(feed.rows.last?.id == "b1")
    #expect(feed.rejected.map(\.row) == Array(4097...4100))
    #expect(feed.rejected.first?.id == "a" && feed.rejected.first?.column == "Handle")
  }

  @Test("Texts that many variants share are not copied without end")
  func amplification() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let rows = (1...100).map { "a,\($0 == 1 ? text : ""),Size,\($0),a\($0),5,,,,\n" }.joined()
    let feed = try read(Self.header + rows + "b,B,Size,S,b1,5,,,,\n")
    #expect(feed.rows.map(\.id) == ["b1"])
    #expect(feed.rejected.map(\.id) == ["a"])
  }

  @Test("WooCommerce: variations take from their parent what they leave empty, and its group")
  func wooCommerce() throws {
    let feed = try read(fileAt: fixtures + "woocommerce-export.csv")
    #expect(feed.error == nil && feed.rejected.isEmpty && feed.warnings.isEmpty)
    #expect(
      feed.rows.map(\.id) == [
        "10", "11", "12", "13", "14", "20", "21", "22", "30", "31", "32", "33", "40", "41",
      ])
    #expect(
      feed.rows.map(\.group) == Array(repeating: "SOCK", count: 5)
        + Array(repeating: "20", count: 3) + Array(repeating: nil, count: 6))
    let socks = feed.rows.prefix(5)
    #expect(
      socks.allSatisfy { $0.description == "Two pairs of warm socks. Reinforced heel and toe." })
    #expect(socks.map(\.price) == [nil, 9.9, 9.9, 10.9, 10.9])
    #expect(socks.map(\.salePrice) == [nil, nil, 7.9, nil, nil])
    #expect(
      socks.map { $0.fields["color"] } == ["Green, Red, Grey", "Green", "Red", "Grey", "Green"])
    #expect(socks.allSatisfy { $0.fields["category"] == "Clothing, Clothing > Socks" })
    #expect(feed.rows[3].images == [Self.pictures + "socks-grey-zigzag.png"])
    #expect(
      feed.rows[4].images
        == ["socks-green.webp", "socks-red-stars.jpg"].map { Self.pictures + $0 })
    #expect(feed.rows[6].description == "Mouth-blown glass, 24 cm.")
    #expect(feed.rows[7].fields["availability"] == "out_of_stock")
    #expect(feed.rows[11].description == "A good frying pan, 28 cm")
    #expect(feed.rows[0].fields["Attribute 1 name"] == nil)
  }

  @Test("A variation whose parent is missing is a product of its own in the parent's group")
  func orphans() throws {
    let feed = try read(
      "ID,Type,SKU,Name,Regular price,Parent\n5,variation,,Small,9,id:4\n6,variation,,Tall,9,VASE\n"
    )
    #expect(feed.rows.map(\.group) == ["4", "VASE"])
    #expect(feed.rows.map(\.title) == ["Small", "Tall"])
  }

  @Test("Parents are forgotten in their order when there are very many, not what follows them")
  func manyParents() throws {
    var table = "ID,Type,SKU,Name,Description,Regular price,Parent\n"
    for number in 1...5000 {
      table += "p\(number),variable,,Name \(number),Text \(number),,\n"
      table += "v\(number),variation,,V,,9,id:p\(number)\n"
    }
    table += "late,variation,,V,,9,id:p1\n"
    let feed = try read(table)
    #expect(feed.rows.count == 10_001)
    let variations = feed.rows.filter { $0.id.hasPrefix("v") }
    #expect(variations.allSatisfy { $0.description == "Text \($0.id.dropFirst())" })
    #expect(feed.rows.last?.group == "p1" && feed.rows.last?.description == nil)
  }
}
