import Dispatch
public import Kernels

extension Matrix {
  /// self · weightsᵀ + bias, `[rows, weights.rows]`; with `.inputsFirst` self · weights + bias.
  ///
  /// Each row's result is computed by one thread in one order: it does not depend on their number.
  ///
  /// - Parameter bias: `[1, outputs]`; nil for zeros.
  public func multiplied(
    by weights: Matrix, layout: PackedMatrix.Layout = .outputsFirst, bias: Matrix? = nil,
    threads: Int = 1
  ) -> Matrix {
    let (inputs, outputs) =
      layout == .outputsFirst
      ? (weights.columns, weights.rows) : (weights.rows, weights.columns)
    precondition(columns == inputs, "rows of \(columns) meet weights for \(inputs)")
    let packed = PackedMatrix(
      weights: weights.scalars, bias: bias?.scalars, inputs: inputs, outputs: outputs,
      layout: layout)
    let product = [Float](unsafeUninitializedCapacity: rows * outputs) { product, count in
      count = rows * outputs
      guard count > 0 else { return }
      scalars.withUnsafeBufferPointer { scalars in
        RowBlocks.forEach(of: rows, threads: threads) { block in
          guard let rows = scalars.baseAddress, let output = product.baseAddress else { return }
          packed.multiply(
            rows + block.lowerBound * inputs, count: block.count,
            into: output + block.lowerBound * outputs)
        }
      }
    }
    return Matrix(rows: rows, columns: outputs, scalars: product)
  }
}

/// The rows of a matrix in as many blocks as there are threads to work on them.
enum RowBlocks {
  /// A block of fewer rows is not worth a thread.
  private static let fewest = 32

  /// Runs `body` on each block, several at once; blocks are disjoint and cover `0 ..< rows`.
  static func forEach(
    of rows: Int, threads: Int, _ body: (Range<Int>) -> Void
  ) {
    let blocks = min(threads, rows / fewest)
    guard blocks > 1 else { return body(0..<rows) }
    // Threads share only what `body` reads, and write apart: its blocks are disjoint.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      body(rows * block / blocks..<rows * (block + 1) / blocks)
    }
  }
}
