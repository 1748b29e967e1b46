extension ImageDecoder {
  /// Bytes at the start of a file that are enough to tell a picture.
  public static let signatureLength = 32

  /// Whether bytes from the start of a file are those of a format that is decoded.
  public static func recognizes(_ start: UnsafeRawBufferPointer) -> Bool {
    if case .image = FileSignature(start) { true } else { false }
  }
}
