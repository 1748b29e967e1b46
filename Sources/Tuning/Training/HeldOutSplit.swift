import Kernels

/// Which records are kept from training to judge it by: a share that depends on their content alone, so
/// that equal records fall on the same side.
public struct HeldOutSplit: Sendable, Equatable {
  /// The numbers of the records to train with, ascending.
  public let training: [Int]
  /// The numbers of those that judge, ascending.
  public let heldOut: [Int]

  /// A split that is known.
  public init(training: [Int], heldOut: [Int]) {
    self.training = training
    self.heldOut = heldOut
  }

  /// Splits records by their keys, such as hashes of what they hold.
  ///
  /// - Parameter share: about what share is held out.
  public init(keys: [UInt64], share: Double) {
    var training: [Int] = []
    var heldOut: [Int] = []
    let limit = UInt64(share * Double(1 << 20))
    for (number, key) in keys.enumerated() {
      // Keys may be counters; a generator's first number is as good as a hash of its seed.
      var generator = SeededGenerator(seed: key)
      if generator.next() >> 44 < limit { heldOut.append(number) } else { training.append(number) }
    }
    self.init(training: training, heldOut: heldOut)
  }

  /// Splits the rows of a matrix by their bytes.
  public init(rowsOf matrix: Matrix, share: Double) {
    let bytes = matrix.columns * MemoryLayout<Float>.stride
    let keys = matrix.scalars.withUnsafeBytes { scalars in
      (0..<matrix.rows).map { row in
        Checksum.of(UnsafeRawBufferPointer(rebasing: scalars[row * bytes..<(row + 1) * bytes]))
      }
    }
    self.init(keys: keys, share: share)
  }
}
