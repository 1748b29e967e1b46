/// Reads the entries of a normalisation table.
enum NormalizationEntries {
  /// Calls `body` with each character of the table and what it maps to.
  static func forEach(
    in table: StaticString, _ body: (Unicode.Scalar, [Unicode.Scalar]) -> Void
  ) {
    let bytes = UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
    var reader = Reader(bytes: bytes)
    var value: UInt32 = 0x80
    while let entry = reader.next() {
      value += entry.gap
      for offset in 0..<entry.count {
        let step = entry.isRising ? offset : 0
        let targets = entry.targets.compactMap { Unicode.Scalar($0 + step) }
        if let scalar = Unicode.Scalar(value) { body(scalar, targets) }
        value += 1
      }
    }
  }

  private struct Entry {
    var gap: UInt32 = 0
    var count: UInt32 = 1
    var isRising = false
    var targets: [UInt32] = []
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    mutating func next() -> Entry? {
      guard position < bytes.count else { return nil }
      var entry = Entry()
      entry.gap = number()
      while position < bytes.count {
        let mark = bytes[position]
        position += 1
        switch mark {
        case UInt8(ascii: "+"), UInt8(ascii: "="):
          entry.isRising = mark == UInt8(ascii: "+")
          entry.count = number()
        case UInt8(ascii: ":"), UInt8(ascii: "."):
          entry.targets.append(number())
        default:
          return entry
        }
      }
      return entry
    }

    private mutating func number() -> UInt32 {
      var number: UInt32 = 0
      while position < bytes.count {
        switch bytes[position] {
        case let digit where (0x30...0x39).contains(digit):
          number = number * 36 + UInt32(digit - 0x30)
        case let letter where (0x61...0x7a).contains(letter):
          number = number * 36 + UInt32(letter - 0x61) + 10
        default: return number
        }
        position += 1
      }
      return number
    }
  }
}
