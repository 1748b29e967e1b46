import Encoders
import Foundation
import Testing

@testable import Library

@Suite("The audit of a library")
struct AuditTests {
  let library: TestLibrary

  /// Thirty products of three colours; one blue one is labelled red, another is called green.
  init() throws {
    library = try TestLibrary()
    var feed = "id,title,category,image\n"
    for number in 0..<30 {
      let color = ["red", "green", "blue"][number % 3]
      let strength = 150 + 3 * number
      try library.paint(
        "\(number).png", red: number % 3 == 0 ? strength : 10,
        green: number % 3 == 1 ? strength : 10, blue: number % 3 == 2 ? strength : 10,
        seed: number)
      let category = number == 5 ? "red" : color
      let title = number == 8 ? "a green thing" : "a \(color) thing"
      feed += "P\(number),\(title),\(category),\(number).png\n"
    }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
  }

  private func section(_ kind: AuditSection.Kind, of report: AuditReport) throws -> AuditSection {
    try #require(report.sections.first { $0.kind == kind })
  }

  @Test("a wrong label comes first, with the right one as the suggestion")
  func labels() throws {
    let report = try library.open().audit(AuditRequest(field: "Category", count: 3))
    let section = try section(.label, of: report)
    #expect(section.judged == 30 && section.findings.count == 3)
    #expect(section.findings[0].id == "P5" && section.flagged == ["P5"])
    guard case .label("red", _, "blue", let probability) = section.findings[0].evidence else {
      Issue.record("\(section.findings[0].evidence)")
      return
    }
    #expect(probability > 0.5)
    #expect(section.labels?.values == 3)
    #expect(section.labels?.confusions.first?.suggested == "blue")
    #expect(report.flagged.contains("P5"))
  }

  @Test("a title that belongs to other pictures comes first")
  func titles() throws {
    let section = try section(.title, of: try library.open().audit(AuditRequest()))
    #expect(section.findings[0].id == "P8")
  }

  @Test("a picture unlike all others comes first")
  func outliers() throws {
    try library.paint("odd.png", red: 230, green: 230, blue: 10)
    try library.write("odd.csv", "id,image\nODD,odd.png\n")
    _ = try library.ingest("odd.csv")
    let section = try section(.outlier, of: try library.open().audit(AuditRequest()))
    #expect(section.judged == 31)
    #expect(section.findings[0].id == "ODD" && section.flagged.isEmpty)
  }

  @Test("variants of one product do not vouch for each other")
  func variants() throws {
    // Four copies of one wrongly labelled blue product: alone among themselves they would agree.
    var feed = "id,group,category,image\n"
    for number in 0..<4 {
      try library.paint("v\(number).png", red: 10, green: 10, blue: 200, seed: 40 + number)
      feed += "V\(number),V,red,v\(number).png\n"
    }
    try library.write("variants.csv", feed)
    _ = try library.ingest("variants.csv")
    let report = try library.open().audit(AuditRequest(field: "category"))
    let first = try section(.label, of: report).findings.prefix(5).map(\.id)
    #expect(Set(first) == ["P5", "V0", "V1", "V2", "V3"])
  }

  @Test("a field that makes no classes, and one that nobody has, are errors that say so")
  func fields() throws {
    #expect {
      try library.open().audit(AuditRequest(field: "id"))
    } throws: {
      "\($0)".contains("--by")
    }
    #expect {
      try library.open().audit(AuditRequest(field: "colour"))
    } throws: {
      "\($0)".contains("category")
    }
  }

  @Test("the same library gives the same report")
  func deterministic() throws {
    let request = AuditRequest(field: "category")
    let reports = try (0..<2).map { _ in try library.open().audit(request) }
    for (a, b) in zip(reports[0].sections, reports[1].sections) {
      #expect(a.findings == b.findings && a.flagged == b.flagged)
    }
  }
}
