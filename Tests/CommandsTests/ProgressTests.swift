import JSON
import Library
import Testing

@testable import Commands

@Suite("Progress and summaries")
struct ProgressTests {
  private static let half = Progress(
    phase: "embedding", done: 25_000, total: 50_000, failed: 3, seconds: 600)

  @Test("a wide terminal gets bar, counts, rate, failures and time left")
  func wide() {
    let line = ProgressLine.text(Self.half, width: 100, style: .plain)
    let bar = String(repeating: "█", count: 15) + String(repeating: "·", count: 15)
    #expect(line == "embedding \(bar)  25,000/50,000 · 42/s · 3 failed · 10 min left")
  }

  @Test("what matters least is left out first, and no line is too wide", arguments: 1...120)
  func widths(_ width: Int) {
    let line = ProgressLine.text(Self.half, width: width, style: .plain)
    #expect(DisplayWidth.of(line) <= width)
    if width >= 23 { #expect(line.contains("25,000/50,000")) }
  }

  @Test("nothing is claimed before it is known")
  func unknown() {
    let start = Progress(phase: "scanning", done: 0, total: nil, failed: 0, seconds: 0)
    #expect(ProgressLine.text(start, width: 80, style: .plain) == "scanning")
    let counting = Progress(phase: "scanning", done: 1234, total: nil, failed: 0, seconds: 0.5)
    #expect(ProgressLine.text(counting, width: 80, style: .plain) == "scanning 1,234")
  }

  @Test("the summary names what happened and where to look next")
  func summary() {
    var report = IngestReport()
    report.added = 166
    report.unchanged = 3
    report.broken = 6
    report.seconds = 12.34
    report.imagesPerSecond = 41.2
    #expect(
      IngestSummary.line(report, style: .plain)
        == "169 ok (166 added, 3 unchanged) · 6 broken (mmsearch broken lists them) · 12.3 s, 41 images/s"
    )
    var nothing = IngestReport()
    #expect(IngestSummary.line(nothing, style: .plain) == "nothing to do · 0.0 s")
    nothing.wasInterrupted = true
    #expect(IngestSummary.line(nothing, style: .plain) == "no item finished yet · 0.0 s")
    #expect(
      IngestSummary.json(report).text
        == #"{"schema":1,"added":166,"changed":0,"unchanged":3,"renamed":0,"offline":0,"removed":0,"#
        + #""text_only":0,"broken":6,"rejected":0,"seconds":12.34,"images_per_second":41.2}"#)
  }

  @Test("a warning is shown once, and the rest of a kind is counted")
  func warnings() {
    var log = WarningLog(limit: 3)
    let same = (0..<2).map { _ in log.admits("same", of: .other) }
    #expect(same == [true, false])
    let pictures = (0..<20).map { log.admits("picture \($0)", of: .brokenPicture) }
    #expect(pictures == (0..<20).map { $0 < 3 })
    #expect(
      log.closingLines == ["and 17 more broken pictures; mmsearch broken lists them"])
  }
}

@Suite("Reports")
struct ReportTests {
  private static let broken = [
    BrokenEntry(
      path: "/a/b.jpg", id: nil, reason: "truncated", format: "JPEG", detail: "ends\tearly",
      since: 0),
    BrokenEntry(
      path: nil, id: "SKU", reason: "missing", format: nil, detail: "no file", since: 86_400),
  ]

  @Test("the ledger is a list, lines and JSON")
  func ledger() {
    let blank = BrokenEntry(
      path: "/c.png", id: "SKU-2", reason: "blank", format: "PNG", detail: "one flat colour",
      since: 86_401)
    #expect(
      BrokenRendering.tabSeparated(Self.broken)
        == "truncated\t/a/b.jpg\tends early\nmissing\tSKU\tno file\n")
    #expect(
      BrokenRendering.table(Self.broken + [blank], width: 60, style: .plain) == """
        truncated  /a/b.jpg
                   ends early · since 1970-01-01
        missing    SKU
                   no file · since 1970-01-02
        blank      /c.png
                   one flat colour · id SKU-2 · since 1970-01-02

        """)
    #expect(
      BrokenRendering.json(Self.broken).text
        == #"{"schema":1,"broken":[{"path":"/a/b.jpg","id":null,"reason":"truncated","#
        + #""format":"JPEG","detail":"ends\tearly","since":"1970-01-01T00:00:00Z"},{"path":null,"#
        + #""id":"SKU","reason":"missing","format":null,"detail":"no file","#
        + #""since":"1970-01-02T00:00:00Z"}]}"#)
  }

  @Test("a sound library and an unsound one read differently")
  func verification() {
    let sound = VerificationReport(
      problems: [], checkedItems: 1, checkedVectors: 2, recallAt10: 1)
    #expect(
      VerificationRendering.text(sound, style: .plain)
        == "sound: 1 item, 2 vectors, recall@10 1.000\n")
    let unsound = VerificationReport(
      problems: ["vector 3 has norm 2"], checkedItems: 1, checkedVectors: 2, recallAt10: nil)
    #expect(
      VerificationRendering.text(unsound, style: .plain)
        == "✗ vector 3 has norm 2\n1 problem in 1 item, 2 vectors\n")
    #expect(
      VerificationRendering.json(unsound).text
        == #"{"schema":1,"sound":false,"problems":["vector 3 has norm 2"],"items":1,"vectors":2,"#
        + #""recall@10":null}"#)
  }
}
