internal import FoundationEssentials
internal import Glibc
internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// Stores that items are right or wrong answers to a query.
  ///
  /// - Parameters:
  ///   - query: words, @PATH for a picture, or the id of an item.
  ///   - items: ids, or paths of pictures of the library.
  /// Returns how many items were judged.
  /// Throws: `LibraryError` for an item that the library does not have; nothing is stored then.
  public static func judge(
    _ configuration: LibraryConfiguration, _ verdict: FeedbackVerdict, query: String,
    items: [String]
  ) throws -> Int {
    let now = Int64(time(nil)) * 1000
    return try writeFeedback(configuration) { transaction in
      let reading = FeedbackReading(
        transaction: transaction, limits: configuration.decodingLimits)
      let asked = try reading.query(query)
      let keys = try items.map { item in
        guard let key = try reading.key(of: item) else { throw try reading.unknown(item) }
        return key
      }
      return try transaction.recordFeedback(
        keys.map { key in
          FeedbackRecord(
            query: asked, item: key, kind: verdict == .like ? .like : .dislike,
            unixMilliseconds: now)
        })
    }
  }

  /// Stores what was chosen of what was shown: lines `{"query": "…" | "image": "path" | "item": "id",
  /// "clicked": ["id", …], "shown": ["id", …], "time": …}`, where `shown` and `time` may be left out. A log that
  /// comes in again adds nothing for lines that say their time.
  ///
  /// - Parameters:
  ///   - log: JSON Lines.
  ///   - folder: where paths of pictures begin.
  ///   - warn: told of each line that cannot be used.
  public static func recordClicks(
    _ configuration: LibraryConfiguration, _ log: [UInt8], folder: String, warn: (String) -> Void
  ) throws -> ClickReport {
    try writeFeedback(configuration) { transaction in
      let reading = FeedbackReading(
        transaction: transaction, limits: configuration.decodingLimits)
      let decoder = JSONDecoder()
      var report = ClickReport()
      var records: [FeedbackRecord] = []
      let lines = log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (offset, bytes) in lines.enumerated() where bytes.contains(where: { $0 > 0x20 }) {
        do {
          guard let line = try? decoder.decode(ClickLine.self, from: Data(bytes)) else {
            throw LibraryError("it is no {\"query\": \"…\", \"clicked\": [\"id\", …]}")
          }
          let found = try reading.records(of: line, folder: FilePath(folder), &report)
          records += found
          report.lines += 1
        } catch let error as LibraryError {
          report.unusable += 1
          warn("line \(offset + 1) was left out: \(error)")
        }
      }
      report.repeated = records.count - (try transaction.recordFeedback(records))
      return report
    }
  }

  /// Takes back what the last commands said, or all.
  ///
  /// - Parameter rounds: how many commands; nil for all.
  /// Returns how many records were taken back.
  public static func undoFeedback(
    _ configuration: LibraryConfiguration, rounds: Int?
  ) throws -> Int {
    try writeFeedback(configuration) { try $0.undoFeedback(rounds: rounds) }
  }

  /// The feedback of a library.
  public static func feedback(_ configuration: LibraryConfiguration) throws -> FeedbackReport {
    let store = try LibraryStore.open(configuration.databasePath, access: .readExisting)
    return try store.read { transaction in
      let judgements = FeedbackJudgements(try transaction.feedback())
      let entries = try judgements.pairs.map { pair in
        let item = try transaction.item(key: pair.item)
        return FeedbackEntry(
          query: pair.query.content, id: pair.item, title: item?.title,
          isPresent: item.map { !$0.isOffline } ?? false, grade: pair.grade,
          verdict: pair.verdict, clicks: pair.clicks, passes: pair.passes)
      }
      return FeedbackReport(entries: entries, rounds: try transaction.feedbackRounds())
    }
  }

  private static func writeFeedback<Value>(
    _ configuration: LibraryConfiguration, _ body: (WriteTransaction) throws -> Value
  ) throws -> Value {
    let store = try LibraryStore.open(configuration.databasePath, access: .writeExisting)
    let lock = try store.acquireWriterLock(purpose: "feedback", timeout: 60) { _ in }
    defer { lock.release() }
    return try store.write(body)
  }
}

extension FeedbackReading {
  /// What a line of a log says of items that the library has; the others are counted.
  fileprivate func records(
    of line: ClickLine, folder: FilePath, _ report: inout ClickReport
  ) throws -> [FeedbackRecord] {
    let query: FeedbackQuery
    switch (line.query, line.image, line.item) {
    case (let words?, nil, nil): query = try self.query(words: words)
    case (nil, let path?, nil) where !path.isEmpty && !path.utf8.contains(0):
      query = try picture(at: folder.pushing(FilePath(path)))
    case (nil, nil, let item?):
      guard let key = try key(of: item) else {
        throw LibraryError("the library has no item called '\(item)'")
      }
      query = .item(key)
    default: throw LibraryError("it takes one of \"query\", \"image\" and \"item\"")
    }
    let time = line.time.flatMap(\.unixMilliseconds)
    var records: [FeedbackRecord] = []
    for (items, kind) in [
      (line.clicked, FeedbackRecord.Kind.click), (line.passedOver, .pass),
    ] {
      for item in items {
        guard let key = try key(of: item) else {
          report.unknown += 1
          continue
        }
        records.append(
          FeedbackRecord(query: query, item: key, kind: kind, unixMilliseconds: time))
        if kind == .click { report.clicks += 1 } else { report.passes += 1 }
      }
    }
    return records
  }
}

extension FeedbackQuery {
  /// What is searched for.
  var content: SearchTerm.Content {
    switch self {
    case .text(let text): .text(text)
    case .image(_, let path): .image(path: path.string)
    case .item(let key): .item(key)
    }
  }
}
