import CZlib

/// The content of a gzip file (RFC 1952) of one or more members, unpacked a buffer at a time:
/// memory does not grow with the content, whatever it is packed into.
final class GzipStream: ByteStream {
  private let name: String
  private let packed: any ByteStream
  /// What of the packed bytes was read: the first `inputCount` of them.
  private let input: UnsafeMutableRawBufferPointer
  private var inputCount = 0
  private var inputPosition = 0
  /// zlib's state, which remembers its own address.
  private let state: UnsafeMutablePointer<z_stream>
  private var isWithinMember = true
  private var isAtEnd = false

  /// - Parameters:
  ///   - packed: bytes from the first of a gzip header on.
  ///   - name: the feed's, for messages.
  init(_ packed: any ByteStream, name: String) throws(FeedError) {
    self.name = name
    self.packed = packed
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    let gzipWindow: Int32 = 16 + MAX_WBITS
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(state, gzipWindow, ZLIB_VERSION, size) == Z_OK else {
      throw .unreadable(feed: name, reason: "zlib cannot be started")
    }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
    input.deallocate()
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    while !isAtEnd {
      if inputPosition == inputCount {
        inputCount = try packed.read(into: input)
        inputPosition = 0
        if inputCount == 0 {
          guard !isWithinMember else {
            throw .damagedCompression(feed: name, reason: "its data ends too early")
          }
          isAtEnd = true
          break
        }
      }
      if !isWithinMember {
        try beginMember()
        continue
      }
      let count = try inflate(into: bytes)
      if count > 0 { return count }
    }
    return 0
  }

  /// Goes on to the next member; zeros behind the last one are padding.
  private func beginMember() throws(FeedError) {
    while inputPosition < inputCount, input[inputPosition] == 0 {
      inputPosition += 1
    }
    guard inputPosition < inputCount else { return }
    guard input[inputPosition] == 0x1f, inflateReset(state) == Z_OK else {
      throw .damagedCompression(feed: name, reason: "something else follows its data")
    }
    isWithinMember = true
  }

  private func inflate(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    let unread = UnsafeMutableRawBufferPointer(rebasing: input[inputPosition..<inputCount])
    state.pointee.next_in = unread.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(unread.count)
    state.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(clamping: bytes.count)
    let space = Int(state.pointee.avail_out)
    let status = CZlib.inflate(state, Z_NO_FLUSH)
    inputPosition = inputCount - Int(state.pointee.avail_in)
    switch status {
    case Z_STREAM_END: isWithinMember = false
    case Z_OK, Z_BUF_ERROR: break
    default:
      let detail = state.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw .damagedCompression(feed: name, reason: "its data is corrupt (\(detail))")
    }
    return space - Int(state.pointee.avail_out)
  }
}
