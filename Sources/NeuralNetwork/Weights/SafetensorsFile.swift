import Kernels

/// A memory-mapped file of named tensors in the safetensors format of Hugging Face: eight bytes
/// with the header's length, a JSON header, then the tensors without a gap.
///
/// Everything is checked when the file is opened, as strictly as the reference implementation
/// does: afterwards every tensor lies whole within the file. Scalars are read on demand.
public final class SafetensorsFile: Sendable {
  /// The path by which the file was opened, as messages name it.
  public let path: String
  /// The tensors by name.
  public let entries: [String: Entry]
  /// The text beside the tensors, by key; empty where the file has none.
  public let metadata: [String: String]
  private let content: Content

  /// Where the bytes are.
  private enum Content: Sendable {
    case file(MappedFile)
    case memory([UInt8])

    func withBytes<Result, Failure: Error>(
      _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      switch self {
      case .file(let file):
        defer { withExtendedLifetime(file) {} }
        return try body(file.bytes)
      case .memory(let bytes):
        return try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
          try body(UnsafeRawBufferPointer(bytes))
        }
      }
    }
  }

  /// One tensor's place in the file.
  public struct Entry: Sendable, Equatable {
    /// The number format.
    public let type: ElementType
    /// The extents, outermost first; empty for a scalar.
    public let shape: [Int]
    /// The place in the file, in bytes from its beginning.
    public let bytes: Range<Int>
    /// The number of elements.
    public var count: Int { bytes.count / type.byteCount }
  }

  /// Maps and checks a file; scalars are not touched.
  public convenience init(path: String) throws(WeightsError) {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    try self.init(.file(file), path: path)
  }

  /// Takes the bytes of a file, and a name for messages in place of its path.
  public convenience init(bytes: [UInt8], name: String) throws(WeightsError) {
    try self.init(.memory(bytes), path: name)
  }

  private init(_ content: Content, path: String) throws(WeightsError) {
    self.path = path
    self.content = content
    (entries, metadata) = try content.withBytes { bytes throws(WeightsError) in
      try SafetensorsHeader.read(bytes, path: path)
    }
  }

  /// The tensor's entry, if there is one.
  public subscript(name: String) -> Entry? { entries[name] }

  /// Lends a tensor's bytes as they are.
  func withBytes<Result>(of entry: Entry, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    content.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[entry.bytes])) }
  }

  /// Lets the memory go into which a tensor was loaded from a file, until it is read again.
  func release(_ entry: Entry) {
    if case .file(let file) = content { file.release(entry.bytes) }
  }

  /// Reads a run of a tensor's scalars, counted from its first, as 32-bit floats; 8-bit numbers as they
  /// are, without a scale.
  ///
  /// Traps when the range leaves the tensor or its type cannot be read: the caller has checked both.
  func read(
    _ range: Range<Int>, of entry: Entry, into output: UnsafeMutablePointer<Float>
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= entry.count)
    guard !range.isEmpty else { return }
    content.withBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      Self.read(range, of: entry, from: base, into: output)
    }
  }

  private static func read(
    _ range: Range<Int>, of entry: Entry, from base: UnsafeRawPointer,
    into output: UnsafeMutablePointer<Float>
  ) {
    let source = base + entry.bytes.lowerBound + range.lowerBound * entry.type.byteCount
    switch entry.type {
    case .float16: Float16Conversion.widen(float16: source, count: range.count, into: output)
    case .bfloat16: Float16Conversion.widen(bfloat16: source, count: range.count, into: output)
    case .float32:
      UnsafeMutableRawPointer(output).copyMemory(from: source, byteCount: range.count * 4)
    case .signed8:
      let levels = source.assumingMemoryBound(to: Int8.self)
      for index in 0..<range.count { output[index] = Float(levels[index]) }
    default: preconditionFailure("tensors of type \(entry.type) are refused before they are read")
    }
  }
}
