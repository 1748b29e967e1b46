import Feeds
import Foundation
import Testing

@Suite("Products of a feed")
struct ProductRowTests {
  @Test("Every kind of field finds its place")
  func everything() throws {
    let feed = try read(
      """
      id,item_group_id,title,description,image_link,additional_image_link,alt,price,sale_price,brand,tags,link,Season
      A1,G,Red &amp; <b>blue</b>,plain text,a.jpg,"b.jpg, c.jpg",The <i>alt</i>,12.90 EUR,"9,90 EUR",D&amp;G,"x, y",https://e.org/?a=1&amp;b,  SS 24
      """)
    #expect(
      feed.rows == [
        ProductRow(
          rowNumber: 1, id: "A1", group: "G", title: "Red & blue", description: "plain text",
          rawTitle: "Red &amp; <b>blue</b>", images: ["a.jpg", "b.jpg", "c.jpg"], alt: "The alt",
          price: 12.9, currency: "EUR", salePrice: 9.9,
          fields: [
            "brand": "D&G", "tags": "x, y", "url": "https://e.org/?a=1&amp;b", "Season": "SS 24",
          ])
      ])
    #expect(feed.warnings.isEmpty)
  }

  @Test("A price that is not understood stays as written, with a warning that names the product")
  func badPrice() throws {
    let feed = try read("id,title,price,currency\n7,a,on request,eur\n8,b,3,€\n")
    #expect(feed.rows.map(\.price) == [nil, 3])
    #expect(feed.rows.map(\.currency) == ["EUR", "EUR"])
    #expect(feed.rows[0].fields == ["price": "on request"])
    #expect(
      feed.warnings == ["row 1, product 7: the price \"on request\" is not an amount of money"])
  }

  @Test("The upper end of a range of prices is an attribute")
  func priceRange() throws {
    let feed = try read("id;title;price\n1;a;12 – 15,50 €\n")
    #expect(feed.rows[0].price == 12 && feed.rows[0].currency == "EUR")
    #expect(feed.rows[0].fields == ["price_high": "15.5"])
  }

  @Test(
    "Whether a product can be bought is said in the same words whatever the feed has",
    arguments: [
      ("in stock", "in_stock"), ("http://schema.org/InStock", "in_stock"), ("1", "in_stock"),
      ("OutOfStock", "out_of_stock"), ("sold out", "out_of_stock"), ("FALSE", "out_of_stock"),
      ("pre-order", "preorder"), ("backorder", "backorder"), ("in two weeks", "in two weeks"),
    ])
  func availability(written: String, word: String) throws {
    let feed = try read("id,title,availability\n1,a,\(written)\n")
    #expect(feed.rows[0].fields == ["availability": word])
  }

  @Test("The same product has the same canonical bytes wherever it stands, any other has others")
  func canonicalBytes() {
    let row = ProductRow(
      rowNumber: 1, id: "a", group: "b", title: "c", description: "d", rawTitle: "e",
      rawDescription: "f", images: ["g", "h"], alt: "i", price: 1, currency: "EUR", salePrice: 2,
      fields: ["x": "y", "z": "w"])
    let moved = ProductRow(
      rowNumber: 9, id: "a", group: "b", title: "c", description: "d", rawTitle: "e",
      rawDescription: "f", images: ["g", "h"], alt: "i", price: 1, currency: "EUR", salePrice: 2,
      fields: ["z": "w", "x": "y"])
    #expect(row.canonicalBytes() == moved.canonicalBytes())
    let changes: [(inout ProductRow) -> Void] = [
      { $0 = ProductRow(rowNumber: 1, id: "ab") }, { $0.group = nil }, { $0.group = "" },
      { $0.title = "C" }, { ($0.title, $0.description) = (nil, "c") }, { $0.rawTitle = nil },
      { $0.rawDescription = nil }, { $0.images = ["gh"] }, { $0.images = ["h", "g"] },
      { $0.alt = nil }, { $0.price = nil }, { $0.price = 2 }, { $0.currency = "USD" },
      { $0.salePrice = nil }, { ($0.price, $0.salePrice) = (2, 1) }, { $0.fields = ["x": "y"] },
      { $0.fields = ["xy": "", "z": "w"] }, { $0.fields = ["x": "w", "z": "y"] },
      { ($0.images, $0.fields) = (["g", "h", "x"], ["y": "z", "w": ""]) },
    ]
    var seen: Set<[UInt8]> = [row.canonicalBytes()]
    for change in changes {
      var other = row
      change(&other)
      #expect(seen.insert(other.canonicalBytes()).inserted, "\(other)")
    }
  }

  @Test("In a feed with identifiers a row without one is rejected by its column")
  func missingIdentifier() throws {
    let feed = try read("SKU,title\nA,a\n  ,b\n")
    #expect(feed.rows.map(\.id) == ["A"])
    #expect(feed.rejected == [RejectedRow(row: 2, column: "SKU", reason: "it has no identifier")])
  }

  @Test("In a feed without identifiers the image is one, else the row number")
  func derivedIdentifier() throws {
    let feed = try read("image,title\na.jpg,x\n,y\n")
    #expect(feed.rows.map(\.id) == ["a.jpg", "2"])
  }

  @Test("A row with nothing to search by is rejected")
  func nothingToSearch() throws {
    let feed = try read("id,title,image,brand\n1,<br>,,Acme\n2,,b.jpg,\n")
    #expect(feed.rows.map(\.id) == ["2"])
    #expect(
      feed.rejected == [
        RejectedRow(
          row: 1, id: "1", reason: "it has neither a title, a description nor an image")
      ])
  }

  @Test(
    "Lists of images are split where a new path or URL begins",
    arguments: [
      ("a.jpg,b.jpg", ["a.jpg", "b.jpg"]), ("a.jpg|b.jpg\nc.jpg", ["a.jpg", "b.jpg", "c.jpg"]),
      (
        "https://e.org/w_2,h_3/a.jpg, https://e.org/b.jpg",
        ["https://e.org/w_2,h_3/a.jpg", "https://e.org/b.jpg"]
      ),
      (
        "data:image/png;base64,AA==,data:image/png;base64,BB==",
        ["data:image/png;base64,AA==", "data:image/png;base64,BB=="]
      ),
      ("https://e.org/a.jpg,file:///b.jpg", ["https://e.org/a.jpg", "file:///b.jpg"]),
      (",, ,", []), ("['a.jpg', 'b.jpg']", ["a.jpg", "b.jpg"]), ("[]", []),
      (
        "[\"\"https://e.org/x,y.jpg\"\", \"\"https://e.org/b.jpg\"\"]",
        ["https://e.org/x,y.jpg", "https://e.org/b.jpg"]
      ),
    ] as [(String, [String])])
  func imageLists(text: String, images: [String]) throws {
    let feed = try read("id;title;additional_images\n1;t;\"\(text)\"\n")
    #expect(feed.rows.map(\.images) == [images])
  }

  @Test("A list in brackets is one in the column of the main image, too")
  func bracketedImages() throws {
    let feed = try read("id;title;image\n1;t;[a.jpg, b.jpg]\n2;t;x, y.jpg\n")
    #expect(feed.rows.map(\.images) == [["a.jpg", "b.jpg"], ["x, y.jpg"]])
  }

  @Test("Rejected rows are JSON objects with row, id, column and reason")
  func rejectedJSON() throws {
    let row = RejectedRow(row: 3, id: "A", column: "price", reason: "why")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(row), as: UTF8.self)
    #expect(text == #"{"column":"price","id":"A","reason":"why","row":3}"#)
  }

  @Test("Standard input is read through a descriptor and left open")
  func descriptor() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let text = "id,title\n1,a\n"
    #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
    close(ends[1])
    var reader = try FeedReader(source: .descriptor(ends[0], name: "-"))
    #expect(reader.format == .csv)
    #expect(try reader.next() == .row(ProductRow(rowNumber: 1, id: "1", title: "a")))
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
    #expect(close(ends[0]) == 0)
  }
}
