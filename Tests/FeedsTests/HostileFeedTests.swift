import Feeds
import Testing

@Suite("Hostile feeds")
struct HostileFeedTests {
  private static let table = """
    id,title,description,image_link,price,brand
    1,"Red, mug","A ""big"" <b>mug</b>\r\nwith handle",a.jpg,12.90 EUR,Acme
    2,Blau &amp; grün,,b.jpg|c.jpg,"1.299,00 €",Zed

    3,naïve 😀,text,,free,
    """
  private static let lines = """
    {"id":1,"title":"a \\u00e9 \\ud83d\\ude00","tags":["x",2],"size":{"eu":[41,42.5e1]}}
    {"id":"2","title":"b","image":null,"new":true,"price":-1.5}
    """

  @Test("Random damage never stops a reader from ending", arguments: FeedFormat.allCases)
  func mutations(format: FeedFormat) throws {
    let array = "[" + Self.lines.split(separator: "\n").joined(separator: ",") + "]"
    let tabs = Self.table.replacing(",", with: "\t")
    let texts =
      switch format {
      case .json: [array]
      case .jsonl: [Self.lines]
      case .tsv: [tabs]
      case .csv: [Self.table]
      case .auto: [Self.table, tabs, Self.lines, array]
      }
    var generator = SeededGenerator(seed: 5)
    var intact = 0
    for round in 0..<600 {
      var bytes = Array(texts[round % texts.count].utf8)
      let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        damage(&bytes, using: &generator)
      }
      do {
        let feed = try read(bytes, format: format)
        // Damage may add a few lines, not many; every row lies within the feed.
        #expect(feed.rows.count + feed.rejected.count <= lineCount + 40)
        #expect(feed.rows.allSatisfy { !$0.id.isEmpty && $0.rowNumber > 0 })
        intact += feed.rows.isEmpty ? 0 : 1
      } catch is FeedError {
        continue
      }
    }
    #expect(intact > 100)
  }

  @Test("Every prefix of a feed is read as far as it goes")
  func prefixes() throws {
    for text in [Self.table, Self.lines, "[" + Self.lines + "]"] {
      let bytes = Array(text.utf8)
      for count in bytes.indices {
        do {
          let feed = try read(Array(bytes[..<count]))
          #expect(feed.rows.count <= 3)
        } catch is FeedError {
          continue
        }
      }
    }
  }

  @Test("A hundred thousand columns and a hundred thousand empty fields are a table")
  func wide() throws {
    let columns = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    let fields = String(repeating: ",", count: 99_999)
    let feed = try read("id,title," + columns + "\n1,a," + fields + "\n2,b\n")
    #expect(feed.rows.map(\.id) == ["1"])
    #expect(feed.rejected.map(\.row) == [2])
  }

  private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0:
      bytes[position] = UInt8.random(in: 0...255, using: &generator)
    case 1:
      let special: [UInt8] = Array("\",;\t|\r\n{}[]:\\<>&\u{0}".utf8)
      bytes.insert(special.randomElement(using: &generator)!, at: position)
    case 2:
      bytes.removeSubrange(position..<min(bytes.count, position + 5))
    default:
      bytes.insert(contentsOf: bytes[position...].prefix(20), at: position)
    }
  }
}
