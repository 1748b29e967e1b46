internal import Kernels

/// How a picture of any shape becomes a square.
public enum Fit: String, Codable, Sendable, CaseIterable {
  /// Both sides resized to the square's, the shape given up.
  case squash
  /// The longest side resized to the square's, the rest of it white on both sides.
  case pad
  /// The shortest side resized to the square's, what stands out on both sides cut off.
  case crop
}

extension Image {
  /// Bicubic (a = −0.5), antialiased, byte for byte Pillow's `resize((width, height), BICUBIC)`.
  public func resized(width: Int, height: Int) -> Image {
    guard width != self.width || height != self.height else { return self }
    let window = Resampling.Window(x: 0, y: 0, width: width, height: height)
    return Image(
      width: width, height: height, pixels: resampled(width: width, height: height, window: window))
  }

  /// The square of `side` pixels that a model sees.
  ///
  /// The free side is rounded half up and is at least 1; an odd remainder falls to the right and to
  /// the bottom (⌊remainder / 2⌋ before).
  public func fitted(to side: Int, fit: Fit) -> Image {
    precondition(side > 0, "a square has a side")
    switch fit {
    case .squash:
      return resized(width: side, height: side)
    case .pad:
      let size = scaled(side, reference: max(width, height))
      let (left, top) = ((side - size.width) / 2, (side - size.height) / 2)
      let layer = resized(width: size.width, height: size.height)
      guard size != (side, side) else { return layer }
      var square = [UInt8](repeating: 255, count: side * side * 3)
      for row in 0..<size.height {
        let source = row * size.width * 3
        let target = ((top + row) * side + left) * 3
        square.replaceSubrange(
          target..<target + size.width * 3, with: layer.pixels[source..<source + size.width * 3])
      }
      return Image(width: side, height: side, pixels: square)
    case .crop:
      let size = scaled(side, reference: min(width, height))
      guard size != (width, height) || size != (side, side) else { return self }
      let window = Resampling.Window(
        x: (size.width - side) / 2, y: (size.height - side) / 2, width: side, height: side)
      // Only the window is computed: a strip 1 × 60,000 would be resized to billions of pixels.
      return Image(
        width: side, height: side,
        pixels: resampled(width: size.width, height: size.height, window: window))
    }
  }

  /// The picture with its longest side at most `maximumSide`, its shape kept; never enlarged.
  public func thumbnail(maximumSide: Int) -> Image {
    precondition(maximumSide > 0, "a thumbnail has a side")
    guard max(width, height) > maximumSide else { return self }
    let size = scaled(maximumSide, reference: max(width, height))
    return resized(width: size.width, height: size.height)
  }

  /// Both sides times `side` / `reference`, rounded half up, at least 1.
  private func scaled(_ side: Int, reference: Int) -> (width: Int, height: Int) {
    func scaled(_ length: Int) -> Int { max(1, (2 * length * side + reference) / (2 * reference)) }
    return (scaled(width), scaled(height))
  }

  func resampled(
    width: Int, height: Int, window: Resampling.Window, filter: Resampling.Filter = .bicubic
  ) -> [UInt8] {
    let count = window.width * window.height * 3
    return [UInt8](unsafeUninitializedCapacity: count) { destination, initializedCount in
      pixels.withUnsafeBufferPointer { source in
        Resampling.apply(
          filter, source: source, sourceWidth: self.width, sourceHeight: self.height,
          width: width, height: height, window: window,
          destination: destination, destinationStride: window.width * 3)
      }
      initializedCount = count
    }
  }
}
