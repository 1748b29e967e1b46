import Synchronization

/// Reads a model's parameters by path: `reader["layers"][3]["conv"].tensor("weight", …)` reads
/// `layers.3.conv.weight`. A layer is handed the reader of its own path and knows only the names
/// within it.
public struct ParameterReader: Sendable {
  private let source: Source
  private let prefix: String

  /// Where tensors come from, and which were asked for; shared by all readers of a model.
  private final class Source: Sendable {
    let file: SafetensorsFile?
    let tensors: [String: Tensor]
    let used = Mutex<Set<String>>([])

    init(file: SafetensorsFile?, tensors: [String: Tensor]) {
      self.file = file
      self.tensors = tensors
    }

    var path: String { file?.path ?? "the given parameters" }
  }

  /// Reads from a file, which stays mapped as long as something read from it needs it.
  public init(_ file: SafetensorsFile) {
    source = Source(file: file, tensors: [:])
    prefix = ""
  }

  /// Reads from tensors in memory.
  public init(_ tensors: [String: Tensor]) {
    source = Source(file: nil, tensors: tensors)
    prefix = ""
  }

  private init(source: Source, prefix: String) {
    self.source = source
    self.prefix = prefix
  }

  /// The reader of a part; a name with dots goes down several steps.
  public subscript(name: String) -> ParameterReader {
    ParameterReader(source: source, prefix: prefix + name + ".")
  }

  /// The reader of a numbered part.
  public subscript(index: Int) -> ParameterReader { self[String(index)] }

  /// Whether there is such a tensor; it does not count as used.
  public func contains(_ name: String) -> Bool {
    source.file?[prefix + name] != nil || source.tensors[prefix + name] != nil
  }

  /// The tensor `name` of this path as floats, which must have the given shape.
  public func tensor(_ name: String, shape: [Int]) throws(WeightsError) -> Tensor {
    let stored = try storedTensor(name, shape: shape)
    let count = shape.reduce(1, *)
    let scalars = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { stored.read(0..<count, into: base) }
      initialized = count
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The tensor `name` of this path, left where it is until some of it is read.
  public func storedTensor(_ name: String, shape: [Int]) throws(WeightsError) -> StoredTensor {
    let fullName = prefix + name
    if let tensor = source.tensors[fullName] {
      try check(tensor.shape, is: shape, fullName)
      return StoredTensor(shape: shape, source: .memory(tensor.scalars))
    }
    guard let file = source.file, let entry = file[fullName] else {
      throw .missing(path: source.path, name: fullName)
    }
    try check(entry.shape, is: shape, fullName)
    guard entry.type.isReadable else {
      throw .unsupportedType(path: source.path, name: fullName, found: entry.type.rawValue)
    }
    return StoredTensor(shape: shape, source: .file(file, entry))
  }

  private func check(
    _ found: [Int], is expected: [Int], _ name: String
  ) throws(WeightsError) {
    guard found == expected else {
      throw .misshapen(path: source.path, name: name, expected: expected, found: found)
    }
    _ = source.used.withLock { $0.insert(name) }
  }

  /// The names below this path that nobody has read, in order; whoever has built a whole model
  /// may report them.
  public var unusedNames: [String] {
    let names = source.file.map { Array($0.entries.keys) } ?? Array(source.tensors.keys)
    return source.used.withLock { used in
      names.filter { $0.hasPrefix(prefix) && !used.contains($0) }.sorted()
    }
  }
}

/// A tensor that is read piece by piece, such as a table of which a text needs few rows.
public struct StoredTensor: Sendable {
  /// The extents, outermost first.
  public let shape: [Int]
  fileprivate let source: Source

  fileprivate enum Source: Sendable {
    case memory([Float])
    case file(SafetensorsFile, SafetensorsFile.Entry)
  }

  /// Copies a run of scalars, counted from the first; traps outside the tensor.
  public func read(_ range: Range<Int>, into output: UnsafeMutablePointer<Float>) {
    switch source {
    case .file(let file, let entry): file.read(range, of: entry, into: output)
    case .memory(let scalars):
      precondition(range.lowerBound >= 0 && range.upperBound <= scalars.count)
      scalars.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        output.update(from: base + range.lowerBound, count: range.count)
      }
    }
  }
}
