/// Where each container keeps its EXIF block. Every walk moves forward and stops at the first length
/// that points outside the file.
enum ExifBlock {
  /// The payload of the first APP1 segment marked "Exif", before the first scan (JPEG: ITU T.81 B.1).
  static func inJPEG(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var offset = 2
    while offset + 4 <= bytes.count {
      guard bytes[offset] == 0xFF else { return nil }
      let marker = bytes[offset + 1]
      switch marker {
      case 0xFF:  // fill byte
        offset += 1
        continue
      case 0x01, 0xD0...0xD7:  // markers without a length
        offset += 2
        continue
      case 0xD9, 0xDA:  // end of image, start of scan
        return nil
      default:
        break
      }
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      guard length >= 2, length <= bytes.count - offset - 2 else { return nil }
      let payload = bytes[(offset + 4)..<(offset + 2 + length)]
      if marker == 0xE1, payload.starts(with: Array("Exif\0\0".utf8)) {
        return UnsafeRawBufferPointer(rebasing: payload)
      }
      offset += 2 + length
    }
    return nil
  }

  /// The payload of the eXIf chunk, before or after the pixels (PNG, third edition, 11.3.4.6).
  static func inPNG(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 12 else { return nil }
      if bytes[(offset + 4)..<(offset + 8)].elementsEqual(Array("eXIf".utf8)) {
        return UnsafeRawBufferPointer(rebasing: bytes[(offset + 8)..<(offset + 8 + length)])
      }
      offset += 12 + length
    }
    return nil
  }

  /// The payload of the EXIF chunk (WebP container specification, "Extended file format").
  static func inWebP(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var offset = 12
    while offset + 8 <= bytes.count {
      let length = bytes[(offset + 4)..<(offset + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 8 else { return nil }
      if bytes[offset..<offset + 4].elementsEqual(Array("EXIF".utf8)) {
        return UnsafeRawBufferPointer(rebasing: bytes[(offset + 8)..<(offset + 8 + length)])
      }
      offset += 8 + length + length % 2
    }
    return nil
  }
}
