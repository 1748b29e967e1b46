import Foundation
import Testing

@testable import Library

@Suite("Ingesting feeds")
struct FeedIngestTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    try library.paint("red.png", red: 220)
    try library.paint("green.png", green: 150)
    try library.write(
      "feed.csv",
      """
      id,title,description,price,sale price,brand,image_link
      M1,Mug one,<b>red</b> mug,12.90 EUR,9.90 EUR,Acme,red.png
      M2,Green mug,,9 EUR,,Acme,green.png
      M3,Blue lantern,made of blue paper,5 EUR,,Zed,nowhere.png
      M4,Yellow kite,,7 EUR,,Zed,https://example.org/kite.jpg
      M1,Mug again,,1 EUR,,Acme,red.png
      """)
  }

  @Test("rows become items with fields, and trouble is reported, not fatal")
  func rows() throws {
    let report = try library.ingest("feed.csv")
    #expect(report.added == 4)
    #expect(report.rejected == 1)
    #expect(report.broken == 1)
    #expect(report.textOnly == 2)
    let hit = try library.open().search(
      SearchRequest(terms: [SearchTerm(.text("red"))], count: 1)
    ).hits[0]
    #expect(hit.id == "M1" && hit.title == "Mug one")
    #expect(hit.price == 12.9 && hit.currency == "EUR" && hit.fields["brand"] == "Acme")
    #expect(hit.fields["sale_price"] == "9.9")
    #expect(hit.path == library.path("red.png"))
    #expect(hit.fields["raw_description"] == "<b>red</b> mug")
    #expect(library.events.rejections.contains { $0.contains("not fetched") })
    #expect(library.events.rejections.contains { $0.contains("earlier row") })
  }

  @Test("a product without a picture is found by its words")
  func textOnly() throws {
    _ = try library.ingest("feed.csv")
    #expect(try library.ids(for: "blue", count: 1) == ["M3"])
    #expect(try library.ids(for: "yellow", count: 1, mode: .text) == ["M4"])
    #expect(!(try library.ids(for: "blue", mode: .image).contains("M3")))
  }

  @Test("a row that went wrong leaves what is stored of its product as it was")
  func wrongRow() throws {
    _ = try library.ingest("feed.csv")
    let feed = try String(contentsOfFile: library.path("feed.csv"), encoding: .utf8)
    try library.write(
      "feed.csv",
      feed.replacingOccurrences(of: "M2,Green mug,,9 EUR,,Acme,green.png", with: "M2,,,,,,"))
    let report = try library.ingest("feed.csv")
    #expect(report.rejected == 2 && report.offline == 0 && report.changed == 0)
    #expect(try library.ids(for: "green", count: 1, mode: .text) == ["M2"])
  }

  @Test("a feed cut in the middle stores its whole rows and takes nothing away")
  func cutFeed() throws {
    _ = try library.ingest("feed.csv")
    try library.write(
      "feed.csv",
      """
      id,title,description,price,sale price,brand,image_link
      M9,Pink mug,,9 EUR,,Acme,
      M2,Green mug,"never closed
      """)
    #expect(throws: (any Error).self) { try library.ingest("feed.csv") }
    #expect(try library.ids(for: "pink", count: 1, mode: .text) == ["M9"])
    #expect(try library.ids(for: "yellow", count: 1, mode: .text) == ["M4"])
    #expect(try library.open().info().items == 5)
  }

  @Test("a second run changes nothing, and only a changed row is stored again")
  func secondRun() throws {
    _ = try library.ingest("feed.csv")
    let again = try library.ingest("feed.csv")
    #expect(again.added == 0 && again.changed == 0 && again.unchanged == 4)
    let feed = try String(contentsOfFile: library.path("feed.csv"), encoding: .utf8)
    try library.write("feed.csv", feed.replacingOccurrences(of: "9 EUR", with: "8 EUR"))
    let changed = try library.ingest("feed.csv")
    #expect(changed.changed == 1 && changed.unchanged == 3)
  }

  @Test("a row that leaves the feed goes offline, with prune it is removed")
  func droppedRow() throws {
    _ = try library.ingest("feed.csv")
    try library.write("feed.csv", "id,title,image_link\nM1,Mug one,red.png\n")
    #expect(try library.ingest("feed.csv").offline == 3)
    #expect(try library.ids(for: "green") == ["M1"])
    #expect(try library.ingest("feed.csv", prune: true).removed == 3)
  }

  @Test("a picture mended after the fact is taken up by a retry")
  func retry() throws {
    try library.write("red.png", "")
    _ = try library.ingest("feed.csv")
    try library.paint("red.png", red: 220)
    let session = try library.session(retriesRefused: true)
    try BrokenRetry(session: session).run()
    _ = try session.finish()
    #expect(try library.open().broken().map(\.id) == ["M3"])
    #expect(try library.ids(for: "red", count: 1, mode: .image) == ["M1"])
  }

  @Test("data: and file: addresses are read, wrong ones are told")
  func addresses() throws {
    let bytes = try Data(contentsOf: URL(filePath: library.path("red.png")))
    try library.write(
      "addresses.csv",
      """
      id,title,image
      D,by data,"data:image/png;base64,\(bytes.base64EncodedString())"
      F,by file,file://\(library.path("green.png"))
      W,wrong,"data:image/png;base64,***"
      """)
    let report = try library.ingest("addresses.csv")
    #expect(report.added == 3 && report.textOnly == 1)
    #expect(try library.ids(for: "red", count: 1, mode: .image) == ["D"])
    #expect(try library.ids(for: "green", count: 1, mode: .image) == ["F"])
    #expect(library.events.rejections == ["the data: address is not valid base64"])
  }

  @Test("the rows of a feed and the photos of a folder live in one library")
  func feedAndFolder() throws {
    _ = try library.ingest("feed.csv")
    try library.paint("photos/blue.png", blue: 220)
    let report = try library.index("photos")
    #expect(report.added == 1 && report.offline == 0)
    #expect(try library.ingest("feed.csv").offline == 0)
    #expect(try library.open().info().items == 5)
  }
}
