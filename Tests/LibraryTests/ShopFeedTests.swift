import Foundation
import Testing

@testable import Library

@Suite("Feeds of shops, from the file to the answer")
struct ShopFeedTests {
  /// The folder of feeds that stand for what shops export.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Feeds")

  private func ingested(_ name: String) throws -> (TestLibrary, IngestReport) {
    let library = try TestLibrary()
    let source = FeedLocation(Self.folder.appending(path: name).path)
    var reader = try source.reader(format: "auto", mapping: [:])
    let session = try library.session()
    try FeedIngest(session: session, imageRoot: source.folder, prunes: false)
      .run(&reader, location: source.location)
    return (library, try session.finish())
  }

  @Test(
    "every export is ingested with no options at all",
    arguments: [
      "google-merchant.atom", "google-merchant.xml", "google-merchant.xml.gz", "katalog-latin1.csv",
      "shop-page.html", "shopify-export-new.csv", "shopify-export.csv", "shopify-products.json",
      "woocommerce-export.csv",
    ])
  func ingest(name: String) throws {
    let (library, report) = try ingested(name)
    #expect(report.added >= 5)
    #expect(report.rejected == 0)
    #expect(library.events.rejections.allSatisfy { $0.contains("not fetched") })
    let hits = try library.open().search(
      SearchRequest(terms: [SearchTerm(.text("red"))], count: 100)
    ).hits
    #expect(hits.allSatisfy { $0.title?.isEmpty == false })
    #expect(hits.contains { $0.price != nil && $0.currency?.count == 3 || $0.price != nil })
  }

  @Test("a waterproof jacket under 100 is one product with its variants, each found by its number")
  func shopify() throws {
    let (library, _) = try ingested("shopify-export.csv")
    var request = SearchRequest(terms: [SearchTerm(.text("waterproof jacket"))])
    request.filter = try FilterExpression("price < 200 and sale_price < 100")
    let hits = try library.open().search(request).hits
    #expect(hits.first?.title == "Storm waterproof jacket")
    #expect(hits.first?.collapsed ?? 0 >= 1)
    #expect(try library.ids(for: "SJ-NAV-M") == ["SJ-NAV-M"])
    #expect(try library.ids(for: "4006381333931") == ["SJ-YEL-S"])
  }

  @Test("umlauts and decimal commas of an old spreadsheet come out right")
  func latin1() throws {
    let (library, _) = try ingested("katalog-latin1.csv")
    let hits = try library.open().search(
      SearchRequest(
        terms: [SearchTerm(.text("giesskanne"))], mode: .keyword)
    ).hits
    let umlaut = try library.open().search(
      SearchRequest(terms: [SearchTerm(.text("Blumentopf"))], mode: .keyword)
    ).hits
    #expect(umlaut.first?.price == 1299 && umlaut.first?.currency == "EUR")
    #expect(hits.isEmpty || hits[0].title?.hasPrefix("Gießkanne") == true)
  }
}
