import Glibc

/// The bytes of a feed, one after another, through a buffer of fixed size.
final class ByteSource {
  /// Where the bytes come from, for messages.
  let name: String
  /// The line the next byte is on, from 1, by line feeds.
  private(set) var line = 1

  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var buffer: [UInt8] = []
  private var position = 0

  private static let bufferCount = 1 << 16

  init(_ source: FeedSource) throws(FeedError) {
    name = source.name
    switch source {
    case .file(let path):
      let opened = open(path, O_RDONLY | O_CLOEXEC)
      guard opened >= 0 else {
        throw .unreadable(feed: path, reason: Self.systemText())
      }
      descriptor = opened
      closesDescriptor = true
    case .descriptor(let open, _):
      descriptor = open
      closesDescriptor = false
    }
    try fill(to: Self.bufferCount)
  }

  deinit {
    if closesDescriptor {
      close(descriptor)
    }
  }

  /// What is buffered and not yet read: the first 64 KiB, or all, before anything is read.
  var lookahead: ArraySlice<UInt8> { buffer[position...] }

  /// The next byte, which stays; nil at the end.
  @inline(__always)
  func peek() throws(FeedError) -> UInt8? {
    if position == buffer.count {
      try fill(to: 1)
      if position == buffer.count { return nil }
    }
    return buffer[position]
  }

  /// The next byte; nil at the end.
  @inline(__always)
  func next() throws(FeedError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
    }
    return byte
  }

  /// Counts a line that ended without a line feed.
  func countLine() {
    line += 1
  }

  /// Passes over bytes of the lookahead.
  func skip(_ count: Int) {
    precondition(count <= buffer.count - position)
    line += buffer[position..<position + count].count { $0 == UInt8(ascii: "\n") }
    position += count
  }

  /// Replaces what was read with at least `count` new bytes, or all that are left.
  private func fill(to count: Int) throws(FeedError) {
    precondition(position == buffer.count)
    buffer.removeAll(keepingCapacity: true)
    position = 0
    while buffer.count < count {
      let wanted = Self.bufferCount - buffer.count
      var failure: FeedError?
      let descriptor = descriptor
      let name = name
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { bytes, count in
        var received: Int
        repeat {
          received = read(descriptor, bytes.baseAddress, wanted)
        } while received < 0 && errno == EINTR
        if received < 0 {
          failure = .unreadable(feed: name, reason: Self.systemText())
        }
        count = max(0, received)
      }
      if let failure { throw failure }
      if piece.isEmpty { return }
      buffer += piece
    }
  }

  private static func systemText() -> String {
    strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
  }
}
