public import Kernels
import Synchronization

/// Reads a model's parameters by path: `reader["layers"][3]["conv"].tensor("weight", …)` reads
/// `layers.3.conv.weight`. A layer is handed the reader of its own path and knows only the names
/// within it.
public struct ParameterReader: Sendable {
  private let source: Source
  private let prefix: String

  /// The stored names of a parameter that layers ask for by another: one, or several that are
  /// stacked along the outermost extent, as the queries, keys and values of attention.
  public typealias Naming = @Sendable (String) -> [String]

  /// Where tensors come from, and which were asked for; shared by all readers of a model.
  private final class Source: Sendable {
    let files: WeightFiles?
    let tensors: [String: Tensor]
    let naming: Naming?
    let format: WeightFormat
    let used = Mutex<Set<String>>([])

    init(
      files: WeightFiles?, tensors: [String: Tensor], naming: Naming?, format: WeightFormat
    ) {
      self.files = files
      self.tensors = tensors
      self.naming = naming
      self.format = format
    }

    var path: String { files?.path ?? "the given parameters" }

    func contains(_ name: String) -> Bool { files?[name] != nil || tensors[name] != nil }
  }

  /// Reads from a file, which stays mapped as long as something read from it needs it.
  public init(_ file: SafetensorsFile) {
    self.init(WeightFiles(file))
  }

  /// Reads from files that name their tensors in their own way.
  ///
  /// - Parameters:
  ///   - naming: the stored names; nil where they are those that layers ask for.
  ///   - format: how layers are to hold the weights of their products.
  public init(
    _ files: WeightFiles, naming: Naming? = nil, format: WeightFormat = .float32
  ) {
    source = Source(files: files, tensors: [:], naming: naming, format: format)
    prefix = ""
  }

  /// Reads from tensors in memory.
  public init(_ tensors: [String: Tensor], format: WeightFormat = .float32) {
    source = Source(files: nil, tensors: tensors, naming: nil, format: format)
    prefix = ""
  }

  private init(source: Source, prefix: String) {
    self.source = source
    self.prefix = prefix
  }

  /// How layers are to hold the weights of their products.
  public var format: WeightFormat { source.format }

  /// The reader of a part; a name with dots goes down several steps.
  public subscript(name: String) -> ParameterReader {
    ParameterReader(source: source, prefix: prefix + name + ".")
  }

  /// The reader of a numbered part.
  public subscript(index: Int) -> ParameterReader { self[String(index)] }

  private func storedNames(_ name: String) -> [String] {
    source.naming?(prefix + name) ?? [prefix + name]
  }

  /// Whether there is such a tensor; it does not count as used.
  public func contains(_ name: String) -> Bool {
    storedNames(name).allSatisfy { source.contains($0) }
  }

  /// The tensor `name` of this path as floats, which must have the given shape.
  public func tensor(_ name: String, shape: [Int]) throws(WeightsError) -> Tensor {
    let stored = try storedTensor(name, shape: shape)
    let count = shape.reduce(1, *)
    let scalars = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { stored.read(0..<count, into: base) }
      initialized = count
    }
    stored.release()
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The tensor `name` of this path, left where it is until some of it is read.
  public func storedTensor(_ name: String, shape: [Int]) throws(WeightsError) -> StoredTensor {
    let names = storedNames(name)
    guard names.count > 1 else { return try stored(names.first ?? prefix + name, shape: shape) }
    precondition(shape.first?.isMultiple(of: names.count) == true, "\(names) stack to \(shape)")
    let part = [shape[0] / names.count] + shape.dropFirst()
    var parts: [StoredTensor] = []
    for name in names { parts.append(try stored(name, shape: part)) }
    return StoredTensor(shape: shape, source: .stacked(parts, count: part.reduce(1, *)))
  }

  private func stored(_ name: String, shape: [Int]) throws(WeightsError) -> StoredTensor {
    if let tensor = source.tensors[name] {
      try check(tensor.shape, is: shape, name)
      return StoredTensor(shape: shape, source: .memory(tensor.scalars))
    }
    guard let (file, entry) = source.files?[name] else {
      throw .missing(path: source.path, name: name)
    }
    try check(entry.shape, is: shape, name)
    if entry.type == .signed8, let outputs = shape.first,
      let (scaleFile, scaleEntry) = source.files?[name + WeightCompression.scaleSuffix]
    {
      let scaleName = name + WeightCompression.scaleSuffix
      try check(scaleEntry.shape, is: [outputs], scaleName)
      guard scaleEntry.type.isReadable else {
        throw .unsupportedType(
          path: scaleFile.path, name: scaleName, found: scaleEntry.type.rawValue)
      }
      let scales = [Float](unsafeUninitializedCapacity: outputs) { buffer, count in
        if let base = buffer.baseAddress { scaleFile.read(0..<outputs, of: scaleEntry, into: base) }
        count = outputs
      }
      return StoredTensor(shape: shape, source: .levels(file, entry, scales: scales))
    }
    guard entry.type.isReadable else {
      throw .unsupportedType(path: file.path, name: name, found: entry.type.rawValue)
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

  /// The stored names below this path that nobody has read, in order; whoever has built a whole
  /// model may report them.
  public var unusedNames: [String] {
    let names = source.files?.names ?? Array(source.tensors.keys)
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

  fileprivate indirect enum Source: Sendable {
    case memory([Float])
    case file(SafetensorsFile, SafetensorsFile.Entry)
    /// 8-bit numbers, with a scale for each part along the outermost extent.
    case levels(SafetensorsFile, SafetensorsFile.Entry, scales: [Float])
    /// Tensors of `count` scalars each, one after the other.
    case stacked([StoredTensor], count: Int)
  }

  /// The smallest format that holds the tensor as exactly as the file does.
  public var format: WeightFormat {
    switch source {
    case .file(_, let entry): entry.type == .float16 ? .float16 : .float32
    case .levels: .int8
    case .memory: .float32
    case .stacked(let parts, _): parts.map(\.format).min() ?? .float32
    }
  }

  /// Lets the memory go into which the file was loaded, until the tensor is read again.
  func release() {
    switch source {
    case .file(let file, let entry), .levels(let file, let entry, _): file.release(entry)
    case .memory: break
    case .stacked(let parts, _): for part in parts { part.release() }
    }
  }

  /// Copies a run of scalars, counted from the first; traps outside the tensor.
  public func read(_ range: Range<Int>, into output: UnsafeMutablePointer<Float>) {
    switch source {
    case .file(let file, let entry): file.read(range, of: entry, into: output)
    case .levels(let file, let entry, let scales):
      file.read(range, of: entry, into: output)
      let count = entry.count / max(scales.count, 1)
      var first = range.lowerBound
      while first < range.upperBound {
        let end = min((first / count + 1) * count, range.upperBound)
        let scale = scales[first / count]
        for index in first..<end { output[index - range.lowerBound] *= scale }
        first = end
      }
    case .memory(let scalars):
      precondition(range.lowerBound >= 0 && range.upperBound <= scalars.count)
      scalars.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        output.update(from: base + range.lowerBound, count: range.count)
      }
    case .stacked(let parts, let count):
      precondition(range.lowerBound >= 0 && range.upperBound <= parts.count * count)
      var first = range.lowerBound
      while first < range.upperBound {
        let start = first / count * count
        let end = min(start + count, range.upperBound)
        parts[first / count].read(
          first - start..<end - start, into: output + (first - range.lowerBound))
        first = end
      }
    }
  }
}
