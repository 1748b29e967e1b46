import Kernels

extension Variable {
  /// Convolves each channel with a 3 × 3 kernel of its own, zeros around the image; `torch.nn.Conv2d` with
  /// as many groups as channels.
  ///
  /// Self is images one after the other, a pixel a row: `[images · extent², channels]`.
  ///
  /// - Parameters:
  ///   - weights: `[channels, 9]`.
  ///   - bias: `[1, channels]`.
  ///   - extent: height and width of an image.
  ///   - stride: pixels between neighbouring receptive fields.
  public func depthwise(
    _ weights: Variable, bias: Variable, extent: Int, stride: Int
  ) -> Variable {
    let filter = DepthwiseFilter(
      taps: weights.value.transposed, extent: extent, stride: stride,
      threads: max(threads, weights.threads))
    let input = value
    return .recording(
      filter.apply(to: input, bias: bias.value), from: [self, weights, bias]
    ) { derivatives in
      let (byInput, byTaps) = filter.derivatives(derivatives, of: input)
      return [byInput, byTaps.transposed, derivatives.sumOfRows]
    }
  }
}

/// A depthwise convolution with kernels of 3 × 3.
private struct DepthwiseFilter {
  /// `[9, channels]`.
  let taps: Matrix
  let extent: Int
  let stride: Int
  let threads: Int

  private var outputExtent: Int { (extent - 1) / stride + 1 }

  /// The images of a batch, a pixel a row.
  func apply(to input: Matrix, bias: Matrix) -> Matrix {
    let (extent, side, channels) = (extent, outputExtent, input.columns)
    let images = input.rows / (extent * extent)
    precondition(input.rows == images * extent * extent && taps.columns == channels)
    let shape = ConvolutionShape(
      height: extent, width: extent, channels: channels, kernel: 3, stride: stride, padding: 1)
    let count = images * side * side * channels
    let output = [Float](unsafeUninitializedCapacity: count) { output, initialized in
      initialized = count
      guard let output = output.baseAddress else { return }
      input.scalars.withPointer { input in
        taps.scalars.withPointer { taps in
          bias.scalars.withPointer { bias in
            RowBlocks.forEach(of: images, threads: threads) { block in
              for line in block.lowerBound * side..<block.upperBound * side {
                let (image, row) = line.quotientAndRemainder(dividingBy: side)
                let rows = (0..<3).map { tap -> UnsafePointer<Float>? in
                  let above = row * stride + tap - 1
                  guard (0..<extent).contains(above) else { return nil }
                  return input + (image * extent + above) * extent * channels
                }
                rows.withUnsafeBufferPointer {
                  Convolution.depthwiseRow(
                    shape, rows: $0, weights: taps, bias: bias,
                    into: output + line * side * channels)
                }
              }
            }
          }
        }
      }
    }
    return Matrix(rows: images * side * side, columns: channels, scalars: output)
  }

  /// Those by the input and by the taps. The sums of each image are added in the order of the images,
  /// so that they do not depend on the number of threads.
  func derivatives(_ derivatives: Matrix, of input: Matrix) -> (input: Matrix, taps: Matrix) {
    let (extent, stride, side, channels) = (extent, stride, outputExtent, input.columns)
    let images = input.rows / (extent * extent)
    var byInput = Matrix(rows: input.rows, columns: channels)
    var sums = Matrix(rows: images, columns: 9 * channels)
    byInput.scalars.withMutablePointer { byInput in
      sums.scalars.withMutablePointer { sums in
        input.scalars.withPointer { input in
          taps.scalars.withPointer { taps in
            derivatives.scalars.withPointer { derivatives in
              RowBlocks.forEach(of: images, threads: threads) { block in
                for line in block.lowerBound * side..<block.upperBound * side {
                  let (image, y) = line.quotientAndRemainder(dividingBy: side)
                  for x in 0..<side {
                    let slope = derivatives + (line * side + x) * channels
                    for tap in 0..<9 {
                      let (row, column) = (y * stride + tap / 3 - 1, x * stride + tap % 3 - 1)
                      guard (0..<extent).contains(row), (0..<extent).contains(column) else {
                        continue
                      }
                      let pixel = ((image * extent + row) * extent + column) * channels
                      let (source, target) = (input + pixel, byInput + pixel)
                      let weight = taps + tap * channels
                      let sum = sums + (image * 9 + tap) * channels
                      for channel in 0..<channels {
                        target[channel] += weight[channel] * slope[channel]
                        sum[channel] += source[channel] * slope[channel]
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return (
      byInput, Matrix(rows: 9, columns: channels, scalars: sums.sumOfRows.scalars)
    )
  }
}

extension [Float] {
  /// Lends the address of at least one scalar.
  func withPointer(_ body: (UnsafePointer<Float>) -> Void) {
    withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
  }

  /// Lends the address of at least one scalar, to write there.
  mutating func withMutablePointer(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
  }
}
