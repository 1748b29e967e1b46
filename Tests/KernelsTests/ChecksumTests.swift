import Kernels
import Testing

@Suite("Checksum")
struct ChecksumTests {
  @Test("Any flipped bit of any length of bytes changes it", arguments: [1, 7, 8, 63, 64, 65, 200])
  func flippedBits(count: Int) {
    var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let sum = checksum(bytes)
    for bit in 0..<8 * count {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(checksum(bytes) != sum)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  @Test("Zeros at the end count, and so does the order of words and of groups")
  func structure() {
    let bytes = (0..<256).map { UInt8($0) }
    var sums: Set<UInt64> = [checksum([]), checksum([], seed: 1)]
    for zeros in 1...130 {
      sums.insert(checksum([UInt8](repeating: 0, count: zeros)))
    }
    sums.insert(checksum(bytes))
    sums.insert(checksum(bytes, seed: 1))
    sums.insert(checksum(Array(bytes[8..<16] + bytes[0..<8] + bytes[16...])))
    sums.insert(checksum(Array(bytes[64..<128] + bytes[0..<64] + bytes[128...])))
    #expect(sums.count == 136)
  }

  @Test("It agrees with the definition written out in Swift", arguments: [0, 5, 64, 100, 1000])
  func definition(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 17) }
    #expect(checksum(bytes, seed: 99) == reference(bytes, seed: 99))
  }

  private func checksum(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    bytes.withUnsafeBytes { Checksum.of($0, seed: seed) }
  }

  private func reference(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
      let product = (state ^ word) &* 0xbb67_ae85_84ca_a73b
      return product << 29 | product >> 35
    }
    var lanes = (1...8).map { UInt64($0) &* golden }
    let padded = bytes + [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
    for (index, start) in stride(from: 0, to: padded.count, by: 8).enumerated() {
      let word = padded[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      lanes[index % 8] = mix(lanes[index % 8], word)
    }
    var sum = mix(lanes.reduce(seed, mix), UInt64(bytes.count))
    sum ^= sum >> 32
    sum = sum &* golden
    return sum ^ sum >> 29
  }
}
