internal import Glibc

/// How fast one thread reads memory and does nothing else: what an exhaustive search cannot exceed.
struct ReadBandwidth {
  let byteCount: Int
  /// Of processor time; the median of the runs.
  let bytesPerSecond: Double

  private static let runs = 21

  /// Reads `byteCount` bytes from beginning to end, again and again.
  init(byteCount: Int) {
    self.byteCount = byteCount
    let width = MemoryLayout<SIMD8<UInt64>>.size
    let step = 4 * width
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: (byteCount + step - 1) / step * step, alignment: width)
    defer { bytes.deallocate() }
    bytes.initializeMemory(as: UInt8.self, repeating: 1)
    var times: [Double] = []
    var total = SIMD8<UInt64>.zero
    for _ in 0...Self.runs {
      let start = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID)
      var sums = (total, total, total, total)
      for offset in stride(from: 0, to: bytes.count, by: step) {
        sums.0 ^= bytes.load(fromByteOffset: offset, as: SIMD8<UInt64>.self)
        sums.1 ^= bytes.load(fromByteOffset: offset + width, as: SIMD8<UInt64>.self)
        sums.2 ^= bytes.load(fromByteOffset: offset + 2 * width, as: SIMD8<UInt64>.self)
        sums.3 ^= bytes.load(fromByteOffset: offset + 3 * width, as: SIMD8<UInt64>.self)
      }
      total = sums.0 ^ sums.1 ^ sums.2 ^ sums.3
      times.append(Measurement.seconds(CLOCK_THREAD_CPUTIME_ID) - start)
    }
    // The sum keeps the loop from being left out.
    bytes.storeBytes(of: total, as: SIMD8<UInt64>.self)
    bytesPerSecond = Double(byteCount) / times.dropFirst().sorted()[Self.runs / 2]
  }
}
