internal import Storage

/// Which way somebody judged an item.
public enum FeedbackVerdict: Sendable, Equatable {
  case like, dislike
}

/// What all feedback so far says of one item as an answer to one query.
public struct FeedbackEntry: Sendable, Equatable {
  /// What was asked: words, the absolute path of a picture, or the id of an item.
  public let query: SearchTerm.Content
  /// The id of the item.
  public let id: String
  /// The item's title; nil where it has none, or where the library has it no more.
  public let title: String?
  /// Whether results may show the item at present.
  public let isPresent: Bool
  /// From −1, wrong, to 1, right.
  public let grade: Double
  /// What was said last; nil where only clicks are known.
  public let verdict: FeedbackVerdict?
  /// How often the item was chosen.
  public let clicks: Int
  /// How often one below it was chosen and it was not.
  public let passes: Int
}

/// The feedback that a library has.
public struct FeedbackReport: Sendable, Equatable {
  /// A query and an item each, in the order in which they were first judged together.
  public let entries: [FeedbackEntry]
  /// How many commands gave it, each of which can be taken back.
  public let rounds: Int
}

/// What became of a log of clicks.
public struct ClickReport: Sendable, Equatable {
  /// Lines with a query and items of the library.
  public var lines = 0
  /// Lines that could not be used.
  public var unusable = 0
  /// Items that the library does not have.
  public var unknown = 0
  /// Clicks on items of the library.
  public var clicks = 0
  /// Items of the library that were passed over.
  public var passes = 0
  /// Of both those that had come in before with the same time, and were not stored again.
  public var repeated = 0
}

/// The judgements of a library: its feedback, pair by pair.
///
/// Likes and dislikes count fully, and the last one alone. A click is a weak like: it says that an answer looked
/// better than those above it, not that it is right, and these are passed over, which is a weak dislike
/// (Joachims 2002, Optimizing Search Engines using Clickthrough Data, section 2.2). Clicks and passes of a pair add
/// up, and weigh nothing beside what was said of it.
struct FeedbackJudgements {
  /// What was said and done of one pair.
  struct Pair: Equatable {
    let query: FeedbackQuery
    let item: String
    var verdict: FeedbackVerdict?
    var clicks = 0
    var passes = 0

    /// Four more clicks than passes are as good as a like.
    private static let clickGrade = 0.25

    /// From −1 to 1.
    var grade: Double {
      switch verdict {
      case .like: 1
      case .dislike: -1
      case nil: min(1, max(-1, Self.clickGrade * Double(clicks - passes)))
      }
    }
  }

  private struct Key: Hashable {
    let query: FeedbackQuery
    let item: String
  }

  /// In the order in which they were first judged.
  private(set) var pairs: [Pair] = []

  init(_ records: [FeedbackRecord]) {
    var places: [Key: Int] = [:]
    for record in records {
      let key = Key(query: record.query, item: record.item)
      let place = places[key] ?? pairs.count
      if place == pairs.count { pairs.append(Pair(query: record.query, item: record.item)) }
      places[key] = place
      switch record.kind {
      case .like: pairs[place].verdict = .like
      case .dislike: pairs[place].verdict = .dislike
      case .click: pairs[place].clicks += 1
      case .pass: pairs[place].passes += 1
      }
    }
  }
}
