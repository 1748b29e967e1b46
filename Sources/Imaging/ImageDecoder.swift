internal import CImageCodecs

/// Bytes of a file to an upright picture.
public enum ImageDecoder {
  /// Share of a cut file's rows that must be there for its picture to be kept.
  static let leastRowFraction = 0.9

  /// Decodes by what the bytes are, never by a name.
  ///
  /// With a `targetSide` (the side a model resizes to) a JPEG is decoded at the smallest of 1/8, 2/8,
  /// 4/8 and 8/8 that leaves both sides at least twice as long, so that the antialiased resize that
  /// follows still has the say. EXIF orientation is applied; alpha is composited on white.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, targetSide: Int? = nil, limits: DecodingLimits = .standard
  ) throws(ImageError) -> DecodedImage {
    guard bytes.count > 0 else { throw ImageError.empty }
    guard bytes.count <= limits.maximumFileBytes else {
      throw ImageError.fileTooLarge(bytes: bytes.count, limit: limits.maximumFileBytes)
    }
    switch FileSignature(bytes) {
    case .image(let format):
      return try Decoding(bytes: bytes, format: format, targetSide: targetSide, limits: limits)
        .run()
    case .unsupported(let name):
      let advice =
        name.hasSuffix("video") ? "take a still picture from it" : "convert it to JPEG or PNG"
      throw ImageError(
        reason: .unsupportedFormat, format: name, detail: "\(name) is not supported; \(advice)")
    case .other(let kind):
      throw ImageError(reason: .notAnImage, format: nil, detail: "this is \(kind)")
    }
  }

  /// Decodes the contents of a file that were read already.
  public static func decode(
    _ bytes: [UInt8], targetSide: Int? = nil, limits: DecodingLimits = .standard
  ) throws(ImageError) -> DecodedImage {
    let outcome = bytes.withUnsafeBytes { bytes in
      Result { () throws(ImageError) in
        try decode(bytes, targetSide: targetSide, limits: limits)
      }
    }
    return try outcome.get()
  }
}

extension ImageError {
  static let empty = ImageError(
    reason: .empty, format: nil, detail: "the file is empty; restore or fetch it again")

  static func fileTooLarge(bytes: Int, limit: Int) -> ImageError {
    ImageError(
      reason: .tooLarge, format: nil,
      detail: "the file has \(bytes) bytes, the limit is \(limit)")
  }
}

/// One decoding: the header is judged against the limits before anything is allocated.
private struct Decoding {
  let bytes: UnsafeRawBufferPointer
  let format: ImageFormat
  let targetSide: Int?
  let limits: DecodingLimits

  func run() throws(ImageError) -> DecodedImage {
    let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    var header = image_codec_header()
    switch format {
    case .jpeg: jpeg_codec_read_header(base, bytes.count, &header)
    case .png: png_codec_read_header(base, bytes.count, &header)
    case .webp: webp_codec_read_header(base, bytes.count, &header)
    }
    try check(header.status, message: text(header.message), rows: "before the first row")
    let (width, height) = (Int(header.width), Int(header.height))
    guard width > 0, height > 0 else {
      throw refusal(.corrupt, "\(format.name) with no pixels: \(width) × \(height)")
    }
    guard height <= limits.maximumPixels / width else {
      throw refusal(
        .tooLarge,
        "\(width) × \(height) pixels are more than the limit of \(limits.maximumPixels)")
    }
    guard max(width, height) <= limits.maximumSide else {
      throw refusal(
        .tooLarge,
        "\(width) × \(height) pixels exceed the limit of \(limits.maximumSide) a side")
    }
    let orientation = ExifOrientation(of: bytes, format: format)
    let eighths = format == .jpeg ? scaleEighths(width: width, height: height) : 8
    let scaledWidth = (width * eighths + 7) / 8
    let scaledHeight = (height * eighths + 7) / 8
    // Wide enough for any sides and any limits that a caller may have raised.
    let needed =
      UInt128(scaledWidth) * UInt128(scaledHeight) * (orientation == .upright ? 3 : 6)
      + UInt128(header.working_memory)
    guard needed <= UInt128(clamping: limits.maximumMemory) else {
      throw refusal(
        .tooLarge,
        "decoding \(width) × \(height) pixels takes \(needed) bytes of memory, "
          + "the limit is \(limits.maximumMemory)")
    }
    let capacity = scaledWidth * scaledHeight * 3
    var result = image_codec_result()
    let pixels = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      switch format {
      case .jpeg:
        jpeg_codec_decode(
          base, bytes.count, UInt32(eighths), limits.scans(forPixels: width * height),
          limits.maximumMemory, buffer.baseAddress, capacity, &result)
      case .png: png_codec_decode(base, bytes.count, buffer.baseAddress, capacity, &result)
      case .webp: webp_codec_decode(base, bytes.count, buffer.baseAddress, capacity, &result)
      }
      let isWhole = result.status == IMAGE_CODEC_OK || result.status == IMAGE_CODEC_TRUNCATED
      count = isWhole && result.rows_decoded > 0 ? capacity : 0
    }
    let fraction = Double(result.rows_decoded) / Double(height)
    let isCutLate =
      result.status == IMAGE_CODEC_TRUNCATED && fraction >= ImageDecoder.leastRowFraction
    if !isCutLate {
      try check(
        result.status, message: text(result.message),
        rows: "after \(result.rows_decoded) of \(height) rows")
    }
    let image = Image.upright(
      storedWidth: scaledWidth, height: scaledHeight, pixels: pixels, orientation: orientation)
    return DecodedImage(
      image: image, format: format,
      width: orientation.swapsSides ? height : width,
      height: orientation.swapsSides ? width : height,
      decodedRowFraction: isCutLate ? fraction : 1,
      warning: warning(result, isCutLate: isCutLate, height: height))
  }

  /// The smallest DCT scale, in eighths, at which both sides keep twice the target.
  private func scaleEighths(width: Int, height: Int) -> Int {
    guard let targetSide else { return 8 }
    let shortest = min(width, height)
    return [1, 2, 4].first { (shortest * $0 + 7) / 8 >= 2 * targetSide } ?? 8
  }

  private func warning(_ result: image_codec_result, isCutLate: Bool, height: Int) -> String? {
    if isCutLate {
      return "the file ends after \(result.rows_decoded) of \(height) rows; the rest is white"
    }
    guard result.warning_count > 0 else { return nil }
    return "the \(format.name) data is damaged: \(text(result.message))"
  }

  /// Throws what a codec's status means; `rows` tells where a truncated file ends.
  private func check(
    _ status: image_codec_status, message: String, rows: String
  ) throws(ImageError) {
    switch status {
    case IMAGE_CODEC_OK:
      return
    case IMAGE_CODEC_TRUNCATED:
      throw refusal(.truncated, "the \(format.name) ends \(rows); fetch the file again")
    case IMAGE_CODEC_UNSUPPORTED:
      throw refusal(
        .unsupportedFormat,
        "this variant of \(format.name) is not supported (\(message)); "
          + "convert it to an ordinary JPEG or PNG")
    case IMAGE_CODEC_TOO_LARGE:
      throw refusal(.tooLarge, "the \(format.name) exceeds a limit of the decoder: \(message)")
    case IMAGE_CODEC_OUT_OF_MEMORY:
      throw refusal(.tooLarge, "there is not enough memory to decode this \(format.name)")
    default:
      throw refusal(.corrupt, "the \(format.name) is damaged: \(message)")
    }
  }

  private func refusal(_ reason: RefusalReason, _ detail: String) -> ImageError {
    ImageError(reason: reason, format: format.name, detail: detail)
  }

  /// The characters of a C message up to its NUL.
  private func text<Characters>(_ message: Characters) -> String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
