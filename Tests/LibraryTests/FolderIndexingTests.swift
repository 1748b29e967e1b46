import Foundation
import Testing

@testable import Library

@Suite("Indexing folders")
struct FolderIndexingTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    try library.paint("photos/red.png", red: 220)
    try library.paint("photos/green.png", green: 150)
    try library.paint("photos/trip/blue.png", blue: 220)
  }

  @Test("words find the photo of their colour")
  func wordsFindPhotos() throws {
    let report = try library.index("photos")
    #expect(report.added == 3)
    #expect(report.broken == 0)
    #expect(try library.ids(for: "red", count: 1) == ["photos/red.png"])
    #expect(try library.ids(for: "blue", count: 1) == ["photos/trip/blue.png"])
  }

  @Test("a second run changes nothing")
  func secondRunChangesNothing() throws {
    _ = try library.index("photos")
    let again = try library.index("photos")
    #expect(again.added == 0 && again.changed == 0 && again.unchanged == 3)
  }

  @Test("a moved photo keeps its vector and takes its new name")
  func movedPhoto() throws {
    _ = try library.index("photos")
    try library.move("photos/red.png", to: "photos/trip/rose.png")
    let report = try library.index("photos")
    #expect(report.renamed == 1 && report.added == 0 && report.offline == 0)
    #expect(report.imagesPerSecond == 0)
    #expect(try library.ids(for: "red", count: 1) == ["photos/trip/rose.png"])
  }

  @Test("a copy is an item of its own and costs no decoding")
  func copies() throws {
    _ = try library.index("photos")
    try library.paint("photos/copy.png", red: 220)
    let report = try library.index("photos")
    #expect(report.added == 1 && report.renamed == 0 && report.imagesPerSecond == 0)
    var request = SearchRequest(terms: [SearchTerm(.text("red"))], count: 2)
    request.grouping = .none
    let found = try library.open().search(request).hits.map(\.id)
    #expect(Set(found) == ["photos/red.png", "photos/copy.png"])
  }

  @Test("a changed photo is embedded again")
  func changedPhoto() throws {
    _ = try library.index("photos")
    try library.paint("photos/red.png", blue: 250, seed: 3)
    let report = try library.index("photos")
    #expect(report.changed == 1)
    #expect(try library.ids(for: "red", count: 3).first != "photos/red.png")
  }

  @Test("a photo that is gone is left out until it returns")
  func offlinePhoto() throws {
    _ = try library.index("photos")
    try library.move("photos/red.png", to: "elsewhere.png")
    #expect(try library.index("photos").offline == 1)
    #expect(!(try library.ids(for: "red").contains("photos/red.png")))
    try library.move("elsewhere.png", to: "photos/red.png")
    let report = try library.index("photos")
    #expect(report.offline == 0 && report.unchanged == 3)
    #expect(try library.ids(for: "red", count: 1) == ["photos/red.png"])
  }

  @Test("pruning removes what is gone")
  func prune() throws {
    _ = try library.index("photos")
    try library.remove("photos/red.png")
    #expect(try library.index("photos", prune: true).removed == 1)
    #expect(try library.open().info().items == 2)
    #expect(try library.open().info().models[0].vectors[.image] == 2)
  }

  @Test("a broken photo stops nothing and is remembered until it changes")
  func brokenPhoto() throws {
    try library.write("photos/page.jpg", "<html><body>gone</body></html>")
    try library.write("photos/empty.png", "")
    let report = try library.index("photos")
    #expect(report.added == 3 && report.broken == 2)
    let ledger = try library.open().broken()
    #expect(ledger.map(\.reason) == ["empty", "not-an-image"])
    #expect(try library.index("photos").broken == 2)
    #expect(try library.open().broken() == ledger)
    try library.paint("photos/page.jpg", red: 90)
    let mended = try library.index("photos")
    #expect(mended.added == 1 && mended.broken == 1)
    #expect(try library.open().broken().map(\.reason) == ["empty"])
  }

  @Test("a picture of one flat colour is listed and returned only when asked for")
  func blankPicture() throws {
    try library.write("photos/flat.ppm", "")
    let flat = [UInt8](repeating: 200, count: 8 * 8 * 3)
    try library.write("photos/flat.png", TestPicture.png(width: 8, height: 8, pixels: flat))
    _ = try library.index("photos")
    #expect(try library.open().broken().map(\.reason) == ["blank"])
    #expect(!(try library.ids(for: "white").contains("photos/flat.png")))
    var request = SearchRequest(terms: [SearchTerm(.text("white"))])
    request.includesBlank = true
    #expect(try library.open().search(request).hits[0].id == "photos/flat.png")
  }

  @Test("other files, hidden folders and exclusions are passed over")
  func passedOver() throws {
    try library.write("photos/notes.txt", "not a picture")
    try library.paint("photos/.thumbnails/red.png", red: 220, seed: 5)
    try library.paint("photos/trip/raw/red.png", red: 220, seed: 6)
    try library.paint("photos/unnamed", red: 10, green: 10, blue: 10)
    let report = try library.index("photos", excluding: ["raw", "gre*.png"])
    #expect(report.added == 3 && report.broken == 0)
    #expect(try library.ids(for: "black", count: 1) == ["photos/unnamed"])
  }

  @Test("a cancelled run keeps what is committed and the next goes on from there")
  func cancelledRun() throws {
    let cancelled = try library.index("photos", isCancelled: { true })
    #expect(cancelled.wasInterrupted && cancelled.added == 0)
    let report = try library.index("photos")
    #expect(report.added == 3 && !report.wasInterrupted)
  }

  @Test("a folder within another folder belongs to both")
  func nestedFolders() throws {
    _ = try library.index("photos")
    _ = try library.index("photos/trip")
    try library.remove("photos/trip/blue.png")
    #expect(try library.index("photos").offline == 1)
    #expect(try library.open().info().items == 2)
  }

  @Test("a library that moves together with its photos keeps working")
  func movedLibrary() throws {
    _ = try library.index("photos")
    let other = try TestLibrary()
    try FileManager.default.removeItem(at: other.folder)
    try FileManager.default.copyItem(at: library.folder, to: other.folder)
    let hit = try other.open().search(SearchRequest(terms: [SearchTerm(.text("red"))])).hits[0]
    #expect(hit.path == other.path("photos/red.png"))
    #expect(try other.index("photos").unchanged == 3)
  }
}
