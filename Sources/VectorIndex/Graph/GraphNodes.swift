/// The nodes of a graph as they lie in a file or in memory: codes apart from links.
///
/// Unchecked: pointers into memory of an owner, which outlives this value; whoever writes to it
/// while others read takes the lock of the node.
struct GraphNodes: @unchecked Sendable {
  let parameters: GraphParameters
  let count: Int
  /// Bytes of a code.
  let stride: Int
  let metric: Metric
  /// Lists above the base, of all nodes together.
  let upperListCount: Int

  /// `[count, stride]`; see `NibbleCode`.
  let codes: UnsafeMutablePointer<UInt8>
  /// `[count]`: what a unit of a code stands for; for the cosine divided by the vector's norm.
  let scales: UnsafeMutablePointer<Float>
  /// `[count]`: what is taken from a product, half the squared norm for Euclidean distances; else 0.
  let offsets: UnsafeMutablePointer<Float>
  /// `[count, baseStride]`: the number of links of a node, then the links.
  let base: UnsafeMutablePointer<UInt32>
  /// `[upperListCount, upperStride]`: a node's lists from level 1 up.
  let upper: UnsafeMutablePointer<UInt32>
  /// `[count]`: the number of a node's first list in `upper`.
  let firstUpper: UnsafeMutablePointer<UInt32>
  /// `[count]`: checksums of the rows' scalars.
  let digests: UnsafeMutablePointer<UInt64>
  /// `[count]`
  let levels: UnsafeMutablePointer<UInt8>

  /// Whether `offsets` are anything but 0.
  var hasOffsets: Bool { metric == .euclidean }

  /// The links of a node at a level it has: their number, then the nodes.
  ///
  /// Of a file whose numbers are wrong it is a wrong list, but a list of the file.
  @inline(__always)
  func links(of node: UInt32, level: Int) -> UnsafeMutablePointer<UInt32> {
    guard level > 0 else { return base + Int(node) * parameters.baseStride }
    let list = Int(firstUpper[Int(node)]) + level - 1
    return upper + min(list, max(0, upperListCount - 1)) * parameters.upperStride
  }

  /// Links that fit a list of a level.
  @inline(__always)
  func slots(level: Int) -> Int {
    level == 0 ? parameters.baseSlots : parameters.linksPerNode
  }

  @inline(__always)
  func code(of node: UInt32) -> UnsafeMutablePointer<UInt8> {
    codes + Int(node) * stride
  }
}

/// Where the sections of a graph lie, counted from the first; each begins on a cache line.
struct GraphLayout {
  private(set) var byteCount = 0
  private var offsets: [Int] = []

  /// What the sections hold, in their order.
  static let sectionNames = [
    "the codes", "the scales", "the offsets", "the base links", "the upper links",
    "the first upper lists", "the digests", "the levels",
  ]

  /// The sections with their padding.
  var sections: [Range<Int>] {
    zip(offsets, offsets.dropFirst() + [byteCount]).map { $0..<$1 }
  }

  static let alignment = 64

  /// nil where the sizes exceed what an integer holds.
  init?(parameters: GraphParameters, count: Int, stride: Int, upperListCount: Int) {
    let sections = [
      (count, stride), (count, 4), (count, 4), (count, 4 * parameters.baseStride),
      (upperListCount, 4 * parameters.upperStride), (count, 4), (count, 8), (count, 1),
    ]
    for (elements, bytes) in sections {
      let (size, overflow) = elements.multipliedReportingOverflow(by: bytes)
      guard !overflow, size <= Int.max / 16 else { return nil }
      offsets.append(byteCount)
      byteCount += SnapshotFormat.aligned(size, to: Self.alignment)
    }
  }

  /// The nodes in memory that begins at `start` and has `byteCount` bytes.
  func nodes(
    at start: UnsafeMutableRawPointer, parameters: GraphParameters, metric: Metric, count: Int,
    stride: Int, upperListCount: Int
  ) -> GraphNodes {
    func section<Element>(_ number: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
      (start + offsets[number]).assumingMemoryBound(to: type)
    }
    return GraphNodes(
      parameters: parameters, count: count, stride: stride, metric: metric,
      upperListCount: upperListCount,
      codes: section(0, of: UInt8.self), scales: section(1, of: Float.self),
      offsets: section(2, of: Float.self), base: section(3, of: UInt32.self),
      upper: section(4, of: UInt32.self), firstUpper: section(5, of: UInt32.self),
      digests: section(6, of: UInt64.self), levels: section(7, of: UInt8.self))
  }
}

/// Memory of a graph that is not in a file, zeroed.
final class GraphMemory: Sendable {
  nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

  init(byteCount: Int) {
    bytes = .allocate(byteCount: max(1, byteCount), alignment: GraphLayout.alignment)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit {
    bytes.deallocate()
  }
}
