extension FeatureMap {
  /// Writes the means of squares of `side × side` pixels that do not overlap; rows and columns that
  /// fill no square are left out. `torch.nn.AvgPool2d`.
  public func averaged(side: Int, into output: UnsafeMutablePointer<Float>) -> FeatureMap {
    let result = FeatureMap(
      output, height: height / side, width: width / side, channels: channels)
    let factor = 1 / Float(side * side)
    for row in 0..<result.height {
      for column in 0..<result.width {
        let mean = output + (row * result.width + column) * channels
        let corner = base + (row * side * width + column * side) * channels
        for channel in 0..<channels { mean[channel] = corner[channel] * factor }
        for tap in 1..<side * side {
          let pixel = corner + (tap / side * width + tap % side) * channels
          for channel in 0..<channels { mean[channel] += pixel[channel] * factor }
        }
      }
    }
    return result
  }

  /// Replaces negative scalars by zero, for sums that an activation follows.
  public func rectify() {
    for index in 0..<count { base[index] = max(base[index], 0) }
  }
}
