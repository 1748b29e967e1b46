/// The bytes of a feed, one after another or a buffer at a time, as plain text: gzip is unpacked
/// and UTF-16 becomes UTF-8. Memory is one buffer of fixed size.
final class ByteSource {
  /// Where the bytes come from, for messages.
  let name: String
  /// The line the next byte is on, from 1, by line feeds.
  private(set) var line = 1
  /// Whether the bytes were UTF-16, whatever the text says of its encoding.
  private(set) var isTranscoded = false

  private var stream: any ByteStream
  private let buffer: UnsafeMutablePointer<UInt8>
  private var position = 0
  private var end = 0
  /// What went wrong behind the bytes of the buffer, thrown when they are used up.
  private var failure: FeedError?

  private static let capacity = 1 << 16

  init(_ source: FeedSource) throws(FeedError) {
    name = source.name
    stream = try DescriptorStream(source)
    buffer = .allocate(capacity: Self.capacity)
    fillWhole()
    if unread.starts(with: [0x1f, 0x8b]) {
      stream = try GzipStream(PrefixedStream(Array(unread), before: stream), name: name)
      restart()
      if unread.starts(with: [0x1f, 0x8b]) {
        throw .notAFeed(feed: name, reason: "it is compressed twice")
      }
    }
    isTranscoded = unread.starts(with: [0xff, 0xfe]) || unread.starts(with: [0xfe, 0xff])
    if isTranscoded {
      stream = UTF16Stream(
        PrefixedStream(Array(unread), before: stream), isBigEndian: unread[0] == 0xfe)
      restart()
    }
    if position == end, let failure { throw failure }
  }

  deinit {
    buffer.deallocate()
  }

  /// What is buffered and not yet read, lent until the next call: the first 64 KiB, or all, before
  /// anything is read.
  var unread: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: buffer + position, count: end - position)
  }

  /// What is buffered, or else read now; empty at the end. Lent until the next call.
  func nextBytes() throws(FeedError) -> UnsafeBufferPointer<UInt8> {
    if position == end { try refill() }
    return unread
  }

  /// Passes over buffered bytes, `lines` of which are line feeds.
  func advance(by count: Int, lines: Int) {
    precondition(count <= end - position)
    position += count
    line += lines
  }

  /// The next byte, which stays; nil at the end.
  func peek() throws(FeedError) -> UInt8? {
    if position == end {
      try refill()
      if position == end { return nil }
    }
    return buffer[position]
  }

  /// The next byte; nil at the end.
  func next() throws(FeedError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
    }
    return byte
  }

  /// Passes over a buffered part of the feed's beginning.
  func skip(_ count: Int) {
    let lines = unread.prefix(count).count { $0 == UInt8(ascii: "\n") }
    advance(by: count, lines: lines)
  }

  /// Replaces what was read with what comes next, as much as the stream gives at once.
  private func refill() throws(FeedError) {
    position = 0
    end = 0
    if let failure { throw failure }
    end = try stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Self.capacity))
  }

  /// Fills the buffer to its end, or with all there is; what goes wrong is kept for later.
  private func fillWhole() {
    do throws(FeedError) {
      while end < Self.capacity {
        let space = UnsafeMutableRawBufferPointer(
          start: buffer + end, count: Self.capacity - end)
        let count = try stream.read(into: space)
        if count == 0 { return }
        end += count
      }
    } catch {
      failure = error
    }
  }

  /// Reads from the beginning through another stream.
  private func restart() {
    (position, end, failure) = (0, 0, nil)
    fillWhole()
  }
}
