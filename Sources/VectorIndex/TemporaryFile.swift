import Glibc
import Kernels

/// A file that is written beside its destination and takes the destination's name only when it is
/// complete; dropped before that, it is deleted.
///
/// Its name is `<destination>.<process>-<number>.partial`. The file stays locked while it is
/// written, so leftovers of processes that were killed can be told apart; beginning a new file for
/// the same destination deletes them.
final class TemporaryFile {
  private let destination: String
  private let path: String
  private let descriptor: Int32
  private var isPublished = false
  private var buffer: [UInt8] = []
  /// The number of bytes written so far.
  private(set) var count = 0

  private static let bufferCount = 1 << 20

  init(for destination: String) throws(SnapshotError) {
    self.destination = destination
    Self.deleteLeftovers(of: destination)
    var descriptor: Int32 = -1
    var path = ""
    repeat {
      path = "\(destination).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
      descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else {
      throw .cannotWrite(path: destination, reason: Self.systemText())
    }
    flock(descriptor, LOCK_EX)
    self.path = path
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferCount)
  }

  deinit {
    if !isPublished {
      unlink(path)
    }
    close(descriptor)
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SnapshotError) {
    if buffer.count + bytes.count > Self.bufferCount {
      try flush()
    }
    if bytes.count >= Self.bufferCount {
      try writeThrough(bytes, at: count)
    } else {
      buffer.append(contentsOf: bytes)
    }
    count += bytes.count
  }

  /// Appends integers, little-endian.
  func write<Element: FixedWidthInteger>(_ elements: [Element]) throws(SnapshotError) {
    try elements.map(\.littleEndian).withUnsafeBufferPointer { elements throws(SnapshotError) in
      try write(UnsafeRawBufferPointer(elements))
    }
  }

  /// Appends zeros up to a multiple of `alignment`, a power of two.
  func pad(to alignment: Int) throws(SnapshotError) {
    try write([UInt8](repeating: 0, count: SnapshotFormat.aligned(count, to: alignment) - count))
  }

  /// Replaces bytes that were appended before.
  func overwrite(_ bytes: [UInt8], at offset: Int) throws(SnapshotError) {
    try flush()
    try bytes.withUnsafeBufferPointer { bytes throws(SnapshotError) in
      try writeThrough(UnsafeRawBufferPointer(bytes), at: offset)
    }
  }

  /// Everything written so far.
  func mapped() throws(SnapshotError) -> MappedFile {
    try flush()
    do {
      return try MappedFile(path: path)
    } catch {
      throw .cannotWrite(path: destination, reason: error.description)
    }
  }

  /// Brings the file to the disk and gives it its destination's name, replacing what was there.
  func publish() throws(SnapshotError) {
    try flush()
    guard fsync(descriptor) == 0, rename(path, destination) == 0 else {
      throw .cannotWrite(path: destination, reason: Self.systemText())
    }
    isPublished = true
  }

  private func flush() throws(SnapshotError) {
    try buffer.withUnsafeBufferPointer { bytes throws(SnapshotError) in
      try writeThrough(UnsafeRawBufferPointer(bytes), at: count - bytes.count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(
    _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) throws(SnapshotError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      guard written > 0 else {
        if written < 0 && errno == EINTR { continue }
        throw .cannotWrite(path: destination, reason: Self.systemText())
      }
      done += written
    }
  }

  /// Deletes the unfinished files of processes that are gone.
  private static func deleteLeftovers(of destination: String) {
    let separator = destination.lastIndex(of: "/")
    let folder = separator.map { String(destination[...$0]) } ?? "./"
    let name = separator.map { destination[destination.index(after: $0)...] } ?? destination[...]
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let entryName = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard entryName.hasPrefix(name + "."), entryName.hasSuffix(".partial") else { continue }
      let path = folder + entryName
      let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        unlink(path)
      }
      close(descriptor)
    }
  }

  private static func systemText() -> String {
    strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
  }
}
