import Encoders
import Foundation
import Imaging
import Storage
import Testing

@testable import Library

@Suite("The plan for duplicates")
struct DedupeTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
  }

  /// Writes a picture of waves that depend on `kind`, `side` pixels wide.
  private func draw(_ name: String, kind: Int, side: Int = 96, quality: Int? = nil) throws {
    var pixels: [UInt8] = []
    for y in 0..<side {
      for x in 0..<side {
        let (u, v) = (Double(x) / Double(side), Double(y) / Double(side))
        let wave = sin(Double(kind + 2) * 3 * u + v * Double(kind * kind)) * cos(v * 7 + u)
        for channel in 0..<3 {
          pixels.append(UInt8(128 + 100 * wave * Double(channel + kind % 2) / 3))
        }
      }
    }
    let image = Image(width: side, height: side, pixels: pixels)
    try library.write(
      name, quality.map { ImageEncoder.jpeg(image, quality: $0) } ?? ImageEncoder.png(image))
  }

  private func report(
    _ kinds: Set<Likeness.Kind> = [.exact, .perceptual]
  ) throws -> DuplicateReport {
    try library.open().duplicates(DuplicateRequest(kinds: kinds))
  }

  @Test("copies, scaled and recompressed pictures are grouped around the one of most pixels")
  func photos() throws {
    try draw("photos/large.png", kind: 1, side: 192)
    try draw("photos/small.png", kind: 1, side: 64)
    try draw("photos/recompressed.jpg", kind: 1, side: 192, quality: 50)
    try draw("photos/other.png", kind: 2)
    try draw("photos/another.png", kind: 3)
    try library.write(
      "photos/copy.png", [UInt8](Data(contentsOf: URL(filePath: library.path("photos/large.png")))))
    _ = try library.index("photos")
    let report = try report()
    #expect(report.pictures == 6 && report.unread == 0 && report.placeholders.isEmpty)
    let group = try #require(report.groups.first)
    #expect(report.groups.count == 1)
    #expect(group.kept.width == 192 && group.kept.id.hasSuffix(".png"))
    #expect(group.others.count == 3 && group.others[0].likeness == .exact)
    #expect(group.others.contains { $0.copy.id == "photos/small.png" })
    #expect(try self.report([.exact]).groups.map(\.others.count) == [1])
    #expect(report.otherBytes == group.others.reduce(0) { $0 + $1.copy.byteCount })
  }

  @Test("what looks the same to the model is a duplicate if that is asked for")
  func semantic() throws {
    try draw("photos/a.png", kind: 1)
    try draw("photos/b.png", kind: 2)
    _ = try library.index("photos")
    // Both are much the same grey to a model that sees mean colours.
    #expect(try report().groups.isEmpty)
    let request = DuplicateRequest(kinds: [.semantic], similarity: 0.5)
    let groups = try library.open().duplicates(request).groups
    guard case .semantic(let similarity)? = groups.first?.others.first?.likeness else {
      Issue.record("\(groups)")
      return
    }
    #expect(similarity >= 0.5)
  }

  @Test("variants of one product may show one picture, different products are duplicates")
  func products() throws {
    try draw("mug.png", kind: 1)
    try library.write(
      "feed.csv",
      """
      id,group,title,image
      A1,A,Mug small,mug.png
      A2,A,Mug large,mug.png
      B,,Cup,mug.png
      """)
    _ = try library.ingest("feed.csv")
    let report = try report()
    #expect(report.groups.map(\.kept.id) == ["A1"])
    #expect(report.groups[0].others.map(\.copy.id) == ["B"])
  }

  @Test("a picture of five products is a placeholder, and its products are no duplicates")
  func placeholder() throws {
    try draw("soon.png", kind: 4)
    try draw("mug.png", kind: 1)
    let rows = (0..<5).map { "P\($0),Product \($0),soon.png\n" }.joined()
    try library.write("feed.csv", "id,title,image\nM,Mug,mug.png\nN,Mug,mug.png\n" + rows)
    _ = try library.ingest("feed.csv")
    let report = try report()
    #expect(report.placeholders.map(\.products) == [5])
    #expect(report.placeholders[0].ids.sorted() == ["P0", "P1", "P2", "P3", "P4"])
    #expect(report.groups.map(\.kept.id) == ["M"])
  }

  @Test("hashes are kept beside the library, and made anew where the file is damaged")
  func cache() throws {
    try draw("photos/large.png", kind: 1, side: 192)
    try draw("photos/small.png", kind: 1, side: 64)
    _ = try library.index("photos")
    let groups = try report().groups
    let file = URL(filePath: library.path("library.sqlite-hashes"))
    let kept = try Data(contentsOf: file)
    // The pictures are gone; what is known of them is kept.
    try library.remove("photos/large.png")
    try library.remove("photos/small.png")
    #expect(try report().groups == groups)
    for damaged in [kept.dropLast(), Data(), Data(kept.reversed()), kept + kept] {
      try damaged.write(to: file)
      let report = try report()
      #expect(report.unread == 2 && report.groups.isEmpty)
    }
  }
}
