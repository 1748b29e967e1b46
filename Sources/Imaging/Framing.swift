internal import Kernels

/// How a published model's preprocessing makes a square of a picture: a resize, then a crop from
/// the centre, with the roundings of the library that trained it.
public struct Framing: Sendable, Equatable {
  /// The first step.
  public enum Resize: Sendable, Equatable {
    /// The shortest side resized to a length, the other in proportion, rounded down.
    case shortest(Int)
    /// The longest side resized to a length, the other in proportion, rounded to nearest.
    case longest(Int)
    /// Both sides resized to a length, the shape given up.
    case squash(Int)
    /// Nothing resized.
    case none
  }

  /// Where the square begins when an odd number of rows or columns is cut off.
  public enum CropRounding: Sendable, Equatable {
    /// One pixel less before than after; `transformers`.
    case down
    /// The even one of the two numbers; `torchvision`.
    case halfToEven
  }

  /// The kernels by which pixels are resampled.
  public enum Filter: String, Sendable {
    /// Pillow's antialiased BICUBIC.
    case bicubic
    /// Pillow's antialiased BILINEAR.
    case bilinear
  }

  /// The first step.
  public let resize: Resize
  /// The filter of the first step.
  public let filter: Filter
  /// The side of the square.
  public let side: Int
  /// Where the square begins.
  public let cropRounding: CropRounding
  /// The value of all channels where the square is larger than the picture.
  public let fill: UInt8

  /// Joins the two steps; the lengths are positive.
  public init(
    resize: Resize, filter: Filter, side: Int, cropRounding: CropRounding, fill: UInt8 = 0
  ) {
    precondition(side > 0, "a square has a side")
    self.resize = resize
    self.filter = filter
    self.side = side
    self.cropRounding = cropRounding
    self.fill = fill
  }

  /// The size of a picture after the first step.
  func resizedSize(width: Int, height: Int) -> (width: Int, height: Int) {
    switch resize {
    case .none: return (width, height)
    case .squash(let side): return (side, side)
    case .shortest(let side):
      let shortest = min(width, height)
      return (
        width == shortest ? side : side * width / shortest,
        height == shortest ? side : side * height / shortest
      )
    case .longest(let side):
      let ratio = max(Double(height) / Double(side), Double(width) / Double(side))
      func scaled(_ extent: Int) -> Int {
        max(1, Int((Double(extent) / ratio).rounded(.toNearestOrEven)))
      }
      return (scaled(width), scaled(height))
    }
  }

  /// The run of an extent that the square shows, and where in the square it begins.
  func crop(_ extent: Int) -> (source: Range<Int>, target: Int) {
    guard extent > side else { return (0..<extent, (side - extent) / 2) }
    let excess = extent - side
    let isHalfUp = cropRounding == .halfToEven && excess % 4 == 3
    let first = excess / 2 + (isHalfUp ? 1 : 0)
    return (first..<first + side, 0)
  }
}

extension Image {
  /// The square that a model sees; only the pixels it shows are computed.
  public func framed(_ framing: Framing) -> Image {
    let size = framing.resizedSize(width: width, height: height)
    let (columns, left) = framing.crop(size.width)
    let (rows, top) = framing.crop(size.height)
    let window = Resampling.Window(
      x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    let shown = resampled(
      width: size.width, height: size.height, window: window,
      filter: framing.filter == .bilinear ? .bilinear : .bicubic)
    let side = framing.side
    guard columns.count < side || rows.count < side else {
      return Image(width: side, height: side, pixels: shown)
    }
    var square = [UInt8](repeating: framing.fill, count: side * side * 3)
    let length = columns.count * 3
    for row in 0..<rows.count {
      let target = ((top + row) * side + left) * 3
      square.replaceSubrange(
        target..<target + length, with: shown[row * length..<(row + 1) * length])
    }
    return Image(width: side, height: side, pixels: square)
  }
}
