import Foundation
import Library
import Testing

@testable import Commands

@Suite("The contact sheet")
struct ContactSheetTests {
  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]

  private static func page(isNoGoodMatch: Bool = false) -> String {
    ContactSheet.page(
      Hits.response(
        terms: [SearchTerm(.text("mug")), SearchTerm(.text("<blue>"), weight: -2)],
        isNoGoodMatch: isNoGoodMatch),
      title: "\"mug\" & <script>", thumbnails: [jpeg, nil, nil])
  }

  @Test("nothing in it is fetched from elsewhere")
  func selfContained() {
    let page = Self.page()
    #expect(!page.contains("http") && !page.contains("@import") && !page.contains("url("))
    #expect(!page.contains("<script") && !page.contains("<link"))
    #expect(page.contains("data:image/jpeg;base64,\(Data(Self.jpeg).base64EncodedString())\""))
    #expect(page.contains("prefers-color-scheme: dark"))
  }

  @Test("whatever stands in a title or query is text, not markup")
  func escaping() {
    let page = Self.page()
    #expect(page.contains("<h1>&quot;mug&quot; &amp; &lt;script&gt;</h1>"))
    #expect(page.contains("− &lt;blue&gt; × 2"))
    #expect(page.contains("カップ &lt;b&gt;"))
    #expect(!page.contains("\u{1B}"))
  }

  @Test("each result has a name for its picture, a score, a price and its path")
  func cards() {
    let page = Self.page()
    #expect(page.contains("alt=\"Red mug\""))
    #expect(page.contains("href=\"file:///shop/red%20mug.jpg\""))
    #expect(page.contains("<span class=\"price\">19.90 EUR</span>"))
    #expect(page.contains("image 0.314 · title 0.620"))
    #expect(page.components(separatedBy: "<li class=\"card\">").count == 4)
  }

  @Test("its elements are closed in the order in which they were opened")
  func wellFormed() throws {
    var open: [Substring] = []
    for tag in Self.page().matches(of: #/<(/?)([a-z0-9]+)[^>]*>/#) {
      let name = tag.output.2
      if ["meta", "img"].contains(name) { continue }
      if tag.output.1.isEmpty {
        open.append(name)
      } else {
        let opened = open.popLast()
        #expect(opened == name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test("says where no result is likely right")
  func noGoodMatch() {
    #expect(Self.page(isNoGoodMatch: true).contains("No good match"))
    #expect(!Self.page().contains("No good match"))
  }
}
