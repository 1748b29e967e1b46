import Foundation
import JSON
import Testing

@testable import Commands
@testable import Library

@Suite("What an audit found, written down")
struct AuditRenderingTests {
  private static let report = AuditReport(
    modelName: "tiny", items: 2,
    sections: [
      AuditSection(
        kind: .label, judged: 2, flagged: ["A<1>"],
        findings: [
          AuditFinding(
            id: "A<1>", path: "/shop/a b.jpg", title: "Red\tmug", isFlagged: true,
            evidence: .label(
              given: "plate & bowl", probability: 0.01, suggested: "mug", suggestedProbability: 0.93
            )),
          AuditFinding(
            id: "B", path: nil, title: nil, isFlagged: false,
            evidence: .label(
              given: "mug", probability: 0.9, suggested: "plate & bowl", suggestedProbability: 0.1)),
        ],
        labels: LabelSummary(
          field: "category", values: 2, estimatedErrors: 1.2,
          confusions: [.init(given: "plate & bowl", suggested: "mug", count: 1)])),
      AuditSection(
        kind: .outlier, judged: 2, flagged: [],
        findings: [
          AuditFinding(
            id: "B", path: nil, title: nil, isFlagged: false,
            evidence: .outlier(similarity: 0.5, deviations: 1))
        ], labels: nil),
    ])

  @Test("a pipe gets one line a finding, whatever stands in a title")
  func lines() {
    #expect(
      AuditRendering.tabSeparated(Self.report) == """
        label\t!\tA<1>\tplate & bowl 1 % → mug 93 %\tRed mug
        label\t\tB\tmug 90 % → plate & bowl 10 %\t
        outlier\t\tB\tcosine 0.500 to its neighbours, 1.0 deviations below the usual\t

        """)
  }

  @Test("JSON has the counts, the confusions and every finding")
  func json() {
    let text = AuditRendering.json(Self.report).text
    #expect(text.hasPrefix(#"{"schema":1,"model":"tiny","items":2,"flagged":1,"sections":[{"#))
    #expect(text.contains(#""estimated_errors":1.2,"confusions":[["plate & bowl","mug",1]]"#))
    #expect(text.contains(#""given":"plate & bowl","probability":0.01,"suggested":"mug""#))
    #expect(AuditRendering.jsonLines(Self.report).split(separator: "\n").count == 3)
  }

  @Test("a terminal gets a heading a kind and marks what is flagged")
  func text() {
    let text = AuditRendering.text(Self.report, width: 80, style: .plain)
    #expect(text.contains("category, 2 values · 1 of 2 items flagged · at most about 1 wrong"))
    #expect(text.contains("! Red mug\n") && text.contains("  B\n"))
  }

  @Test("the page names what it found, shows it, and takes nothing for markup")
  func page() {
    let page = AuditSheet.page(Self.report) { $0 == "/shop/a b.jpg" ? [0xFF, 0xD8] : nil }
    #expect(page.contains("<del>plate &amp; bowl</del> 1&nbsp;% → <ins>mug</ins> 93&nbsp;%"))
    #expect(page.contains("<span>mug</span> 90&nbsp;% → <span>plate &amp; bowl</span>"))
    #expect(page.contains("href=\"file:///shop/a%20b.jpg\""))
    #expect(page.contains("data:image/jpeg;base64,/9g="))
    #expect(page.contains("A&lt;1&gt;") && !page.contains("A<1>"))
    #expect(page.components(separatedBy: "<section>").count == 3)
    #expect(!page.contains("http") && !page.contains("<script"))
  }
}
