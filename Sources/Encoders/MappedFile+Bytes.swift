import Kernels

extension MappedFile {
  /// Lends the bytes of one of a model's files until `body` returns.
  static func withBytes<Result>(
    ofFileAt path: String, _ body: (UnsafeRawBufferPointer) throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    defer { withExtendedLifetime(file) {} }
    return try body(file.bytes)
  }
}
