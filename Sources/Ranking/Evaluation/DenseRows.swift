/// The rows of a matrix in memory, compared by dot products.
struct DenseRows {
  private let scalars: UnsafeBufferPointer<Float>
  let dimension: Int

  /// - Parameter scalars: `[count, dimension]`
  init(_ scalars: UnsafeBufferPointer<Float>, dimension: Int) {
    self.scalars = scalars
    self.dimension = dimension
  }

  var count: Int { scalars.count / dimension }

  subscript(row: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: scalars[row * dimension..<(row + 1) * dimension])
  }

  /// The dot product of two rows.
  func product(_ a: Int, _ b: Int) -> Float { Self.product(self[a], self[b]) }

  /// The dot product of two vectors of the same length, in 16 running sums.
  static func product(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
    let left = UnsafeRawBufferPointer(a)
    let right = UnsafeRawBufferPointer(b)
    let whole = a.count / 16 * 16
    var sums = SIMD16<Float>.zero
    for start in stride(from: 0, to: whole * 4, by: 64) {
      // Not `addProduct`, which is a call for each scalar where the processor cannot fuse.
      sums +=
        left.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self)
        * right.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self)
    }
    var sum = sums.sum()
    for place in whole..<a.count { sum += a[place] * b[place] }
    return sum
  }
}
