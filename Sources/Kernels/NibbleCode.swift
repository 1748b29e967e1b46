import CKernels

/// Vectors in four bits a scalar, for a first look at many of them: rotated as a ``VectorCode``,
/// each scalar the number of one of 16 cells, with a scale by which the product of a vector with
/// its own code is right.
///
/// The error of a vector is perpendicular to it; see ``deviation(queryNorm:queryScale:rowNorm:rowError:stride:)``.
public enum NibbleCode {
  /// Bytes of the code of a vector: half its dimension, which is rounded up to a multiple of 128.
  public static func stride(dimension: Int) -> Int {
    let alignment = Int(code_alignment)
    return (dimension + 2 * alignment - 1) / (2 * alignment) * alignment
  }

  /// Writes the code of a vector and returns its scale and by how much the vector, as the code
  /// says it, is off (the norm of the difference).
  ///
  /// - Parameters:
  ///   - vector: finite scalars, at least one.
  ///   - code: room for `stride(dimension: vector.count)` bytes.
  public static func encode(
    _ vector: UnsafeBufferPointer<Float>, into code: UnsafeMutablePointer<UInt8>
  ) -> (scale: Float, error: Float) {
    precondition(vector.count <= VectorCode.largestDimension)
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

/// Approximate dot products of queries with vectors in four bits a scalar; see ``NibbleCode``.
///
/// A product depends only on the query and the row, not on the processor.
public enum NibbleScan {
  /// How many queries a batch has.
  public static let batchCount = Int(code_batch)

  /// Writes about ⟨query, row⟩ for each of `rowCount` rows.
  ///
  /// - Parameters:
  ///   - query: one for nibbles.
  ///   - codes: `[rowCount, query.stride / 2]`.
  ///   - scales: `[rowCount]`.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProducts(
    query: CodedQuery, codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>, rowCount: Int,
    into products: UnsafeMutablePointer<Float>, variant: CodeScan.Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    query.withView {
      nibble_dot_products(
        variant.code, $0.query, codes, scales, $0.stride / 2, rowCount, products)
    }
  }

  /// Writes about ⟨query, row⟩ for several queries and each of `rowCount` rows: codes are read
  /// from memory once for all of them.
  ///
  /// - Parameters:
  ///   - queries: up to ``batchCount``, for nibbles, of the same dimension.
  ///   - codes: `[rowCount, stride / 2]`.
  ///   - scales: `[rowCount]`.
  ///   - products: results of query q from `q * productsStride` on, for ``batchCount`` queries.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProducts(
    queries: [CodedQuery], codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>,
    rowCount: Int, into products: UnsafeMutablePointer<Float>, productsStride: Int,
    variant: CodeScan.Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported && productsStride >= rowCount)
    precondition(queries.count <= batchCount)
    precondition(queries.allSatisfy { $0.stride == queries[0].stride })
    guard let last = queries.last else { return }
    let padded = queries + Array(repeating: last, count: batchCount - queries.count)
    let scalars = padded.flatMap { $0.scalars }
    scalars.withUnsafeBufferPointer { scalars in
      let kernelQueries = padded.enumerated().map { number, query in
        code_query(
          scalars: scalars.baseAddress.map { $0 + number * last.stride }, sum: query.sum,
          scale: query.scale)
      }
      nibble_dot_products_batch(
        variant.code, kernelQueries, codes, scales, last.stride / 2, rowCount, products,
        productsStride)
    }
  }
}
