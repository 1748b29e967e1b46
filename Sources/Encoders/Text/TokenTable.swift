/// A vocabulary: the number of each token, looked up by its UTF-8 bytes.
///
/// An open-addressing hash table with linear probing over one array of bytes: a vocabulary is read
/// once at every start, and a dictionary of strings takes four times as long to fill.
struct TokenTable: Sendable {
  private var text: [UInt8] = []
  private var entries: [Entry] = []
  /// For each slot the index of an entry, or −1; at most half of them are taken.
  private var slots: [Int32]

  private struct Entry: Sendable {
    let start: Int32
    let count: Int32
    let token: Int32
  }

  /// Makes room for `capacity` tokens.
  init(capacity: Int) {
    var slotCount = 16
    while slotCount < 2 * capacity { slotCount *= 2 }
    slots = [Int32](repeating: -1, count: slotCount)
    entries.reserveCapacity(capacity)
    text.reserveCapacity(8 * capacity)
  }

  /// The number of tokens.
  var count: Int { entries.count }

  /// Adds a token; `false`, and no change, if it is there already or there is no room.
  mutating func insert(_ token: Int32, spelling: UnsafeRawBufferPointer) -> Bool {
    guard entries.count < slots.count / 2 else { return false }
    let slot = slot(of: spelling, UnsafeRawBufferPointer(start: nil, count: 0))
    guard slots[slot] < 0 else { return false }
    slots[slot] = Int32(entries.count)
    entries.append(
      Entry(start: Int32(text.count), count: Int32(spelling.count), token: token))
    text.append(contentsOf: spelling)
    return true
  }

  /// The token spelt by two parts, one after the other.
  func token(
    _ first: UnsafeRawBufferPointer,
    _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) -> Int32? {
    let entry = slots[slot(of: first, second)]
    return entry < 0 ? nil : entries[Int(entry)].token
  }

  /// The token of a string.
  func token(_ spelling: String) -> Int32? {
    Array(spelling.utf8).withUnsafeBytes { token($0) }
  }

  /// The slot that holds the spelling, or the free one where it belongs.
  private func slot(
    of first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Int {
    // FNV-1a of 64 bits, its upper half folded in.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in first { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in second { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while slots[slot] >= 0, !matches(entries[Int(slots[slot])], first, second) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func matches(
    _ entry: Entry, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Bool {
    guard Int(entry.count) == first.count + second.count else { return false }
    let start = Int(entry.start)
    for index in 0..<first.count where text[start + index] != first[index] { return false }
    let middle = start + first.count
    for index in 0..<second.count where text[middle + index] != second[index] { return false }
    return true
  }
}
