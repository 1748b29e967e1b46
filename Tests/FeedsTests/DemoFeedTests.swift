import Feeds
import Foundation
import Testing

@Suite("The bundled catalogue")
struct DemoFeedTests {
  @Test("Every row is a product with a title, a price in euros and an image, and nothing is lost")
  func catalog() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("catalog/catalog.csv").path
    var reader = try FeedReader(source: .file(path: path))
    #expect(reader.mapping?.column(for: .image) == "image_link")
    #expect(reader.mapping?.attributes.map(\.name) == ["google_product_category", "pattern"])
    var ids = Set<String>()
    while let event = try reader.next() {
      guard case .row(let row) = event else {
        Issue.record("\(event)")
        continue
      }
      #expect(row.title != nil && row.description != nil && row.currency == "EUR", "\(row.id)")
      #expect(row.price.map { $0 > 0 } == true, "\(row.id)")
      #expect(!row.images.isEmpty, "\(row.id)")
      #expect(row.rawTitle == nil, "\(row.id)")
      #expect(ids.insert(row.id).inserted, "\(row.id)")
    }
    #expect(ids.count >= 150)
  }
}
