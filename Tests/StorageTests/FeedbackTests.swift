import Storage
import SystemPackage
import Testing

@Suite("Feedback that is kept")
struct FeedbackTests {
  let folder: TemporaryFolder
  let store: LibraryStore

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
  }

  func record(
    _ query: FeedbackQuery, _ item: String, _ kind: FeedbackRecord.Kind, time: Int64? = nil
  ) -> FeedbackRecord {
    FeedbackRecord(query: query, item: item, kind: kind, unixMilliseconds: time)
  }

  func stored() throws -> [FeedbackRecord] { try store.read { try $0.feedback() } }

  @Test("words, pictures and items come back as they were asked, in order")
  func kinds() throws {
    let picture = FeedbackQuery.image(ContentHash(hashing: "a"), path: folder.file("a.png"))
    let records = [
      record(.text("a \u{0} mug"), "SKU\u{0}1", .like, time: 1), record(picture, "B", .dislike),
      record(.item("B"), "C", .click, time: -5), record(.text("B"), "C", .pass),
    ]
    #expect(try store.write { try $0.recordFeedback(records) } == 4)
    #expect(try stored() == records)
    guard case .image(_, let path) = try stored()[1].query else {
      Issue.record("the picture is none any more")
      return
    }
    #expect(path == folder.file("a.png"))
  }

  @Test("observations of the same time count once, those without a time each, and so do judgements")
  func repeated() throws {
    let timed = [
      record(.text("mug"), "A", .click, time: 1), record(.text("mug"), "B", .pass, time: 1),
      record(.item("mug"), "A", .click, time: 1),
    ]
    let untimed = [record(.text("mug"), "A", .click)]
    let said = [record(.text("mug"), "A", .like, time: 1)]
    for (round, expected) in [(0, 5), (1, 2)] {
      let count = try store.write { try $0.recordFeedback(timed + untimed + said) }
      #expect(count == expected, "round \(round)")
    }
    #expect(try stored().count == 7)
    #expect(try store.read { try $0.feedbackRounds() } == 2)
  }

  @Test("rounds are taken back from the last; the library's own state is untouched by feedback")
  func undone() throws {
    let generation = try store.read { try $0.generation() }
    for item in ["A", "B", "C"] {
      let records = [
        record(.text("mug"), item, .like), record(.text("cup"), item, .like),
      ]
      #expect(try store.write { try $0.recordFeedback(records) } == 2)
    }
    #expect(try store.write { try $0.undoFeedback(rounds: 1) } == 2)
    #expect(try stored().map(\.item) == ["A", "A", "B", "B"])
    #expect(try store.write { try $0.undoFeedback(rounds: 5) } == 4)
    #expect(try store.write { try $0.undoFeedback(rounds: nil) } == 0)
    #expect(try stored().isEmpty)
    #expect(try store.read { try $0.feedbackRounds() } == 0)
    #expect(try store.read { try $0.generation() } == generation)
  }
}
