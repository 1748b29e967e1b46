import JSON
import Testing

@testable import Commands
@testable import Library

@Suite("Drift, written down")
struct DriftRenderingTests {
  private func difference(_ area: Double, _ margin: Double) -> DriftReport.Difference {
    DriftReport.Difference(
      old: 100, new: 80, area: area, interval: area - margin...area + margin, meanShift: 0.25)
  }

  private func report(
    _ parts: [(part: ItemPart, difference: DriftReport.Difference)],
    values: [DriftReport.Value] = []
  ) -> DriftReport {
    DriftReport(
      modelName: "tiny", old: 1200, new: 80, parts: parts,
      field: values.isEmpty ? nil : "kind", values: values,
      typical: [.init(id: "A\t1", path: nil, title: "A mug", typicality: 0.97)])
  }

  @Test("the verdict says of each part how much it differs, and which share changed most")
  func verdict() {
    let changed = report(
      [(.image, difference(0.9, 0.02)), (.title, difference(0.55, 0.02))],
      values: [
        .init(name: "cups", oldShare: 0.5, newShare: 0.7, pValue: 0.001, pictures: nil),
        .init(
          name: "bowls", oldShare: 0.5, newShare: 0.3, pValue: 0.2,
          pictures: difference(0.5, 0.1)),
      ])
    #expect(
      DriftRendering.verdict(changed)
        == "New pictures differ clearly from old ones. New titles differ slightly from old ones. "
        + "The share has changed for 1 value of kind, most for cups, from 50.0 % to 70.0 %.")
    #expect(
      DriftRendering.verdict(report([(.image, difference(0.52, 0.03))]))
        == "New pictures are like old ones.")
    let text = DriftRendering.text(changed, style: .plain)
    #expect(text.contains("1,200 old items, 80 new, tiny"))
    #expect(text.contains("image        0.900 (0.880 – 0.920)  0.250"))
    #expect(text.contains("bowls"))
    #expect(text.contains("A 1  A mug"))
  }

  @Test("the object for programs has every figure")
  func json() {
    let text = DriftRendering.json(
      report(
        [(.image, difference(0.9, 0.02))],
        values: [
          .init(name: "cups", oldShare: 0.5, newShare: 0.7, pValue: 0.001, pictures: nil)
        ])
    ).text
    #expect(text.hasPrefix(#"{"schema":1,"model":"tiny","old":1200,"new":80,"drift":true,"#))
    #expect(
      text.contains(
        #""parts":{"image":{"old":100,"new":80,"auc":0.9,"interval":[0.88,0.92],"differs":true,"mean_shift":0.25}}"#
      ))
    #expect(
      text.contains(
        #"{"value":"cups","old":0.5,"new":0.7,"p":0.001,"changed":true,"pictures":null}"#))
    #expect(
      text.hasSuffix(#""typical":[{"id":"A\t1","path":null,"title":"A mug","typicality":0.97}]}"#))
  }

  @Test("days are read as they are written, and nothing else is")
  func days() {
    #expect(CalendarDate.secondsSince1970(day: "1970-01-01") == 0)
    #expect(CalendarDate.secondsSince1970(day: "2000-02-29") == 951_782_400)
    for day in ["2026-11-21", "1969-12-31", "2100-03-01", "0001-01-01"] {
      let seconds = CalendarDate.secondsSince1970(day: day)
      #expect(seconds.map { CalendarDate.day(secondsSince1970: $0) } == day)
    }
    for wrong in [
      "", "2026", "2026-13-01", "2026-02-30", "2026-11-21T10", "21.11.2026", "2026-1-1",
    ] {
      #expect(CalendarDate.secondsSince1970(day: wrong) == nil)
    }
  }
}
