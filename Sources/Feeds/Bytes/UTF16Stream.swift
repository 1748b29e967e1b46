/// UTF-16 as UTF-8, without its byte order mark; an unpaired surrogate is a replacement character.
final class UTF16Stream: ByteStream {
  private let source: any ByteStream
  private let isBigEndian: Bool
  private let input: UnsafeMutableRawBufferPointer
  /// A byte that is half a code unit.
  private var half: UInt8?
  /// A leading surrogate whose trailing one is awaited.
  private var leading: UInt32?
  private var output: [UInt8] = []
  private var outputPosition = 0
  private var isAtEnd = false

  init(_ source: any ByteStream, isBigEndian: Bool) {
    self.source = source
    self.isBigEndian = isBigEndian
    input = .allocate(byteCount: 1 << 14, alignment: 16)
  }

  deinit {
    input.deallocate()
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FeedError) -> Int {
    while outputPosition == output.count, !isAtEnd {
      output.removeAll(keepingCapacity: true)
      outputPosition = 0
      let count = try source.read(into: input)
      if count == 0 {
        isAtEnd = true
        if half != nil || leading != nil { append("\u{fffd}") }
      }
      for byte in input[..<count] {
        transcode(byte)
      }
    }
    let count = min(bytes.count, output.count - outputPosition)
    bytes.copyBytes(from: output[outputPosition..<outputPosition + count])
    outputPosition += count
    return count
  }

  private func transcode(_ byte: UInt8) {
    guard let first = half else {
      half = byte
      return
    }
    half = nil
    let (high, low) = isBigEndian ? (first, byte) : (byte, first)
    let unit = UInt32(high) << 8 | UInt32(low)
    if let leading {
      self.leading = nil
      if (0xdc00..<0xe000).contains(unit) {
        let value = 0x10000 + (leading - 0xd800) << 10 + (unit - 0xdc00)
        append(Unicode.Scalar(value) ?? "\u{fffd}")
        return
      }
      append("\u{fffd}")
    }
    if (0xd800..<0xdc00).contains(unit) {
      leading = unit
    } else if unit != 0xfeff {
      append(Unicode.Scalar(unit) ?? "\u{fffd}")
    }
  }

  private func append(_ scalar: Unicode.Scalar) {
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
