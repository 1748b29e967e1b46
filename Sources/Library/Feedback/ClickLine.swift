internal import FoundationEssentials
internal import Storage

/// A line of a log: what was asked, what was shown, and what of it was chosen.
struct ClickLine: Decodable {
  let query: String?
  let image: String?
  let item: String?
  let clicked: [String]
  let shown: [String]?
  let time: Time?

  /// Seconds since 1970, or a date and time as ISO 8601 writes them.
  enum Time: Decodable {
    case seconds(Double)
    case date(Date)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let seconds = try? container.decode(Double.self) {
        self = .seconds(seconds)
      } else {
        let text = try container.decode(String.self)
        self = .date(try Date(text, strategy: .iso8601))
      }
    }

    /// Nil for a time that no clock shows.
    var unixMilliseconds: Int64? {
      let seconds =
        switch self {
        case .seconds(let seconds): seconds
        case .date(let date): date.timeIntervalSince1970
        }
      return seconds.magnitude < 1e12 ? Int64(seconds * 1000) : nil
    }
  }

  /// The items that were shown above one that was chosen, and were not chosen themselves.
  var passedOver: [String] {
    let chosen = Set(clicked)
    let shown = shown ?? []
    guard let last = shown.lastIndex(where: chosen.contains) else { return [] }
    return shown[..<last].filter { !chosen.contains($0) }
  }
}
