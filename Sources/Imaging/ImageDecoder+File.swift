#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ImageDecoder {
  /// Reads and decodes a file; the bytes come along for whoever wants to hash them.
  public static func decode(
    fileAt path: String, targetSide: Int? = nil, limits: DecodingLimits = .standard
  ) throws(ImageError) -> (decoded: DecodedImage, fileBytes: [UInt8]) {
    let fileBytes = try readFile(at: path, limits: limits)
    return (try decode(fileBytes, targetSide: targetSide, limits: limits), fileBytes)
  }

  /// Reads and decodes a file whose name need not be valid UTF-8.
  public static func decode(
    fileAt path: UnsafePointer<CChar>, targetSide: Int? = nil, limits: DecodingLimits = .standard
  ) throws(ImageError) -> (decoded: DecodedImage, fileBytes: [UInt8]) {
    let fileBytes = try readFile(at: path, limits: limits)
    return (try decode(fileBytes, targetSide: targetSide, limits: limits), fileBytes)
  }

  /// The contents of a regular file, refused as missing, empty, too large or not an image.
  public static func readFile(
    at path: String, limits: DecodingLimits = .standard
  ) throws(ImageError) -> [UInt8] {
    // A path with a NUL inside would name another file in C.
    guard !path.utf8.contains(0) else {
      throw ImageError(reason: .missing, format: nil, detail: "the path holds a NUL character")
    }
    let outcome = path.withCString { path in
      Result { () throws(ImageError) in try readFile(at: path, limits: limits) }
    }
    return try outcome.get()
  }

  /// The contents of a regular file, by the bytes of its path.
  public static func readFile(
    at path: UnsafePointer<CChar>, limits: DecodingLimits = .standard
  ) throws(ImageError) -> [UInt8] {
    // Without O_NONBLOCK opening a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ImageError.unreadable(errno) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ImageError.unreadable(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw ImageError(reason: .notAnImage, format: nil, detail: "this is a folder")
    default:
      throw ImageError(reason: .notAnImage, format: nil, detail: "this is a device or a pipe")
    }
    let size = Int(status.st_size)
    guard size > 0 else { throw ImageError.empty }
    guard size <= limits.maximumFileBytes else {
      throw ImageError.fileTooLarge(bytes: size, limit: limits.maximumFileBytes)
    }
    var failure: CInt = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let received = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if received > 0 {
          count += received
        } else if received == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    guard failure == 0 else { throw ImageError.unreadable(failure) }
    guard !bytes.isEmpty else { throw ImageError.empty }
    return bytes
  }
}

extension ImageError {
  fileprivate static func unreadable(_ code: CInt) -> ImageError {
    let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return ImageError(
      reason: .missing, format: nil, detail: "the file cannot be read: \(words.lowercased())")
  }
}
