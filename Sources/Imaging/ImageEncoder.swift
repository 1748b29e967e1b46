internal import CImageCodecs

/// Pictures to bytes of a file, for contact sheets and previews.
public enum ImageEncoder {
  /// A baseline 4:2:0 JPEG; `quality` is libjpeg's scale of 1 … 100 and traps outside it.
  ///
  /// Traps above 65,500 pixels a side, the format's limit in libjpeg: thumbnails are meant.
  public static func jpeg(_ image: Image, quality: Int) -> [UInt8] {
    precondition((1...100).contains(quality), "a JPEG's quality is 1 … 100")
    precondition(max(image.width, image.height) <= 65_500, "a JPEG's side is at most 65,500")
    var length = 0
    let bytes = jpeg_codec_encode(
      image.pixels, UInt32(image.width), UInt32(image.height), CInt(quality), &length)
    return adopt(bytes, length)
  }

  /// An 8-bit RGB PNG.
  public static func png(_ image: Image) -> [UInt8] {
    var length = 0
    let bytes = png_codec_encode(
      image.pixels, UInt32(image.width), UInt32(image.height), &length)
    return adopt(bytes, length)
  }

  /// Copies and releases what an encoder returned; it returns nothing only without memory.
  private static func adopt(_ bytes: UnsafeMutablePointer<UInt8>?, _ length: Int) -> [UInt8] {
    guard let bytes else { preconditionFailure("no memory to encode an image") }
    defer { image_codec_release(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: length))
  }
}
