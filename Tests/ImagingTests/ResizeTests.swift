import Imaging
import Kernels
import Testing

@Suite("Resizing")
struct ResizeTests {
  @Test("gives Pillow's bytes", arguments: Corpus.resizes)
  func goldens(golden: Corpus.Resize) {
    let source = noise(width: golden.source[0], height: golden.source[1], kind: golden.kind)
    let resized = source.resized(width: golden.target[0], height: golden.target[1])
    let differing = zip(resized.pixels, golden.pixels).count { $0 != $1 }
    #expect(resized.pixels.count == golden.pixels.count)
    #expect(differing == 0)
  }

  @Test("gives the same bytes with and without vector units, at 300 random sizes")
  func vectorUnits() {
    var generator = SplitMix(state: 11)
    for round in 0..<300 {
      let side = { (generator: inout SplitMix) in Int.random(in: 1...90, using: &generator) }
      let source = noise(
        width: side(&generator), height: side(&generator),
        kind: round % 2 == 0 ? "noise" : "extremes")
      let (width, height) = (side(&generator), side(&generator))
      let results = [false, true].map { isPortable in
        resampled(
          source, width: width, height: height,
          window: .init(x: 0, y: 0, width: width, height: height), isPortable: isPortable)
      }
      #expect(results[0] == results[1])
    }
  }

  @Test("of a window gives that part of the whole, at 200 random windows")
  func windows() {
    var generator = SplitMix(state: 12)
    for _ in 0..<200 {
      let source = noise(
        width: .random(in: 1...60, using: &generator),
        height: .random(in: 1...60, using: &generator))
      let width = Int.random(in: 1...60, using: &generator)
      let height = Int.random(in: 1...60, using: &generator)
      let x = Int.random(in: 0..<width, using: &generator)
      let y = Int.random(in: 0..<height, using: &generator)
      let window = Resampling.Window(
        x: x, y: y, width: .random(in: 1...(width - x), using: &generator),
        height: .random(in: 1...(height - y), using: &generator))
      let part = resampled(source, width: width, height: height, window: window)
      let whole = source.resized(width: width, height: height)
      #expect(part == cropped(whole, window).pixels)
    }
  }

  @Test("keeps a flat colour and a picture of the size asked for")
  func invariants() {
    let flat = Image(
      width: 13, height: 7, pixels: (0..<13 * 7).flatMap { _ in [200, 3, 97] as [UInt8] })
    let larger = flat.resized(width: 40, height: 31)
    #expect(larger.pixels == (0..<40 * 31).flatMap { _ in [200, 3, 97] as [UInt8] })
    let picture = noise(width: 9, height: 5)
    #expect(picture.resized(width: 9, height: 5) == picture)
  }

  // MARK: Fit

  @Test("by squashing ignores the shape")
  func squash() {
    let picture = noise(width: 30, height: 20)
    #expect(picture.fitted(to: 12, fit: .squash) == picture.resized(width: 12, height: 12))
  }

  @Test(
    "by padding centres the picture on white, the odd pixel to the right and below",
    arguments: [
      // width, height, then the resized size and where it stands in a square of 16
      (32, 20, 16, 10, 0, 3), (20, 32, 10, 16, 3, 0), (32, 22, 16, 11, 0, 2),
      (64, 2, 16, 1, 0, 7), (1, 64, 1, 16, 7, 0), (64, 10, 16, 3, 0, 6), (8, 4, 16, 8, 0, 4),
      (16, 16, 16, 16, 0, 0),
    ])
  func pad(
    width: Int, height: Int, resizedWidth: Int, resizedHeight: Int, left: Int, top: Int
  ) {
    let picture = noise(width: width, height: height)
    let square = picture.fitted(to: 16, fit: .pad)
    let layer = picture.resized(width: resizedWidth, height: resizedHeight)
    #expect((square.width, square.height) == (16, 16))
    for y in 0..<16 {
      for x in 0..<16 {
        let inside =
          (left..<left + resizedWidth).contains(x) && (top..<top + resizedHeight).contains(y)
        #expect(
          pixel(square, x, y) == (inside ? pixel(layer, x - left, y - top) : [255, 255, 255]))
      }
    }
  }

  @Test(
    "by cropping takes the middle of the picture whose shortest side was resized",
    arguments: [(32, 20), (20, 32), (17, 40), (16, 16), (100, 16), (5, 3), (1, 300)])
  func crop(width: Int, height: Int) {
    let picture = noise(width: width, height: height)
    let square = picture.fitted(to: 16, fit: .crop)
    let shortest = Double(min(width, height))
    let resizedWidth = Int((Double(width) * 16 / shortest).rounded())
    let resizedHeight = Int((Double(height) * 16 / shortest).rounded())
    let resized = picture.resized(width: resizedWidth, height: resizedHeight)
    let window = Resampling.Window(
      x: (resizedWidth - 16) / 2, y: (resizedHeight - 16) / 2, width: 16, height: 16)
    #expect(square == cropped(resized, window))
  }

  @Test("a strip 1 × 60,000 is cropped without resizing all of it")
  func strip() {
    let strip = Image(width: 1, height: 60_000, pixels: [UInt8](repeating: 90, count: 180_000))
    #expect(strip.fitted(to: 192, fit: .crop).pixels.allSatisfy { $0 == 90 })
    #expect(strip.fitted(to: 192, fit: .pad).height == 192)
  }

  @Test("to a thumbnail keeps the shape and never enlarges")
  func thumbnails() {
    let wide = noise(width: 100, height: 30).thumbnail(maximumSide: 40)
    #expect((wide.width, wide.height) == (40, 12))
    let thin = noise(width: 1, height: 200).thumbnail(maximumSide: 50)
    #expect((thin.width, thin.height) == (1, 50))
    let small = noise(width: 10, height: 8)
    #expect(small.thumbnail(maximumSide: 40) == small)
  }

  // MARK: Reference

  private func resampled(
    _ source: Image, width: Int, height: Int, window: Resampling.Window, isPortable: Bool = false
  ) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: window.width * window.height * 3)
    source.pixels.withUnsafeBufferPointer { source_ in
      pixels.withUnsafeMutableBufferPointer { destination in
        Resampling.apply(
          .bicubic, source: source_, sourceWidth: source.width, sourceHeight: source.height,
          width: width, height: height, window: window,
          destination: destination, destinationStride: window.width * 3, isPortable: isPortable)
      }
    }
    return pixels
  }

  private func pixel(_ image: Image, _ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * image.width + x) * 3
    return Array(image.pixels[start..<start + 3])
  }

  private func cropped(_ image: Image, _ window: Resampling.Window) -> Image {
    let pixels = (window.y..<window.y + window.height).flatMap { y in
      (window.x..<window.x + window.width).flatMap { x in pixel(image, x, y) }
    }
    return Image(width: window.width, height: window.height, pixels: pixels)
  }
}
