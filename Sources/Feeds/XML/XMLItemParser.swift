import CExpat

/// Finds the items of an XML feed by means of expat, a buffer of bytes at a time.
///
/// Entities that a feed declares itself are refused, so none expands to more than it is written
/// with; external ones are never fetched. References that XML does not know, such as `&nbsp;`, are
/// kept as written, for the cleaning of texts knows them.
final class XMLItemParser {
  private let source: ByteSource
  private let parser: XML_Parser
  /// Items that are whole and not yet handed out, the next one last.
  private var finished: [XMLItem] = []
  private var failure: FeedError?
  private var isAtEnd = false
  private var byteCount = 0

  private var depth = 0
  private var itemCount = 0
  private var merchantPrefixes: Set<String> = ["g", "c"]
  /// The name of the elements that are items, and how deep they are; known from the first.
  private var itemPlace: (name: String, depth: Int)?
  private var item: XMLItem?
  private var element: XMLName?
  /// What the element's attributes say, for one without text.
  private var reference: String?
  private var text: [UInt8] = []
  /// Whether the element has elements in it, whose texts are listed with spaces between them.
  private var hasElements = false

  /// The most elements within each other.
  private static let maximumDepth = 256
  /// The most bytes of one tag or comment, which expat keeps as a whole.
  private static let tokenLimit = 4 << 20
  private static let itemNames: Set<String> = ["item", "entry", "product", "offer", "shopitem"]
  private static let merchantNamespaces = [
    "http://base.google.com/ns/1.0", "http://base.google.com/cns/1.0",
  ]

  /// - Parameter encoding: the encoding, whatever the document says; nil to believe it.
  init(_ source: ByteSource, encoding: String?) throws(FeedError) {
    self.source = source
    guard let parser = XML_ParserCreate(encoding) else {
      throw .unreadable(feed: source.name, reason: "expat cannot be started")
    }
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    setHandlers()
  }

  deinit {
    XML_ParserFree(parser)
  }

  /// The next item; nil at the end of the feed.
  func next() throws(FeedError) -> XMLItem? {
    while finished.isEmpty {
      if let failure { throw failure }
      if isAtEnd { return nil }
      try parseOn()
    }
    return finished.popLast()
  }

  private func parseOn() throws(FeedError) {
    let bytes = try source.nextBytes()
    isAtEnd = bytes.isEmpty
    let status = bytes.withMemoryRebound(to: CChar.self) { characters in
      XML_Parse(parser, characters.baseAddress, Int32(characters.count), isAtEnd ? 1 : 0)
    }
    source.advance(by: bytes.count, lines: 0)
    byteCount += bytes.count
    finished.reverse()
    guard status == XML_STATUS_OK else {
      failure = failure ?? parsingFailure()
      return
    }
    let parsed = Int(XML_GetCurrentByteIndex(parser))
    if !isAtEnd, byteCount - parsed > Self.tokenLimit {
      failure = .recordTooLong(feed: source.name, line: line, limit: Self.tokenLimit)
    }
    if isAtEnd, itemCount == 0 {
      failure = .notAFeed(
        feed: source.name, reason: "it is XML without an element item, entry, product or offer")
    }
  }

  private var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

  private func parsingFailure() -> FeedError {
    let code = XML_GetErrorCode(parser)
    let text = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
    return .malformedXML(feed: source.name, line: line, reason: text)
  }

  private func stop(_ reason: String) {
    failure = .malformedXML(feed: source.name, line: line, reason: reason)
    XML_StopParser(parser, 0)
  }
}

// MARK: - Elements

extension XMLItemParser {
  private func begin(_ qualified: String, attributes: [(name: String, value: String)]) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      return stop("elements are nested more than \(Self.maximumDepth) deep")
    }
    guard let place = itemPlace, item != nil else {
      return beginOutside(qualified, attributes: attributes)
    }
    if depth == place.depth + 1 {
      element = XMLName(qualified, merchantPrefixes: merchantPrefixes)
      reference = Self.reference(in: attributes)
      text.removeAll(keepingCapacity: true)
      hasElements = false
    } else {
      hasElements = true
      append([UInt8(ascii: " ")])
    }
  }

  private func beginOutside(_ qualified: String, attributes: [(name: String, value: String)]) {
    for (name, value) in attributes {
      if name.hasPrefix("xmlns:"), Self.merchantNamespaces.contains(value) {
        merchantPrefixes.insert(String(name.dropFirst(6)))
      }
    }
    if itemPlace == nil, depth > 1 {
      let local = qualified.split(separator: ":").last.map { $0.lowercased() } ?? ""
      if Self.itemNames.contains(local) { itemPlace = (qualified, depth) }
    }
    guard let place = itemPlace, place == (qualified, depth) else { return }
    itemCount += 1
    var item = XMLItem(number: itemCount, line: line)
    for (name, value) in attributes where !name.hasPrefix("xml") {
      guard item.grow(by: value.utf8.count) else { break }
      item.append(value, to: XMLName(name, merchantPrefixes: []))
    }
    self.item = item
  }

  private func end() {
    defer { depth -= 1 }
    guard let place = itemPlace, item != nil else { return }
    if depth == place.depth {
      if let item { finished.append(item) }
      item = nil
    } else if depth == place.depth + 1 {
      if let element { enter(element) }
      element = nil
    } else {
      append([UInt8(ascii: " ")])
    }
  }

  private func enter(_ element: XMLName) {
    var written = String(decoding: text, as: UTF8.self)
    if hasElements {
      written = written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let value = written.isBlank ? reference : written
    if let value { item?.append(value, to: element) }
  }

  private func append(_ bytes: some Collection<UInt8>) {
    guard element != nil, item?.grow(by: bytes.count) == true else { return }
    text.append(contentsOf: bytes)
  }

  /// The address that an element without text refers to, such as the link of an Atom entry; nil for
  /// a link to something other than the product.
  private static func reference(in attributes: [(name: String, value: String)]) -> String? {
    func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
    if let relation = attribute("rel"), relation != "alternate" { return nil }
    return attribute("href") ?? attribute("url") ?? attribute("src")
  }
}

// MARK: - Handlers

extension XMLItemParser {
  private static func parser(_ pointer: UnsafeMutableRawPointer?) -> XMLItemParser? {
    pointer.map { Unmanaged<XMLItemParser>.fromOpaque($0).takeUnretainedValue() }
  }

  private func setHandlers() {
    XML_SetElementHandler(
      parser,
      { pointer, name, attributes in
        guard let name, let parser = XMLItemParser.parser(pointer) else { return }
        var pairs: [(name: String, value: String)] = []
        var index = 0
        while let key = attributes?[index], let value = attributes?[index + 1] {
          pairs.append((String(cString: key), String(cString: value)))
          index += 2
        }
        parser.begin(String(cString: name), attributes: pairs)
      },
      { pointer, _ in XMLItemParser.parser(pointer)?.end() })
    XML_SetCharacterDataHandler(parser) { pointer, characters, count in
      guard let characters else { return }
      let bytes = UnsafeRawBufferPointer(start: characters, count: Int(count))
      XMLItemParser.parser(pointer)?.append(bytes)
    }
    XML_SetEntityDeclHandler(parser) { pointer, _, _, _, _, _, _, _, _ in
      XMLItemParser.parser(pointer)?.stop("it declares entities of its own, which are not read")
    }
    XML_UseForeignDTD(parser, 1)
    XML_SetSkippedEntityHandler(parser) { pointer, name, _ in
      guard let name, let parser = XMLItemParser.parser(pointer) else { return }
      parser.append("&\(String(cString: name));".utf8)
    }
    XML_SetUnknownEncodingHandler(
      parser,
      { _, name, encoding in
        guard let name, let encoding,
          let characters = XMLEncoding.characters(of: String(cString: name))
        else { return Int32(XML_STATUS_ERROR.rawValue) }
        withUnsafeMutableBytes(of: &encoding.pointee.map) { map in
          let map = map.bindMemory(to: Int32.self)
          for (byte, character) in characters.enumerated() {
            map[byte] = Int32(character.value)
          }
        }
        encoding.pointee.data = nil
        encoding.pointee.convert = nil
        encoding.pointee.release = nil
        return Int32(XML_STATUS_OK.rawValue)
      }, nil)
  }
}
