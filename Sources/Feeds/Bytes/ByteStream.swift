import Glibc

/// Bytes that are read once, from first to last.
protocol ByteStream: AnyObject {
  /// Fills the beginning of `bytes`, which are not empty; returns how many, 0 at the end alone.
  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int
}

/// The bytes of a file or of an open descriptor.
final class DescriptorStream: ByteStream {
  private let name: String
  private let descriptor: Int32
  private let closesDescriptor: Bool

  init(_ source: FeedSource) throws(FeedError) {
    name = source.name
    switch source {
    case .file(let path):
      let opened = open(path, O_RDONLY | O_CLOEXEC)
      guard opened >= 0 else { throw .unreadable(feed: path, reason: Self.systemText()) }
      descriptor = opened
      closesDescriptor = true
    case .descriptor(let open, _):
      descriptor = open
      closesDescriptor = false
    }
  }

  deinit {
    if closesDescriptor {
      close(descriptor)
    }
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    while true {
      let received = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      if received >= 0 { return received }
      guard errno == EINTR else { throw .unreadable(feed: name, reason: Self.systemText()) }
    }
  }

  private static func systemText() -> String {
    strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
  }
}

/// Bytes that were read before those of another stream.
final class PrefixedStream: ByteStream {
  private var prefix: ArraySlice<UInt8>
  private let rest: any ByteStream

  init(_ prefix: [UInt8], before rest: any ByteStream) {
    self.prefix = prefix[...]
    self.rest = rest
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    guard !prefix.isEmpty else { return try rest.read(into: bytes) }
    let count = min(prefix.count, bytes.count)
    bytes.copyBytes(from: prefix.prefix(count))
    prefix.removeFirst(count)
    return count
  }
}
