/// What the beginning of a JSON feed says about how its products are laid out.
struct JSONOutline {
  /// Whether there is one object a line rather than one document.
  let isLines: Bool
  /// Whether it is JSON-LD.
  let isLinkedData: Bool
  /// The name of the list of nodes that a JSON-LD document consists of, to be read one by one.
  let nodeList: String?

  /// Names that shops give to the list of their products.
  private static let listNames: Set<String> = [
    "products", "items", "data", "results", "entries", "records", "rows", "catalog", "catalogue",
    "feed", "listings", "edges", "nodes", "hits", "docs",
  ]
  private static let linkedDataNames: Set<String> = ["@context", "@graph", "@type"]
  private static let nodeLists: Set<String> = ["@graph", "itemListElement"]

  /// Looks at the first bytes of a feed, which begins with a bracket or a brace.
  init(of start: UnsafeBufferPointer<UInt8>) {
    var scan = Scan()
    scan.run(over: start)
    let isObject = scan.isObject
    isLinkedData = !scan.firstNames.isDisjoint(with: Self.linkedDataNames)
    let lists = scan.listNames
    nodeList = isObject ? lists.first(where: Self.nodeLists.contains) : nil
    guard isObject else {
      isLines = false
      return
    }
    if scan.isFollowedByObject {
      isLines = true
    } else if scan.hasLineEnd {
      isLines = false
    } else {
      let columns = FeedField.id.columnNames + FeedField.title.columnNames
      let isProduct = scan.firstNames.contains { columns.contains(FeedField.normalized($0)) }
      let isWrapper = lists.contains(where: Self.listNames.contains)
      let isEmptyWrapper = lists.isEmpty && !scan.emptyLists.isDisjoint(with: Self.listNames)
      isLines = isEmptyWrapper ? isProduct : lists.isEmpty || isProduct && !isWrapper
    }
  }

  /// One pass over the beginning of a document.
  private struct Scan {
    private(set) var isObject = false
    /// The names in the first object that is met.
    private(set) var firstNames: Set<String> = []
    /// The names whose values are arrays of objects, in their order.
    private(set) var listNames: [String] = []
    /// The names of the document itself whose values are empty arrays.
    private(set) var emptyLists: Set<String> = []
    /// Whether a line ends within the first value.
    private(set) var hasLineEnd = false
    private(set) var isFollowedByObject = false

    private var depth = 0
    private var firstDepth: Int?
    private var text = ""
    private var mayBeginList = false

    mutating func run(over bytes: UnsafeBufferPointer<UInt8>) {
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if FeedSniffing.isWhiteSpace(byte) {
          if byte == UInt8(ascii: "\n"), depth > 0 { hasLineEnd = true }
          continue
        }
        if mayBeginList, byte == UInt8(ascii: "{") { listNames.append(text) }
        if mayBeginList, byte == UInt8(ascii: "]"), depth == 2 { emptyLists.insert(text) }
        mayBeginList = false
        switch byte {
        case UInt8(ascii: "\""):
          let begin = index
          while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
          }
          text = String(decoding: bytes[begin..<min(index, bytes.count)], as: UTF8.self)
          index += 1
        case UInt8(ascii: ":"):
          if depth == firstDepth { firstNames.insert(text) }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          if byte == UInt8(ascii: "{"), firstDepth == nil {
            firstDepth = depth + 1
            isObject = depth == 0
          }
          mayBeginList = byte == UInt8(ascii: "[")
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 {
            let next = bytes[index...].first { !FeedSniffing.isWhiteSpace($0) }
            isFollowedByObject = next == UInt8(ascii: "{")
            return
          }
        default:
          break
        }
      }
    }
  }
}
