import Kernels

/// Reads and checks a mapped graph. Nothing in the file is believed: every link is compared with
/// the nodes before a walk follows it.
struct GraphReader {
  private typealias Field = SnapshotFormat.Field
  private typealias GraphField = GraphFormat.Field

  let file: MappedFile

  private var bytes: UnsafeRawBufferPointer { file.bytes }

  func graph(
    ofBlock block: String, fingerprint: String, threads: Int
  ) throws(SnapshotError) -> VectorGraph {
    try checkHeader()
    let nameCount = Int(field(GraphField.blockNameCount, as: UInt32.self))
    let fingerprintCount = Int(field(GraphField.fingerprintCount, as: UInt32.self))
    let textEnd = GraphFormat.headerCount + nameCount + fingerprintCount
    guard textEnd <= bytes.count else {
      throw damaged("it ends within its header")
    }
    guard
      bytes[GraphFormat.headerCount..<GraphFormat.headerCount + nameCount]
        .elementsEqual(block.utf8)
    else {
      throw damaged("it is not of block \(block)")
    }
    let found = bytes[textEnd - fingerprintCount..<textEnd]
    guard found.elementsEqual(fingerprint.utf8) else {
      throw .otherModel(
        path: file.path, found: String(decoding: found, as: UTF8.self), expected: fingerprint)
    }
    guard
      SnapshotFormat.checksum(of: bytes, threads: threads) == field(Field.checksum, as: UInt64.self)
    else {
      throw damaged("its checksum does not match")
    }
    let nodes = try nodes(from: SnapshotFormat.aligned(textEnd, to: GraphLayout.alignment))
    let rowCount = field(GraphField.rowCount, as: UInt64.self)
    guard rowCount < UInt64(GraphNodes.deadRow) else {
      throw damaged("its block has \(rowCount) rows")
    }
    let deadCount = try check(nodes, rowCount: UInt32(rowCount))
    return VectorGraph(
      block: block, generation: field(Field.generation, as: Int64.self), fingerprint: fingerprint,
      dimension: Int(field(Field.dimension, as: UInt32.self)), blockRowCount: Int(rowCount),
      nodes: nodes, entry: try entry(nodes), deadCount: deadCount, owner: file)
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

  private func nodes(from offset: Int) throws(SnapshotError) -> GraphNodes {
    let linksPerNode = Int(field(GraphField.linksPerNode, as: UInt32.self))
    let efConstruction = Int(field(GraphField.efConstruction, as: UInt32.self))
    let dimension = Int(field(Field.dimension, as: UInt32.self))
    guard (2...256).contains(linksPerNode), (1...65_536).contains(efConstruction),
      (1...VectorCode.largestDimension).contains(dimension),
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
    let stride = VectorCode.stride(dimension: dimension)
    guard
      let layout = GraphLayout(
        parameters: parameters, count: count, stride: stride, upperListCount: upperListCount),
      let base = bytes.baseAddress, offset <= bytes.count,
      layout.byteCount == bytes.count - offset
    else {
      throw damaged("its sections do not fill the file")
    }
    return layout.nodes(
      at: UnsafeMutableRawPointer(mutating: base + offset), parameters: parameters, metric: metric,
      count: count, stride: stride, upperListCount: upperListCount)
  }

  /// Checks that every list and row a walk may come to exists; returns the number of dead nodes.
  private func check(_ nodes: GraphNodes, rowCount: UInt32) throws(SnapshotError) -> Int {
    var deadCount = 0
    for node in 0..<nodes.count {
      let level = Int(nodes.levels[node])
      guard level <= GraphParameters.highestLevel,
        level <= nodes.upperListCount - min(Int(nodes.firstUpper[node]), nodes.upperListCount)
      else {
        throw damaged("node \(node) has level \(level)")
      }
      for level in 0...level {
        let links = nodes.links(of: UInt32(node), level: level)
        guard links[0] <= nodes.slots(level: level) else {
          throw damaged("node \(node) has \(links[0]) links")
        }
        for place in 0..<Int(links[0]) {
          let link = links[1 + place]
          guard link < nodes.count, Int(nodes.levels[Int(link)]) >= level else {
            throw damaged("node \(node) is linked to \(link)")
          }
        }
      }
      let row = nodes.rows[node]
      guard row < rowCount || row == GraphNodes.deadRow else {
        throw damaged("node \(node) stands for row \(row)")
      }
      deadCount += row == GraphNodes.deadRow ? 1 : 0
    }
    return deadCount
  }

  private func entry(_ nodes: GraphNodes) throws(SnapshotError) -> GraphEntry? {
    guard nodes.count > 0 else { return nil }
    let node = field(GraphField.entryNode, as: UInt32.self)
    guard node < nodes.count else {
      throw damaged("its walks begin at node \(node)")
    }
    return GraphEntry(node: node, level: Int(nodes.levels[Int(node)]))
  }

  private func field<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
    Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  private func damaged(_ detail: String) -> SnapshotError {
    .damaged(path: file.path, detail: detail)
  }
}
