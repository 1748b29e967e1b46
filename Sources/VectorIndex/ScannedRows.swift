import Kernels

extension SearchPlan.Comparison {
  /// Deviations of an error that products of codes stay within: of a thousand million normal
  /// errors, two do not.
  private static let certainty: Float = 6

  /// What the products of a coded query with the block's codes may be off by; nil where the block
  /// has no codes or the vectors are too long for products in single precision.
  func codeError(of query: CodedQuery, vector: [Float]) -> Double? {
    guard let codes = block.codes else { return nil }
    let norm = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard norm * Double(codes.largestRowNorm) < 1e30 else { return nil }
    let deviation = NibbleCode.deviation(
      queryNorm: Float(norm), queryScale: query.scale, rowNorm: codes.largestRowNorm,
      rowError: codes.largestError, stride: query.stride)
    return Double(Self.certainty * deviation)
  }
}

/// Products of terms with all rows of their blocks, as a first scan sees them.
final class ScannedRows {
  private let products: UnsafeMutablePointer<Float>
  private(set) var scored: [ItemScoring.ScoredBlock] = []

  /// Rows a thread takes at once: few enough to share well, enough to be worth a thread.
  static let rowsAtOnce = 4096
  /// Products with larger ones might not be finite in single precision.
  private static let largestScalar: Float = 1e15

  /// Compares all rows: by their codes where a block has them and `byCodes` allows it, else
  /// exactly.
  init(_ plan: SearchPlan, byCodes: Bool, threads: Int) {
    products = .allocate(capacity: plan.comparisons.reduce(0) { $0 + $1.block.rowCount })
    var next = products
    for comparison in plan.comparisons {
      let vector = plan.vector(of: comparison)
      var error = 0.0
      if byCodes, let codes = comparison.block.codes, codes.format == .bits,
        vector.allSatisfy({ abs($0) < Self.largestScalar })
      {
        Self.scan(
          codes, rowCount: comparison.block.rowCount, BitQuery(vector), into: next,
          threads: threads)
        error = .infinity
      } else if byCodes, let codes = comparison.block.codes, codes.format == .nibbles,
        case let query = CodedQuery(vector),
        let codeError = comparison.codeError(of: query, vector: vector)
      {
        Self.scan(codes, rowCount: comparison.block.rowCount, query, into: next, threads: threads)
        error = codeError
      } else {
        Self.scan(comparison.block, vector, into: next, threads: threads)
      }
      scored.append(ItemScoring.ScoredBlock(comparison, products: next, error: error))
      next += comparison.block.rowCount
    }
  }

  deinit {
    products.deallocate()
  }

  private static func scan(
    _ codes: VectorSnapshot.Codes, rowCount: Int, _ query: BitQuery,
    into products: UnsafeMutablePointer<Float>, threads: Int
  ) {
    nonisolated(unsafe) let products = products
    concurrently(ranges: rowCount, of: rowsAtOnce, threads: threads) { range in
      query.dotProducts(
        codes: codes.bytes + range.lowerBound * query.stride,
        scales: codes.scales + range.lowerBound, rowCount: range.count,
        into: products + range.lowerBound)
    }
  }

  private static func scan(
    _ codes: VectorSnapshot.Codes, rowCount: Int, _ query: CodedQuery,
    into products: UnsafeMutablePointer<Float>, threads: Int
  ) {
    nonisolated(unsafe) let products = products
    concurrently(ranges: rowCount, of: rowsAtOnce, threads: threads) { range in
      NibbleScan.dotProducts(
        query: query, codes: codes.bytes + range.lowerBound * query.stride,
        scales: codes.scales + range.lowerBound, rowCount: range.count,
        into: products + range.lowerBound)
    }
  }

  private static func scan(
    _ block: VectorSnapshot.Block, _ vector: [Float], into products: UnsafeMutablePointer<Float>,
    threads: Int
  ) {
    vector.withUnsafeBufferPointer { query in
      nonisolated(unsafe) let query = query
      nonisolated(unsafe) let products = products
      concurrently(ranges: block.rowCount, of: rowsAtOnce, threads: threads) { range in
        block.rows.dotProducts(query, range, into: products + range.lowerBound)
      }
    }
  }
}
