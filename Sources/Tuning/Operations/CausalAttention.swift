import Glibc

extension Variable {
  /// Scaled dot-product attention within each of several sequences, in which a token sees itself and those
  /// before it ("Attention is all you need", section 3.2).
  ///
  /// Self is the queries, keys and values of all tokens, one sequence after the other,
  /// `[tokens, 3 · heads · headWidth]`; the result is `[tokens, heads · headWidth]`.
  ///
  /// - Parameter lengths: the tokens of each sequence.
  public func causalAttention(lengths: [Int], heads: Int) -> Variable {
    let attention = CausalAttention(
      lengths: lengths, heads: heads, width: value.columns / 3, threads: threads)
    precondition(value.columns == 3 * attention.headWidth * heads)
    precondition(value.rows == lengths.reduce(0, +))
    let projected = value
    let (output, shares) = attention.apply(to: projected)
    return .recording(output, from: [self]) { derivatives in
      [attention.derivatives(derivatives, of: projected, shares: shares)]
    }
  }
}

/// Attention over sequences of different lengths.
private struct CausalAttention {
  let lengths: [Int]
  let heads: Int
  let width: Int
  let threads: Int
  let headWidth: Int
  private let scale: Float
  /// The first token of each sequence.
  private let starts: [Int]
  /// Where the shares of each sequence begin; `[heads, length, length]` each.
  private let shareStarts: [Int]

  init(lengths: [Int], heads: Int, width: Int, threads: Int) {
    self.lengths = lengths
    self.heads = heads
    self.width = width
    self.threads = threads
    headWidth = width / heads
    scale = 1 / Float(headWidth).squareRoot()
    var (starts, shareStarts) = ([0], [0])
    for length in lengths {
      starts.append(starts[starts.count - 1] + length)
      shareStarts.append(shareStarts[shareStarts.count - 1] + heads * length * length)
    }
    (self.starts, self.shareStarts) = (starts, shareStarts)
  }

  /// The result, and how much each token takes from each other.
  func apply(to projected: Matrix) -> (output: Matrix, shares: [Float]) {
    var output = Matrix(rows: projected.rows, columns: width)
    var shares = [Float](repeating: 0, count: shareStarts[lengths.count])
    projected.scalars.withPointer { projected in
      output.scalars.withMutablePointer { output in
        shares.withMutablePointer { shares in
          forEachHead { tokens, offset, shareStart in
            for query in 0..<tokens.count {
              let row = shares + shareStart + query * tokens.count
              let queries = projected + (tokens.lowerBound + query) * 3 * width + offset
              var largest = -Float.infinity
              for key in 0...query {
                let keys = projected + (tokens.lowerBound + key) * 3 * width + width + offset
                row[key] = scale * dot(queries, keys)
                largest = max(largest, row[key])
              }
              var sum: Float = 0
              for key in 0...query {
                row[key] = expf(row[key] - largest)
                sum += row[key]
              }
              let target = output + (tokens.lowerBound + query) * width + offset
              for key in 0...query {
                row[key] /= sum
                let values = projected + (tokens.lowerBound + key) * 3 * width + 2 * width + offset
                add(values, times: row[key], to: target)
              }
            }
          }
        }
      }
    }
    return (output, shares)
  }

  /// Those by queries, keys and values.
  func derivatives(_ derivatives: Matrix, of projected: Matrix, shares: [Float]) -> Matrix {
    var result = Matrix(rows: projected.rows, columns: projected.columns)
    projected.scalars.withPointer { projected in
      derivatives.scalars.withPointer { derivatives in
        shares.withPointer { shares in
          result.scalars.withMutablePointer { result in
            forEachHead { tokens, offset, shareStart in
              for query in 0..<tokens.count {
                let row = shares + shareStart + query * tokens.count
                let queryPlace = (tokens.lowerBound + query) * 3 * width + offset
                let slope = derivatives + (tokens.lowerBound + query) * width + offset
                func place(_ key: Int) -> Int { (tokens.lowerBound + key) * 3 * width + offset }
                var mean: Float = 0
                for key in 0...query {
                  mean += row[key] * dot(slope, projected + place(key) + 2 * width)
                }
                for key in 0...query {
                  let (keyPlace, valuePlace) = (place(key) + width, place(key) + 2 * width)
                  add(slope, times: row[key], to: result + valuePlace)
                  let score = scale * row[key] * (dot(slope, projected + valuePlace) - mean)
                  add(projected + keyPlace, times: score, to: result + queryPlace)
                  add(projected + queryPlace, times: score, to: result + keyPlace)
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Calls `body` for each head of each sequence with its tokens, the first column of the head and where
  /// its shares begin; several sequences at once.
  private func forEachHead(
    _ body: (_ tokens: Range<Int>, _ offset: Int, _ shareStart: Int) -> Void
  ) {
    RowBlocks.forEach(of: lengths.count, threads: threads) { block in
      for sequence in block {
        let length = lengths[sequence]
        for head in 0..<heads {
          body(
            starts[sequence]..<starts[sequence] + length, head * headWidth,
            shareStarts[sequence] + head * length * length)
        }
      }
    }
  }

  private func dot(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>) -> Float {
    var sum: Float = 0
    for index in 0..<headWidth { sum += first[index] * second[index] }
    return sum
  }

  private func add(
    _ source: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<headWidth { target[index] += factor * source[index] }
  }
}
