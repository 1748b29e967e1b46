/// How the stored rows and columns relate to the upright picture (EXIF 2.32, tag 0x0112).
enum ExifOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored
  case turnedHalf
  case flipped
  case transposed
  case turnedRight
  case transversed
  case turnedLeft

  /// Whether rows of the stored picture are columns of the upright one.
  var swapsSides: Bool { rawValue >= 5 }
}

extension ExifOrientation {
  /// Reads the orientation from the EXIF block of a file; anything absent or malformed is upright.
  init(of bytes: UnsafeRawBufferPointer, format: ImageFormat) {
    let block =
      switch format {
      case .jpeg: ExifBlock.inJPEG(bytes)
      case .png: ExifBlock.inPNG(bytes)
      case .webp: ExifBlock.inWebP(bytes)
      }
    self = block.flatMap(Self.init(tiff:)) ?? .upright
  }

  /// Looks the tag up in the first directory of a TIFF structure (TIFF 6.0, section 2).
  ///
  /// Offsets and counts are taken for hostile: each read is checked, only this directory is walked,
  /// and no offset is followed twice.
  init?(tiff block: UnsafeRawBufferPointer) {
    // Some writers put the prefix that belongs to JPEG into PNG and WebP as well.
    let prefixed = block.count >= 6 && block.prefix(6).elementsEqual(Array("Exif\0\0".utf8))
    let tiff = UnsafeRawBufferPointer(rebasing: prefixed ? block.dropFirst(6) : block[...])
    guard tiff.count >= 8 else { return nil }
    let littleEndian: Bool
    switch (tiff[0], tiff[1]) {
    case (0x49, 0x49): littleEndian = true
    case (0x4D, 0x4D): littleEndian = false
    default: return nil
    }
    func integer(at offset: Int, bytes count: Int) -> Int? {
      guard offset >= 0, offset <= tiff.count - count else { return nil }
      return (0..<count).reduce(0) { sum, index in
        sum << 8 | Int(tiff[littleEndian ? offset + count - 1 - index : offset + index])
      }
    }
    guard integer(at: 2, bytes: 2) == 42, let directory = integer(at: 4, bytes: 4),
      let entryCount = integer(at: directory, bytes: 2)
    else { return nil }
    for entry in 0..<entryCount {
      let start = directory + 2 + 12 * entry
      guard let tag = integer(at: start, bytes: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      let width =
        switch integer(at: start + 2, bytes: 2) {
        case 1: 1
        case 3: 2
        case 4: 4
        default: 0
        }
      guard width > 0, let value = integer(at: start + 8, bytes: width) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}
