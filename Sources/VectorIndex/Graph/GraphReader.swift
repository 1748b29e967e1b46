import Kernels

/// Reads and checks what describes a mapped graph: how large its sections are and how they belong
/// together.
struct GraphReader {
  private typealias Field = SnapshotFormat.Field
  private typealias GraphField = GraphFormat.Field

  let file: MappedFile

  private var bytes: UnsafeRawBufferPointer { file.bytes }

  func graph(
    ofBlock block: String, fingerprint: String
  ) throws(SnapshotError) -> VectorGraph {
    try checkHeader()
    let nameCount = Int(field(GraphField.blockNameCount, as: UInt32.self))
    let fingerprintCount = Int(field(GraphField.fingerprintCount, as: UInt32.self))
    let textEnd = GraphFormat.textOffset + nameCount + fingerprintCount
    guard textEnd <= bytes.count else {
      throw damaged("it ends within its header")
    }
    guard
      bytes[GraphFormat.textOffset..<GraphFormat.textOffset + nameCount]
        .elementsEqual(block.utf8)
    else {
      throw damaged("it is not of block \(block)")
    }
    let found = bytes[textEnd - fingerprintCount..<textEnd]
    guard found.elementsEqual(fingerprint.utf8) else {
      throw .otherModel(
        path: file.path, found: String(decoding: found, as: UTF8.self), expected: fingerprint)
    }
    let sectionOffset = SnapshotFormat.aligned(textEnd, to: GraphLayout.alignment)
    guard sectionOffset <= bytes.count,
      SnapshotFormat.checksum(ofDescription: bytes, end: sectionOffset, directory: bytes.count)
        == checksum
    else {
      throw damaged("the checksum of its header does not match")
    }
    let (nodes, sections) = try nodes(from: sectionOffset)
    return VectorGraph(
      block: block, fingerprint: fingerprint,
      dimension: Int(field(Field.dimension, as: UInt32.self)), nodes: nodes,
      entry: try entry(nodes), placement: placement(of: nodes), trial: trial,
      checksum: checksum, fileSections: sections, owner: file)
  }

  private var checksum: UInt64 { field(Field.checksum, as: UInt64.self) }

  /// nil where there is none that can be used.
  private func placement(of nodes: GraphNodes) -> GraphPlacement? {
    (try? GraphPlacement.open(
      besideGraphAt: file.path, graphChecksum: checksum, nodeCount: nodes.count)) ?? nil
  }

  private func checkHeader() throws(SnapshotError) {
    guard bytes.count >= 8, field(Field.magic, as: UInt64.self) == GraphFormat.magic else {
      throw .notASnapshot(path: file.path)
    }
    guard bytes.count >= GraphFormat.headerCount else {
      throw damaged("it ends within its header")
    }
    let version = field(Field.version, as: UInt32.self)
    guard version == GraphFormat.version else {
      throw .otherFormatVersion(path: file.path, found: version, expected: GraphFormat.version)
    }
    let byteCount = field(Field.byteCount, as: UInt64.self)
    guard byteCount == UInt64(bytes.count) else {
      throw damaged("it has \(bytes.count) bytes instead of \(byteCount)")
    }
  }

  /// nil where none was made.
  private var trial: GraphTrial? {
    let expansion = field(GraphField.expansion, as: UInt32.self)
    guard expansion > 0 else { return nil }
    return GraphTrial(
      expansion: Int(expansion),
      walkNanoseconds: Int(clamping: field(GraphField.walkTime, as: UInt64.self)),
      scanNanoseconds: Int(clamping: field(GraphField.scanTime, as: UInt64.self)))
  }

  private func nodes(
    from offset: Int
  ) throws(SnapshotError) -> (GraphNodes, [FileSection]) {
    let linksPerNode = Int(field(GraphField.linksPerNode, as: UInt32.self))
    let efConstruction = Int(field(GraphField.efConstruction, as: UInt32.self))
    let dimension = Int(field(Field.dimension, as: UInt32.self))
    guard (2...256).contains(linksPerNode), (1...65_536).contains(efConstruction),
      (1...NibbleCode.largestDimension).contains(dimension),
      let metric = Metric(rawValue: field(GraphField.metric, as: UInt32.self)),
      let count = Int(exactly: field(GraphField.nodeCount, as: UInt64.self)),
      let upperListCount = Int(exactly: field(GraphField.upperListCount, as: UInt64.self)),
      count < GraphWalk.Candidate.expandedBit
    else {
      throw damaged("its parameters are not those of a graph")
    }
    let parameters = GraphParameters(
      linksPerNode: linksPerNode, efConstruction: efConstruction,
      seed: field(GraphField.seed, as: UInt64.self))
    let stride = NibbleCode.stride(dimension: dimension)
    guard
      let layout = GraphLayout(
        parameters: parameters, count: count, stride: stride, upperListCount: upperListCount),
      let base = bytes.baseAddress, offset <= bytes.count,
      layout.byteCount == bytes.count - offset
    else {
      throw damaged("its sections do not fill the file")
    }
    let nodes = layout.nodes(
      at: UnsafeMutableRawPointer(mutating: base + offset), parameters: parameters, metric: metric,
      count: count, stride: stride, upperListCount: upperListCount)
    let sections = layout.sections.enumerated().map { number, section in
      FileSection(
        name: GraphLayout.sectionNames[number],
        bytes: UnsafeRawBufferPointer(
          rebasing: bytes[offset + section.lowerBound..<offset + section.upperBound]),
        checksum: field(GraphFormat.headerCount + 8 * number, as: UInt64.self))
    }
    return (nodes, sections)
  }

  private func entry(_ nodes: GraphNodes) throws(SnapshotError) -> GraphEntry? {
    guard nodes.count > 0 else { return nil }
    let node = field(GraphField.entryNode, as: UInt32.self)
    guard node < nodes.count else {
      throw damaged("its walks begin at node \(node)")
    }
    let level = Int(nodes.levels[Int(node)])
    guard level <= GraphParameters.highestLevel, level == 0 || nodes.upperListCount > 0 else {
      throw damaged("its walks begin at level \(level)")
    }
    return GraphEntry(node: node, level: level)
  }

  private func field<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
    Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  private func damaged(_ detail: String) -> SnapshotError {
    .damaged(path: file.path, detail: detail)
  }
}
