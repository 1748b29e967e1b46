internal import Imaging
internal import SystemPackage

/// Which files of a folder are meant to be pictures.
enum PictureCandidate {
  /// Names by which people know pictures, also in formats that are not decoded, so that they are told.
  private static let extensions: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif",
    "avif", "jxl", "jp2",
  ]

  /// Whether the name or, for other names, the first bytes are those of a picture.
  static func isCandidate(_ path: FilePath) -> Bool {
    if let suffix = path.extension?.lowercased(), extensions.contains(suffix) { return true }
    guard let file = try? FileDescriptor.open(path, .readOnly, options: .nonBlocking) else {
      return false
    }
    defer { try? file.close() }
    return withUnsafeTemporaryAllocation(
      byteCount: ImageDecoder.signatureLength, alignment: 1
    ) { buffer in
      let count = (try? file.read(into: buffer)) ?? 0
      return ImageDecoder.recognizes(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
