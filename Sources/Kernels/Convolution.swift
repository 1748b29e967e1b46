import CKernels

/// The geometry of a convolution with square kernels over one image, the same in both directions.
public struct ConvolutionShape: Sendable, Equatable {
  /// Rows of the input.
  public let height: Int
  /// Columns of the input.
  public let width: Int
  /// Channels of the input.
  public let channels: Int
  /// Side of the kernel, in pixels.
  public let kernel: Int
  /// Pixels between neighbouring receptive fields.
  public let stride: Int
  /// Zeros assumed around the image, in pixels; fewer than the kernel's side.
  public let padding: Int

  /// Traps unless the kernel fits into the padded image.
  public init(
    height: Int, width: Int, channels: Int, kernel: Int, stride: Int = 1, padding: Int = 0
  ) {
    precondition(height > 0 && width > 0 && channels > 0 && kernel > 0 && stride > 0)
    precondition(padding >= 0 && padding < kernel)
    precondition(min(height, width) + 2 * padding >= kernel)
    self.height = height
    self.width = width
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// Rows of the output.
  public var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
  /// Columns of the output.
  public var outputWidth: Int { (width + 2 * padding - kernel) / stride + 1 }

  var geometry: neural_convolution {
    neural_convolution(
      height: height, width: width, channels: channels, kernel: kernel, stride: stride,
      padding: padding, output_height: outputHeight, output_width: outputWidth)
  }
}

/// Convolutions over images in `[height, width, channels]`.
public enum Convolution {
  /// One row of a depthwise convolution, which gives each channel a kernel of its own.
  ///
  /// - Parameters:
  ///   - rows: the kernel's rows of the input, nil where they lie above or below the image.
  ///   - weights: `[kernel, kernel, channels]`.
  ///   - bias: `[channels]`.
  ///   - bounds: every result is clamped to it.
  ///   - output: `[outputWidth, channels]`.
  public static func depthwiseRow(
    _ shape: ConvolutionShape, rows: UnsafeBufferPointer<UnsafePointer<Float>?>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    clampedTo bounds: ClosedRange<Float>? = nil, into output: UnsafeMutablePointer<Float>,
    instructionSet: InstructionSet = .best
  ) {
    precondition(rows.count == shape.kernel)
    var geometry = shape.geometry
    neural_depthwise_row(
      instructionSet.kernels, &geometry, rows.baseAddress, weights, bias,
      bounds?.lowerBound ?? -.infinity, bounds?.upperBound ?? .infinity, output)
  }

  /// Copies rows of an image, some of which may lie above or below it, and surrounds them with
  /// zeros, so that a convolution need not ask where the image ends.
  ///
  /// - Parameters:
  ///   - channels: the input channels to take.
  ///   - rows: from the first row's number, which may be negative.
  ///   - padded: `[rows.count, width + 2 · padding, channels.count]`.
  public static func pad(
    _ shape: ConvolutionShape, input: UnsafePointer<Float>, channels: Range<Int>,
    rows: Range<Int>, into padded: UnsafeMutablePointer<Float>
  ) {
    precondition(channels.lowerBound >= 0 && channels.upperBound <= shape.channels)
    var geometry = shape.geometry
    neural_pad(
      &geometry, input, channels.lowerBound, channels.count, rows.lowerBound, rows.count, padded)
  }

  /// The mean over all pixels of `[pixels, channels]`, channel by channel.
  public static func mean(
    _ input: UnsafePointer<Float>, pixels: Int, channels: Int,
    into output: UnsafeMutablePointer<Float>, instructionSet: InstructionSet = .best
  ) {
    precondition(pixels > 0)
    neural_mean(instructionSet.kernels, input, pixels, channels, output)
  }
}
