import Testing

@testable import Ranking

@Suite("Pairs and groups of duplicates")
struct DuplicateTests {
  @Test("pairs of numbers are those that a naive comparison finds", arguments: [0, 1, 3, 6, 16])
  func pairs(distance: Int) {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
    // A few numbers and others that differ from them in some bits.
    var numbers = (0..<20).map { _ in next() }
    for place in 0..<100 {
      var number = numbers[place % 20]
      for _ in 0..<(place % 9) { number ^= 1 << (next() >> 32 % 64) }
      numbers.append(number)
    }
    var expected: Set<[Int]> = []
    for other in numbers.indices {
      for place in 0..<other {
        let bits = (numbers[place] ^ numbers[other]).nonzeroBitCount
        if bits <= distance { expected.insert([place, other, bits]) }
      }
    }
    var found: [[Int]] = []
    HammingPairs.forEach(among: numbers, within: distance) { found.append([$0, $1, $2]) }
    #expect(found.count == expected.count && Set(found) == expected)
    #expect(!expected.isEmpty)
  }

  @Test("a group holds what resembles its best member, not what resembles that in turn")
  func stars() {
    // 0 – 1 – 2 – 3 in a chain, and 4 alone.
    let neighbors = [[1], [0, 2], [1, 3], [2], []]
    let groups = StarGroups.groups(count: 5) { neighbors[$0] }
    #expect(groups == [.init(center: 0, members: [1]), .init(center: 2, members: [3])])
  }
}
