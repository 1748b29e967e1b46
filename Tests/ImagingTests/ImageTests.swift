import Imaging
import Testing

@Suite("Pictures")
struct ImageTests {
  @Test("are blank when no channel spans more than four values")
  func blank() {
    #expect(flat(16, 16).isBlank)
    #expect(flat(1, 1).isBlank)
    var pixels = flat(16, 16).pixels
    pixels[300] = 104
    #expect(Image(width: 16, height: 16, pixels: pixels).isBlank)
    pixels[767] = 95
    #expect(!Image(width: 16, height: 16, pixels: pixels).isBlank)
    pixels[767] = 100
    pixels[301] = 105
    #expect(!Image(width: 16, height: 16, pixels: pixels).isBlank)
    #expect(!noise(width: 5, height: 5).isBlank)
  }

  @Test("that are blank stay so through a JPEG", arguments: [50, 75, 90])
  func blankJPEG(quality: Int) throws {
    let bytes = ImageEncoder.jpeg(flat(64, 48), quality: quality)
    #expect(try ImageDecoder.decode(bytes).image.isBlank)
  }

  @Test("come back from PNG unchanged", arguments: [(1, 1), (7, 3), (100, 41)])
  func encodedPNG(width: Int, height: Int) throws {
    let picture = noise(width: width, height: height)
    #expect(try ImageDecoder.decode(ImageEncoder.png(picture)).image == picture)
  }

  @Test("come back from JPEG nearly unchanged")
  func encodedJPEG() throws {
    // Smooth, since detail of single pixels loses its chroma to 4:2:0.
    let picture = noise(width: 6, height: 5).resized(width: 60, height: 50)
    let bytes = ImageEncoder.jpeg(picture, quality: 95)
    let decoded = try ImageDecoder.decode(bytes).image
    #expect(meanDifference(decoded, picture) < 2)
    let smaller = ImageEncoder.jpeg(picture, quality: 30)
    #expect(smaller.count < bytes.count)
  }

  private func flat(_ width: Int, _ height: Int) -> Image {
    Image(width: width, height: height, pixels: [UInt8](repeating: 100, count: width * height * 3))
  }
}

@Suite("A JPEG decoded at a reduced scale")
struct ReducedScaleTests {
  /// 640 × 480 with detail down to single pixels, as a photograph has.
  private static let photograph: [UInt8] = {
    let coarse = noise(width: 12, height: 9).resized(width: 640, height: 480)
    let middle = noise(width: 80, height: 60).resized(width: 640, height: 480)
    let fine = noise(width: 640, height: 480)
    let pixels = coarse.pixels.indices.map { index in
      let sum = 10 * Int(coarse.pixels[index]) + 4 * Int(middle.pixels[index])
      return UInt8((sum + Int(fine.pixels[index])) / 15)
    }
    return ImageEncoder.jpeg(Image(width: 640, height: 480, pixels: pixels), quality: 90)
  }()

  @Test(
    "keeps twice the target on both sides",
    arguments: [
      (30, 80, 60), (31, 160, 120), (60, 160, 120), (61, 320, 240), (120, 320, 240),
      (121, 640, 480), (500, 640, 480),
    ])
  func scales(target: Int, width: Int, height: Int) throws {
    let decoded = try ImageDecoder.decode(Self.photograph, targetSide: target)
    #expect((decoded.image.width, decoded.image.height) == (width, height))
    #expect((decoded.width, decoded.height) == (640, 480))
  }

  @Test("resizes to nearly the pixels of the full scale", arguments: [30, 60, 120])
  func nearness(target: Int) throws {
    let full = try ImageDecoder.decode(Self.photograph).image
    let reduced = try ImageDecoder.decode(Self.photograph, targetSide: target).image
    let difference = meanDifference(
      full.fitted(to: target, fit: .squash), reduced.fitted(to: target, fit: .squash))
    // A box filter before the cubic one: about 1/255 at exactly twice the target, the worst case.
    #expect(difference > 0)
    #expect(difference < 2)
  }

  @Test("is turned as well", arguments: 1...8)
  func orientation(value: Int) throws {
    let bytes = Corpus.bytes(of: "jpeg/orientation-\(value).jpg")
    let stored = try ImageDecoder.decode(
      Corpus.bytes(of: "jpeg/orientation-1.jpg"), targetSide: 10)
    let reduced = try ImageDecoder.decode(bytes, targetSide: 10)
    let (width, height) = (stored.image.width, stored.image.height)
    #expect((width, height) == (31, 22))
    let swaps = value > 4
    #expect((reduced.image.width, reduced.image.height) == (swaps ? (22, 31) : (31, 22)))
    #expect((reduced.width, reduced.height) == (swaps ? (43, 61) : (61, 43)))
    // EXIF 2.32, 4.6.4: on which sides of the upright picture the stored first row and column lie.
    let pixels = (0..<reduced.image.height).flatMap { y in
      (0..<reduced.image.width).flatMap { x in
        let (column, row) =
          switch value {
          case 1: (x, y)
          case 2: (width - 1 - x, y)
          case 3: (width - 1 - x, height - 1 - y)
          case 4: (x, height - 1 - y)
          case 5: (y, x)
          case 6: (y, height - 1 - x)
          case 7: (width - 1 - y, height - 1 - x)
          default: (width - 1 - y, x)
          }
        let start = (row * width + column) * 3
        return stored.image.pixels[start..<start + 3]
      }
    }
    #expect(reduced.image.pixels == pixels)
  }

  @Test("leaves other formats at full scale")
  func otherFormats() throws {
    let decoded = try ImageDecoder.decode(Corpus.bytes(of: "png/rgb-8.png"), targetSide: 2)
    #expect(decoded.image.width == 61)
  }
}
