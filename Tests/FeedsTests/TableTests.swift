import Feeds
import Testing

@Suite("Tables of delimited text")
struct TableTests {
  @Test(
    "Lines may end with LF, CR LF or CR, the last also with nothing",
    arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    for last in ["", end] {
      let feed = try read(["id,title", "1,a", "", "2,b"].joined(separator: end) + last)
      #expect(feed.rows.map(\.id) == ["1", "2"])
      #expect(feed.rows.map(\.title) == ["a", "b"])
      #expect(feed.rows.map(\.rowNumber) == [1, 2])
    }
  }

  @Test("Quoted fields may hold delimiters, line ends and doubled quotes")
  func quotes() throws {
    let feed = try read("id,note,title\n1,\"a, b\r\nc \"\"d\"\"\",\"\"\"x\"\"\"\n2,\"\", y \n")
    #expect(feed.rows.map { $0.fields["note"] } == ["a, b\r\nc \"d\"", nil])
    #expect(feed.rows.map(\.title) == ["\"x\"", "y"])
  }

  @Test("A quote within an unquoted field is a quote")
  func inches() throws {
    let feed = try read("id,title\n1,TV 55\" wide\n2,b\n")
    #expect(feed.rows.map(\.title) == ["TV 55\" wide", "b"])
  }

  @Test("A byte order mark belongs to no column")
  func byteOrderMark() throws {
    let feed = try read([0xef, 0xbb, 0xbf] + Array("id,title\n7,x\n".utf8))
    #expect(feed.mapping?.column(for: .id) == "id")
    #expect(feed.rows.map(\.id) == ["7"])
  }

  @Test("The delimiter is found from the header", arguments: [",", ";", "\t", "|"])
  func delimiter(delimiter: String) throws {
    let header = ["id", "\"title, or; so | on\"", "title"].joined(separator: delimiter)
    let row = ["1", "x", "\"a,b;c|d\""].joined(separator: delimiter)
    let feed = try read("\n" + header + "\n" + row)
    #expect(feed.rows.map(\.title) == ["a,b;c|d"])
    #expect(feed.mapping?.columns == ["id", "title, or; so | on", "title"])
  }

  @Test("The delimiter is the one that rows agree on, not the most frequent in the header")
  func agreeingDelimiter() throws {
    let feed = try read("id;note, short, or none;title\n1;a, b;x\n2;c;y, z\n")
    #expect(feed.mapping?.columns == ["id", "note, short, or none", "title"])
    #expect(feed.rows.map(\.title) == ["x", "y, z"])
  }

  @Test("A spreadsheet's first line that names the delimiter is no header", arguments: [";", "\t"])
  func declaredDelimiter(delimiter: String) throws {
    let header = ["id", "title"].joined(separator: delimiter)
    let feed = try read("sep=\(delimiter)\r\n\(header)\r\n1\(delimiter)a,b,c\r\n")
    #expect(feed.rows == [ProductRow(rowNumber: 1, id: "1", title: "a,b,c")])
  }

  @Test("A Latin-1 table with semicolons and decimal commas, German names and prices")
  func latin1() throws {
    let feed = try read(fileAt: fixtures + "katalog-latin1.csv")
    #expect(feed.format == .csv && feed.error == nil && feed.rejected.isEmpty)
    #expect(feed.warnings.count == 1)
    #expect(feed.rows.map(\.id) == (4711...4718).map(String.init))
    #expect(feed.rows.map(\.price) == [24.9, 1299, 19.95, 14.5, 8.9, 12, 29.9, 49])
    #expect(feed.rows.allSatisfy { $0.currency == "EUR" && $0.images.count == 1 })
    #expect(feed.rows[1].title == "Blumentopf \"Terrasse\", weiß")
    #expect(feed.rows[0].description == "Zinkblech, 5 l – rostfrei")
    #expect(feed.rows[7].fields == ["brand": "Heim & Herd", "color": "ecru", "price_high": "79.0"])
  }

  @Test("Records are the same wherever a buffer ends within them")
  func bufferBoundaries() throws {
    let fields = ["", "a", "\"b \"\"c\"\"\r\nd\"", "e\"f", "\"g,h\" "]
    var generator = SeededGenerator(seed: 8)
    var table = "id,title,x,y\r\n"
    var expected: [[String?]] = []
    let values: [String?] = [nil, "a", "b \"c\"\r\nd", "e\"f", "g,h"]
    for number in 0..<12_000 {
      let picks = (0..<2).map { _ in Int.random(in: 0..<5, using: &generator) }
      let end = ["\n", "\r\n", "\r"].randomElement(using: &generator)!
      table += "\(number),t,\(picks.map { fields[$0] }.joined(separator: ","))\(end)"
      expected.append(picks.map { values[$0] })
    }
    #expect(table.utf8.count > 2 << 16)
    let feed = try read(table)
    #expect(feed.rejected.isEmpty && feed.error == nil)
    #expect(feed.rows.map { [$0.fields["x"], $0.fields["y"]] } == expected)
  }

  @Test("One column alone is a table too")
  func singleColumn() throws {
    let feed = try read("image\na.jpg\nb.jpg\n")
    #expect(feed.rows.map(\.id) == ["a.jpg", "b.jpg"])
    #expect(feed.rows.map(\.images) == [["a.jpg"], ["b.jpg"]])
  }

  @Test("A TSV feed is split at tabs alone")
  func tabs() throws {
    let feed = try read("id\ttitle, long\n1\ta,b\n", name: "feed.tsv")
    #expect(feed.format == .tsv)
    #expect(feed.rejected.map(\.reason) == ["it has neither a title, a description nor an image"])
    let mapped = try read(
      "id\ttitle, long\n1\ta,b\n", name: "feed.tsv", overrides: ["title": "title, long"])
    #expect(mapped.rows.map(\.title) == ["a,b"])
  }

  @Test(
    "Rows with too few or too many fields are rejected with line and counts; empty ones may trail")
  func ragged() throws {
    let feed = try read("id,title,brand\n1,a,x\n2,b\n3,c,y,,\n\n4,d,z,w\n5,e,v\n")
    #expect(feed.rows.map(\.id) == ["1", "3", "5"])
    #expect(
      feed.rejected == [
        RejectedRow(row: 2, id: "2", reason: "line 3: it has 2 fields, the header has 3"),
        RejectedRow(row: 4, id: "4", reason: "line 6: it has 4 fields, the header has 3"),
      ])
  }

  @Test("Text behind a closing quote and NUL bytes reject the row alone")
  func badFields() throws {
    let feed = try read("id,title\n1,\"a\"b\n2,c\u{0}d\n3,\"e\" \n4,\"f\" x\n")
    #expect(feed.rows.map(\.id) == ["3"])
    #expect(feed.rows.map(\.title) == ["e"])
    #expect(
      feed.rejected.map(\.reason) == [
        "line 2: text follows the closing quote of a field",
        "line 3: it contains a NUL byte",
        "line 5: text follows the closing quote of a field",
      ])
  }

  @Test("A quote that never closes ends the feed with the line it opens on")
  func unterminatedQuote() throws {
    let feed = try read("id,title\n1,a\n2,\"x\ny\n3,b\n")
    #expect(feed.rows.map(\.id) == ["1"])
    guard case .unterminatedQuote(_, let line) = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
    #expect(line == 3)
  }

  @Test("A record without end is refused before it fills the memory")
  func hugeField() throws {
    let feed = try read(
      Array("id,title\n1,a\n2,\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20))
    #expect(feed.rows.map(\.id) == ["1"])
    guard case .recordTooLong(_, let line, _) = feed.error else {
      Issue.record("\(String(describing: feed.error))")
      return
    }
    #expect(line == 3)
  }

  @Test("What is not UTF-8 is read as Windows-1252, with one warning for the feed")
  func windows1252() throws {
    let caf: [UInt8] = Array("caf".utf8) + [0xe9]
    let euro: [UInt8] = [0x80, 0x20] + Array("12".utf8)
    var bytes: [UInt8] = Array("id,title,note\n1,".utf8) + caf + Array(",x\n2,".utf8)
    bytes += Array("naïve".utf8) + Array(",".utf8) + euro + Array("\n".utf8)
    let feed = try read(bytes)
    #expect(feed.rows.map(\.title) == ["café", "naïve"])
    #expect(feed.rows.last?.fields["note"] == "€ 12")
    #expect(
      feed.warnings == [
        "line 2 is not UTF-8 and was read as Windows-1252, as are others like it"
      ])
  }

  @Test(
    "What is no text at all is refused by what it is",
    arguments: [
      ([0x69, 0x00, 0x64, 0x00], "NUL"), ([0x50, 0x4b, 0x03, 0x04, 0x14], "spreadsheet"),
      ([0x1f, 0x8b, 0x08], "gzip"), ([0x1f, 0x8b, 0x07, 0, 0, 0, 0, 0, 0, 0], "corrupt"),
    ] as [([UInt8], String)])
  func foreign(bytes: [UInt8], what: String) throws {
    let error = #expect(throws: FeedError.self) { try read(bytes) }
    #expect(error?.description.contains(what) == true)
  }

  @Test("An empty feed, and one of blank lines, says that it has no rows", arguments: ["", "\n\n"])
  func empty(text: String) {
    let error = #expect(throws: FeedError.self) { try read(text) }
    #expect(error?.description.contains("has no rows") == true)
  }

  @Test("A header alone is a feed of no products")
  func headerOnly() throws {
    let feed = try read("id,title\n")
    #expect(feed.rows.isEmpty && feed.rejected.isEmpty && feed.error == nil)
  }

  @Test("A missing file is named")
  func missing() {
    #expect(
      throws: FeedError.unreadable(feed: "/nowhere/x.csv", reason: "No such file or directory")
    ) { try FeedReader(source: .file(path: "/nowhere/x.csv")) }
  }
}
