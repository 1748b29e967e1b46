import CKernels

/// Vectors in four bits a scalar, for a first look at many of them: rotated, each scalar the number
/// of one of 16 cells, with a scale by which the product of a vector with its own code is right.
///
/// The rotation (fixed random signs and a Walsh–Hadamard transform of each power-of-two block) is
/// the same for all vectors and leaves dot products as they are. It spreads outlier dimensions,
/// which embeddings have, so that one of them does not take the precision of all others, and makes
/// rounding errors behave as independent ones.
///
/// The error of a vector is perpendicular to it; see ``deviation(queryNorm:queryScale:rowNorm:rowError:stride:)``.
public enum NibbleCode {
  /// Bytes of the code of a vector: half its dimension, which is rounded up to a multiple of 128.
  public static func stride(dimension: Int) -> Int {
    let alignment = Int(nibble_alignment)
    return (dimension + 2 * alignment - 1) / (2 * alignment) * alignment
  }

  /// The largest dimension whose products fit the sums of the kernels.
  public static let largestDimension = 1 << 16

  /// Writes the code of a vector and returns its scale and by how much the vector, as the code
  /// says it, is off (the norm of the difference).
  ///
  /// - Parameters:
  ///   - vector: finite scalars, at least one.
  ///   - code: room for `stride(dimension: vector.count)` bytes.
  public static func encode(
    _ vector: UnsafeBufferPointer<Float>, into code: UnsafeMutablePointer<UInt8>
  ) -> (scale: Float, error: Float) {
    precondition(vector.count <= largestDimension)
    guard let scalars = vector.baseAddress else { return (0, 0) }
    let stride = stride(dimension: vector.count)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * stride) { room in
      guard let start = room.baseAddress else { return (0, 0) }
      let encoded = nibble_encode(scalars, vector.count, stride, start, code)
      return (encoded.scale, encoded.error)
    }
  }

  /// The standard deviation of the error of a product: after the rotation the error of a row points
  /// anywhere, and each scalar of the query is off by up to half its scale, evenly.
  ///
  /// - Parameter stride: bytes of a code.
  public static func deviation(
    queryNorm: Float, queryScale: Float, rowNorm: Float, rowError: Float, stride: Int
  ) -> Float {
    let row = Double(queryNorm) * Double(rowError)
    let query = Double(queryScale) * (Double(rowNorm) + Double(rowError))
    return Float((row * row / Double(2 * stride) + query * query / 12).squareRoot())
  }
}
