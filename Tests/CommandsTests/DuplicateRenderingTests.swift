import Foundation
import JSON
import Testing

@testable import Commands
@testable import Library

@Suite("A plan for duplicates, written down")
struct DuplicateRenderingTests {
  private static func copy(_ id: String, _ path: String?, title: String? = nil) -> PictureCopy {
    PictureCopy(id: id, path: path, title: title, width: 40, height: 30, byteCount: 1234)
  }

  private static let report = DuplicateReport(
    pictures: 9, unread: 0,
    groups: [
      DuplicateGroup(
        kept: copy("A", "/shop/a.jpg", title: "<Mug>"),
        others: [
          (copy("B", "/shop/b c.jpg"), .exact),
          (copy("C", "/shop/c.jpg"), .perceptual(distance: 1)),
          (copy("D", nil), .semantic(similarity: 0.9951)),
        ])
    ],
    placeholders: [Placeholder(picture: copy("P", "/shop/p.jpg"), ids: ["P", "Q"], products: 7)])

  @Test("a pipe gets the group, what to do, and the path or id")
  func lines() {
    #expect(
      DuplicateRendering.tabSeparated(Self.report) == """
        1\tkeep\t/shop/a.jpg
        1\texact copy\t/shop/b c.jpg
        1\t1 bit differs\t/shop/c.jpg
        1\tcosine 0.995\tD
        -\tshared by 7 products\t/shop/p.jpg

        """)
    #expect(
      DuplicateRendering.paths(Self.report, terminator: "\0") == "/shop/b c.jpg\0/shop/c.jpg\0")
  }

  @Test("JSON has every copy with its likeness")
  func json() {
    let text = DuplicateRendering.json(Self.report).text
    #expect(
      text.hasPrefix(#"{"schema":1,"pictures":9,"unread":0,"duplicates":3,"duplicate_bytes":3702,"#)
    )
    #expect(text.contains(#""bytes":1234,"likeness":"perceptual","distance":1}"#))
    #expect(text.contains(#""products":7,"ids":["P","Q"]"#))
  }

  @Test("a summary says how much there is to gain")
  func summary() {
    #expect(
      DuplicateRendering.summary(Self.report)
        == "3 duplicates of 9 pictures in 1 group, 3.7 kB; 1 picture shared by many products")
    let text = DuplicateRendering.text(Self.report, width: 80, style: .plain)
    #expect(text.contains("keep            /shop/a.jpg  40 × 30, 1.2 kB\n"))
  }

  @Test("the page shows the copy to keep first and takes nothing for markup")
  func page() {
    let page = DuplicateSheet.page(Self.report) { _ in [0xFF, 0xD8] }
    #expect(page.contains("<h3>&lt;Mug&gt;</h3>") && page.contains("<ins>keep</ins>"))
    #expect(page.components(separatedBy: "<li class=\"card").count == 6)
    #expect(page.contains("href=\"file:///shop/b%20c.jpg\"") && !page.contains("http"))
  }
}
