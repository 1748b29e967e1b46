import Feeds
import Foundation
import Testing

@Suite("Feeds packed with gzip, and in UTF-16")
struct CompressedFeedTests {
  private static let table = "id,title\n1,a\n2,b\n"

  @Test("A packed feed is read as the feed in it, whatever it is called")
  func fixture() throws {
    let packed = try read(fileAt: fixtures + "google-merchant.xml.gz")
    let plain = try read(fileAt: fixtures + "google-merchant.xml")
    #expect(packed.format == .xml && packed.error == nil)
    #expect(packed.rows == plain.rows)
  }

  @Test("Members on end are one feed; zeros behind them are padding")
  func members() throws {
    let bytes = Self.member("id,title\n1,a\n2,") + Self.member("") + Self.member("b\n")
    let feed = try read(bytes + [0, 0, 0])
    #expect(feed.rows.map(\.title) == ["a", "b"])
    #expect(feed.error == nil)
  }

  @Test("Packed standard input is unpacked, too")
  func standardInput() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let bytes = Self.member(Self.table)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    var reader = try FeedReader(source: .descriptor(ends[0], name: "-"))
    #expect(try reader.next() == .row(ProductRow(rowNumber: 1, id: "1", title: "a")))
    close(ends[0])
  }

  @Test("A packed feed that is cut hands out its whole rows and then says so")
  func cut() throws {
    let bytes = Self.member(Self.table)
    for count in [bytes.count - 1, bytes.count - 8, bytes.count - 10] {
      let feed = try read(Array(bytes.prefix(count)))
      #expect(feed.rows.first?.title == "a")
      #expect(feed.error?.description.contains("its data ends too early") == true)
    }
  }

  @Test("Damage is noticed by the checksum, and what follows the data by its beginning")
  func damage() throws {
    var bytes = Self.member(Self.table)
    bytes[bytes.count - 9] ^= 1
    let error = #expect(throws: FeedError.self) { try read(bytes) }
    #expect(error?.description.contains("its data is corrupt") == true)
    let trailed = try read(Self.member(Self.table) + Array("more".utf8))
    #expect(trailed.rows.map(\.title) == ["a", "b"])
    #expect(trailed.error?.description.contains("something else follows") == true)
  }

  @Test("A feed that is packed twice is refused")
  func twice() throws {
    let error = #expect(throws: FeedError.self) {
      try read(Self.member(Self.member(Self.table)))
    }
    #expect(error?.description.contains("compressed twice") == true)
  }

  @Test("Twenty megabytes packed into a hundred kilobytes end at the limit of a record")
  func bomb() throws {
    let error = #expect(throws: FeedError.self) { try read(Self.bomb(matches: 80_000)) }
    guard case .recordTooLong = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A spreadsheet's text in UTF-16, in either order of bytes", arguments: [true, false])
  func utf16(isBigEndian: Bool) throws {
    let text = "\u{feff}id\ttitle\n1\tnaïve 😀\n"
    let bytes = text.utf16.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xff)]
      return isBigEndian ? pair : pair.reversed()
    }
    let feed = try read(bytes)
    #expect(feed.format == .tsv)
    #expect(feed.rows == [ProductRow(rowNumber: 1, id: "1", title: "naïve 😀")])
    #expect(try read(bytes.dropLast(4)).rows.first?.title?.last == "\u{fffd}")
  }

  /// A gzip member whose data are one stored block (RFC 1951, section 3.2.4).
  private static func member(_ text: String) -> [UInt8] {
    member(Array(text.utf8))
  }

  private static func member(_ content: [UInt8]) -> [UInt8] {
    let length = UInt16(content.count)
    var checksum = UInt32.max
    for byte in content {
      checksum ^= UInt32(byte)
      for _ in 0..<8 {
        checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xedb8_8320 : checksum >> 1
      }
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1] + bytes(length) + bytes(~length) + content
      + bytes(~checksum) + bytes(UInt32(content.count))
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// A gzip member of one letter, repeated 258 times by each match: a block of fixed codes (RFC
  /// 1951, section 3.2.6) that is not ended.
  private static func bomb(matches: Int) -> [UInt8] {
    var bits: [Bool] = []
    func append(_ code: String) { bits += code.map { $0 == "1" } }
    append("110")
    append("10101000")
    for _ in 0..<matches {
      append("11000101")
      append("00000")
    }
    var packed = [UInt8](repeating: 0, count: bits.count / 8)
    for (place, bit) in bits.prefix(packed.count * 8).enumerated() where bit {
      packed[place / 8] |= 1 << (place % 8)
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + packed
  }
}
