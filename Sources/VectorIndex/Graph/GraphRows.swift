import Kernels

/// The rows of a block as a graph takes them in.
struct GraphRows: Sendable {
  let block: VectorSnapshot.Block
  let dimension: Int
  let metric: Metric

  /// Checksums of the rows' scalars, by which they are known again in another snapshot.
  func digests(threads: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: block.rowCount) { digests, count in
      nonisolated(unsafe) let digests = digests
      concurrently(ranges: block.rowCount, of: 4096, threads: threads) { range in
        for row in range {
          digests.initializeElement(at: row, to: digest(of: row))
        }
      }
      count = block.rowCount
    }
  }

  func digest(of row: Int) -> UInt64 {
    Checksum.of(block.rows.bytes(of: row))
  }

  /// Sets what a node that stands for a row needs to be compared.
  func fill(_ node: Int, of nodes: GraphNodes, with row: UInt32) {
    let code = nodes.codes + node * nodes.stride
    let vector = block.rows.vector(Int(row))
    var scale = vector.withUnsafeBufferPointer { NibbleCode.encode($0, into: code).scale }
    switch metric {
    case .dot:
      nodes.offsets[node] = 0
    case .cosine:
      nodes.offsets[node] = 0
      let norm = squaredNorm(vector).squareRoot()
      scale = norm > 0 ? Float(Double(scale) / norm) : 0
    case .euclidean:
      nodes.offsets[node] = Float(squaredNorm(vector) / 2)
    }
    nodes.scales[node] = scale
  }

  private func squaredNorm(_ scalars: [Float]) -> Double {
    var sum = 0.0
    for scalar in scalars {
      sum += Double(scalar) * Double(scalar)
    }
    return sum
  }
}
