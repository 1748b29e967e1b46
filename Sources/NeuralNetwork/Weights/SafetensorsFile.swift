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
  private let file: MappedFile

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
  public init(path: String) throws(WeightsError) {
    self.path = path
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    self.file = file
    entries = try SafetensorsHeader.entries(of: file.bytes, path: path)
    withExtendedLifetime(file) {}
  }

  /// The tensor's entry, if there is one.
  public subscript(name: String) -> Entry? { entries[name] }

  /// Reads a run of a tensor's scalars, counted from its first, as 32-bit floats.
  ///
  /// Traps when the range leaves the tensor or its type cannot be read: the caller has checked both.
  func read(
    _ range: Range<Int>, of entry: Entry, into output: UnsafeMutablePointer<Float>
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= entry.count)
    guard !range.isEmpty, let base = file.bytes.baseAddress else { return }
    let source = base + entry.bytes.lowerBound + range.lowerBound * entry.type.byteCount
    switch entry.type {
    case .float16: Float16Conversion.widen(float16: source, count: range.count, into: output)
    case .bfloat16: Float16Conversion.widen(bfloat16: source, count: range.count, into: output)
    case .float32:
      UnsafeMutableRawPointer(output).copyMemory(from: source, byteCount: range.count * 4)
    default: preconditionFailure("tensors of type \(entry.type) are refused before they are read")
    }
  }
}
