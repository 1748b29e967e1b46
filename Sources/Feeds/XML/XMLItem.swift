/// One product of an XML feed: the texts of the elements within its own, by name.
struct XMLItem {
  /// Which item of the feed it is, from 1.
  let number: Int
  /// The line it begins on, from 1.
  let line: Int
  /// Names in the order in which they came first.
  private(set) var names: [String] = []
  private(set) var isTooLong = false

  private var texts: [String: [String]] = [:]
  /// Names that the vocabulary of Google Merchant gave, which count before others of the same name.
  private var merchantNames: Set<String> = []
  private var size = 0

  /// The most bytes of one item.
  static let limit = 16 << 20
  /// What an element costs besides its text.
  private static let elementSize = 128

  init(number: Int, line: Int) {
    self.number = number
    self.line = line
  }

  /// Enters the text of an element; several of one name are a list.
  mutating func append(_ text: String, to name: XMLName) {
    guard grow(by: Self.elementSize) else { return }
    let local = name.column
    if texts[local] == nil {
      names.append(local)
    } else if name.isMerchant != merchantNames.contains(local) {
      guard name.isMerchant else { return }
      texts[local] = nil
    }
    if name.isMerchant { merchantNames.insert(local) }
    texts[local, default: []].append(text)
  }

  /// Counts bytes that are about to be kept; whether the item may still have them.
  mutating func grow(by count: Int) -> Bool {
    size += count
    if size > Self.limit {
      isTooLong = true
      texts = [:]
      names = []
    }
    return !isTooLong
  }

  /// The values in the order of ``names``.
  var values: [FeedRecord.Value] {
    names.map { name in
      let texts = texts[name, default: []]
      return texts.count == 1 ? .text(texts[0]) : .list(texts)
    }
  }
}

/// The name of an element as feeds mean it.
struct XMLName {
  /// The name of the column that it stands for.
  let column: String
  /// Whether it is of the vocabulary of Google Merchant.
  let isMerchant: Bool

  /// - Parameter merchantPrefixes: the prefixes that the feed gives to Google's namespaces. The
  ///   prefixes of other namespaces are part of the name.
  init(_ qualified: String, merchantPrefixes: Set<String>) {
    guard let colon = qualified.firstIndex(of: ":") else {
      (column, isMerchant) = (qualified, false)
      return
    }
    isMerchant = merchantPrefixes.contains(String(qualified[..<colon]))
    column = isMerchant ? String(qualified[qualified.index(after: colon)...]) : qualified
  }
}
