import Kernels

extension FeatureMap {
  /// Writes the mean over all pixels, `[channels]`: global average pooling.
  public func average(into output: UnsafeMutablePointer<Float>) {
    Convolution.mean(base, pixels: height * width, channels: channels, into: output)
  }
}
