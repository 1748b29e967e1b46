extension Image {
  /// Lays stored pixels out upright.
  ///
  /// `stored` is `[height, width, 3]` as in the file; the result has its sides swapped where the
  /// orientation says so. Pixels are visited in tiles of 64 × 64, so that both sides stay in cache.
  static func upright(
    storedWidth width: Int, height: Int, pixels stored: [UInt8], orientation: ExifOrientation
  ) -> Image {
    guard orientation != .upright else {
      return Image(width: width, height: height, pixels: stored)
    }
    let uprightWidth = orientation.swapsSides ? height : width
    let uprightHeight = orientation.swapsSides ? width : height
    // Where the stored pixel (row, column) goes: base + row · rowStep + column · columnStep.
    let (base, rowStep, columnStep) =
      switch orientation {
      case .upright: (0, uprightWidth, 1)
      case .mirrored: (width - 1, width, -1)
      case .turnedHalf: (width * height - 1, -width, -1)
      case .flipped: ((height - 1) * width, -width, 1)
      case .transposed: (0, 1, height)
      case .turnedRight: (height - 1, -1, height)
      case .transversed: (width * height - 1, -1, -height)
      case .turnedLeft: ((width - 1) * height, 1, -height)
      }
    // The inner loop writes neighbours: along a stored row, or down a column where sides swap.
    let swaps = orientation.swapsSides
    let (outerStep, innerStep) = swaps ? (columnStep, rowStep) : (rowStep, columnStep)
    let (outerStride, innerStride) = swaps ? (1, width) : (width, 1)
    let (outerCount, innerCount) = swaps ? (width, height) : (height, width)
    let tile = 64
    let pixels = [UInt8](unsafeUninitializedCapacity: stored.count) { upright, count in
      stored.withUnsafeBufferPointer { stored in
        for firstOuter in stride(from: 0, to: outerCount, by: tile) {
          for firstInner in stride(from: 0, to: innerCount, by: tile) {
            let length = min(tile, innerCount - firstInner)
            for outer in firstOuter..<min(firstOuter + tile, outerCount) {
              var source = 3 * (outer * outerStride + firstInner * innerStride)
              var target = 3 * (base + outer * outerStep + firstInner * innerStep)
              for _ in 0..<length {
                upright[target] = stored[source]
                upright[target + 1] = stored[source + 1]
                upright[target + 2] = stored[source + 2]
                source += 3 * innerStride
                target += 3 * innerStep
              }
            }
          }
        }
      }
      count = stored.count
    }
    return Image(width: uprightWidth, height: uprightHeight, pixels: pixels)
  }
}
