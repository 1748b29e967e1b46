import Imaging

/// Pictures for tests.
enum TestPicture {
  static func png(width: Int, height: Int, pixels: [UInt8]) -> [UInt8] {
    ImageEncoder.png(Image(width: width, height: height, pixels: pixels))
  }
}
