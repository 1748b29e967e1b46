/// What an `index` or `ingest` run did.
public struct IngestReport: Sendable, Equatable {
  /// Items that are new.
  public var added = 0
  /// Items some column, text or picture of which is another.
  public var changed = 0
  /// Items that are as they were.
  public var unchanged = 0
  /// Pictures found under another path with the same content.
  public var renamed = 0
  /// Items whose file or row is not there any more, kept but left out of results.
  public var offline = 0
  /// Items that `--prune` removed.
  public var removed = 0
  /// Products without a usable picture, found by their words alone.
  public var textOnly = 0
  /// Pictures that were refused and entered in the ledger, whether now or in an earlier run.
  public var broken = 0
  /// Feed rows that could not be used.
  public var rejected = 0
  /// Wall-clock time of the whole run.
  public var seconds = 0.0
  /// Pictures decoded and embedded a second.
  public var imagesPerSecond = 0.0
  /// Whether the run was stopped before its end; what was committed stays.
  public var wasInterrupted = false

  /// Nothing done yet.
  public init() {}

  /// Whether any input failed.
  public var hasFailures: Bool { broken > 0 || rejected > 0 }
}

/// What an ingest reports while it runs.
public enum IngestEvent: Sendable {
  /// The phase that begins, such as "scanning" or "embedding".
  case phase(String)
  /// Pictures and rows done so far, of how many (nil while unknown), and how many failed.
  case progress(done: Int, total: Int?, failed: Int)
  /// A picture that was refused.
  case broken(path: String, reason: String, detail: String)
  /// A feed row that was rejected.
  case rejected(row: Int, id: String?, column: String?, reason: String)
  case warning(String)

  /// Whether it tells what became of one picture or row.
  var isAboutAnInput: Bool {
    switch self {
    case .broken, .rejected: true
    case .phase, .progress, .warning: false
    }
  }
}
