import Foundation
import Testing

@testable import Commands
@testable import Library

@Suite("The map of a library as a page")
struct MapPageTests {
  private func map(_ points: [LibraryMap.Point], values: [(String, Int)] = []) -> LibraryMap {
    LibraryMap(
      modelName: "a <b>model</b>", layout: .neighbors, shownVariance: nil, items: points.count,
      field: values.isEmpty ? nil : "kind \"x\"", values: values.map { (name: $0.0, count: $0.1) },
      points: points)
  }

  private struct PageData: Decodable {
    let x, y, value: [Int]
    let id, title: [String]
    let path, url, thumbnail: [String?]
  }

  /// What the script of a page reads.
  private func data(of page: String) throws -> PageData {
    let start = try #require(page.range(of: "id=\"data\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    return try JSONDecoder().decode(PageData.self, from: Data(page[start..<end].utf8))
  }

  @Test("whatever stands in ids, titles, paths and values, the data ends where its element ends")
  func escaping() throws {
    let nasty = "</script><script>alert(1)</script>\u{2028}\u{2029}\"'\\&<!--"
    let point = LibraryMap.Point(
      x: 0, y: 1, id: nasty, path: "/p/" + nasty, title: nasty, value: 0)
    let page = MapPage.page(map([point], values: [(nasty, 1)])) { _ in nil }
    let data = try data(of: page)
    #expect(data.path == ["/p/" + nasty])
    #expect(data.id[0].hasPrefix("</script><script>alert(1)"))
    #expect(data.x == [0] && data.y == [65_535])
    #expect(data.url[0]?.contains("<") == false && data.url[0]?.contains("\"") == false)
    // The data and the script itself, and no element from the texts.
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(!page.contains("<!--") && !page.contains("<b>model"))
    #expect(!page.contains("\u{2028}") && !page.contains("\u{2029}"))
  }

  @Test("pictures are kept in the page as they are given, else by the addresses of their files")
  func thumbnails() throws {
    let points = [
      LibraryMap.Point(x: 0, y: 0, id: "a", path: "/a b.jpg", title: nil, value: nil),
      LibraryMap.Point(x: 1, y: 1, id: "b", path: nil, title: "B", value: nil),
    ]
    let embedded = try data(of: MapPage.page(map(points)) { Array($0.utf8) })
    #expect(embedded.thumbnail == [Base64.text(Array("/a b.jpg".utf8)), nil])
    let linked = try data(of: MapPage.page(map(points)) { _ in nil })
    #expect(linked.thumbnail == [])
    #expect(linked.url == ["file:///a%20b.jpg", nil])
    #expect(linked.value == [-1, -1] && linked.title == ["", "B"])
  }

  @Test("the program draws the demo catalogue twice alike, and refuses what is no number of items")
  func program() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let pictures = try FileManager.default.contentsOfDirectory(
      atPath: BuiltProgram.checkout.appendingPathComponent("catalog/images").path
    ).filter { $0.contains("mug") || $0.contains("shirt") }
    try #require(pictures.count > 3)
    for name in pictures {
      try FileManager.default.copyItem(
        at: BuiltProgram.checkout.appendingPathComponent("catalog/images/\(name)"),
        to: program.folder.appendingPathComponent(name))
    }
    #expect(try program.run("index", ".").status == 0)
    let outcome = try program.run("map", "--out", "map.html")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try String(
      contentsOf: program.folder.appendingPathComponent("map.html"), encoding: .utf8)
    let data = try data(of: page)
    #expect(data.id.count > 3 && data.thumbnail.count == data.id.count)
    #expect(data.thumbnail.allSatisfy { $0?.hasPrefix("/9j/") == true })
    let again = try program.run("map", "--out", "-", "--threads", "1")
    #expect(again.output == page)
    let plane = try program.run("map", "--out", "-", "--layout", "pca", "--limit", "3")
    #expect(try self.data(of: plane.output).id.count == 3)
    #expect(plane.errors.contains("drew 3 of"))
    #expect(try program.run("map", "--out", "x", "--limit", "0").status == 64)
    #expect(try program.run("map").status == 64)
  }
}
