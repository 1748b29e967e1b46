internal import CKernels

/// Antialiased resampling of 8-bit RGB, byte for byte what Pillow's `resize` gives.
public enum Resampling {
  /// The kernels by which pixels are weighted; each widens with the reduction.
  public enum Filter: Sendable {
    /// Keys' cubic with a = −0.5; BICUBIC of Pillow.
    case bicubic
    /// A triangle; BILINEAR of Pillow.
    case bilinear
  }

  /// The part of a resampled picture that is computed; width and height are positive.
  public struct Window: Sendable, Equatable {
    /// First column and row, in pixels of the resampled picture.
    public var x, y: Int
    /// Columns and rows.
    public var width, height: Int

    /// Traps later, in `apply`, if it does not lie inside the resampled picture.
    public init(x: Int, y: Int, width: Int, height: Int) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }
  }

  /// Maps the whole of `source` to `width` × `height` and writes the `window` of the result.
  ///
  /// - Parameters:
  ///   - source: `[sourceHeight, sourceWidth, 3]`, tightly packed.
  ///   - destination: the window's first pixel; its rows begin `destinationStride` bytes apart.
  ///   - isPortable: without vector units, to compare with.
  public static func apply(
    _ filter: Filter, source: UnsafeBufferPointer<UInt8>, sourceWidth: Int, sourceHeight: Int,
    width: Int, height: Int, window: Window,
    destination: UnsafeMutableBufferPointer<UInt8>, destinationStride: Int,
    isPortable: Bool = false
  ) {
    precondition(sourceWidth > 0 && sourceHeight > 0 && width > 0 && height > 0)
    precondition(source.count >= sourceWidth * sourceHeight * 3)
    precondition(window.x >= 0 && window.width > 0 && window.width <= width - window.x)
    precondition(window.y >= 0 && window.height > 0 && window.height <= height - window.y)
    precondition(
      destinationStride >= window.width * 3
        && destination.count >= destinationStride * (window.height - 1) + window.width * 3)
    var request = resize_request(
      source: source.baseAddress, source_width: sourceWidth, source_height: sourceHeight,
      width: width, height: height,
      window_x: window.x, window_y: window.y,
      window_width: window.width, window_height: window.height,
      destination: destination.baseAddress, destination_stride: destinationStride,
      filter: filter == .bilinear ? RESIZE_BILINEAR : RESIZE_BICUBIC)
    let outcome = isPortable ? resize_rgb_portable(&request) : resize_rgb(&request)
    precondition(outcome == 0, "no memory to resize an image")
  }
}
