import Glibc

/// Why a file could not be mapped into memory.
public enum MappedFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened; `reason` is the operating system's text.
  case cannotOpen(path: String, reason: String)
  /// The path names a folder, a pipe or a device.
  case notARegularFile(path: String)
  /// The file is open but cannot be mapped; `reason` is the operating system's text.
  case cannotMap(path: String, reason: String)

  /// One sentence: what, where, why, and what to do next.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path) cannot be opened: \(reason); check that it exists and may be read"
    case .notARegularFile(let path):
      "\(path) cannot be read into memory because it is not a regular file; name a file"
    case .cannotMap(let path, let reason):
      "\(path) cannot be mapped into memory: \(reason); free some memory or address space"
    }
  }
}

/// A file's bytes as read-only memory, loaded page by page when touched and shared with every
/// other process that maps the file.
///
/// The file must not be shortened in place while it is mapped: touching a page past the new end
/// ends the process. Files that may be replaced are therefore replaced by renaming.
public final class MappedFile: Sendable {
  /// How the pages are about to be read.
  public enum AccessPattern: Sendable {
    /// From front to back, once: read ahead generously.
    case sequential
    /// Here and there: do not read ahead.
    case random
    /// All of it, soon: start reading now.
    case willNeed
  }

  /// The path the file was opened by.
  public let path: String

  /// The whole file; empty for an empty file. Valid as long as this object lives; page-aligned.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path` as it is now; what is appended later is not seen.
  public init(path: String) throws(MappedFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, reason: Self.systemText(errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .cannotOpen(path: path, reason: Self.systemText(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notARegularFile(path: path)
    }
    let count = Int(status.st_size)
    self.path = path
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .cannotMap(path: path, reason: Self.systemText(errno))
    }
    bytes = UnsafeRawBufferPointer(start: address, count: count)
  }

  deinit {
    if let address = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
    }
  }

  /// Tells the operating system how the file will be read; a hint that changes no result.
  public func advise(_ pattern: AccessPattern) {
    guard let address = bytes.baseAddress else { return }
    let advice =
      switch pattern {
      case .sequential: MADV_SEQUENTIAL
      case .random: MADV_RANDOM
      case .willNeed: MADV_WILLNEED
      }
    madvise(UnsafeMutableRawPointer(mutating: address), bytes.count, advice)
  }

  /// Lets go of the pages that lie whole within a range, which are loaded again when touched: what was
  /// read once and copied need not count as this process's memory.
  public func release(_ range: Range<Int>) {
    guard let address = bytes.baseAddress else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard first < end else { return }
    madvise(UnsafeMutableRawPointer(mutating: address + first), end - first, MADV_DONTNEED)
  }

  private static func systemText(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
