import Kernels

extension VectorGraph {
  /// Writes the graph to a file that takes the place of another only when it is complete and on
  /// the disk, and then what it stands for to one beside it.
  public func write(to path: String) throws(SnapshotError) {
    try write(to: TemporaryFile(for: path), at: path)
  }

  /// The same to a file that was begun for `path`.
  func write(to file: TemporaryFile, at path: String) throws(SnapshotError) {
    try file.write([UInt8](repeating: 0, count: GraphFormat.headerCount))
    let sections = sections
    let checksums = (layout?.sections ?? []).map {
      SnapshotFormat.checksum(of: UnsafeRawBufferPointer(rebasing: sections[$0]), threads: 1)
    }
    try file.write(checksums)
    try file.write(Array(block.utf8))
    try file.write(Array(fingerprint.utf8))
    try file.pad(to: GraphLayout.alignment)
    let sectionOffset = file.count
    try file.write(sections)
    typealias Field = SnapshotFormat.Field
    typealias GraphField = GraphFormat.Field
    var header = [UInt8](repeating: 0, count: GraphFormat.headerCount)
    header.set(GraphFormat.magic, at: Field.magic)
    header.set(GraphFormat.version, at: Field.version)
    header.set(UInt32(dimension), at: Field.dimension)
    header.set(UInt64(file.count), at: Field.byteCount)
    header.set(UInt64(nodes.count), at: GraphField.nodeCount)
    header.set(UInt64(nodes.upperListCount), at: GraphField.upperListCount)
    header.set(UInt32(block.utf8.count), at: GraphField.blockNameCount)
    header.set(UInt32(fingerprint.utf8.count), at: GraphField.fingerprintCount)
    header.set(metric.rawValue, at: GraphField.metric)
    header.set(UInt32(parameters.linksPerNode), at: GraphField.linksPerNode)
    header.set(UInt32(parameters.efConstruction), at: GraphField.efConstruction)
    header.set(entry?.node ?? 0, at: GraphField.entryNode)
    header.set(parameters.seed, at: GraphField.seed)
    header.set(UInt32(trial?.expansion ?? 0), at: GraphField.expansion)
    header.set(UInt64(trial?.walkNanoseconds ?? 0), at: GraphField.walkTime)
    header.set(UInt64(trial?.scanNanoseconds ?? 0), at: GraphField.scanTime)
    try file.overwrite(header, at: 0)
    let mapped = try file.mapped()
    let checksum = withExtendedLifetime(mapped) {
      SnapshotFormat.checksum(
        ofDescription: mapped.bytes, end: sectionOffset, directory: mapped.bytes.count)
    }
    header.set(checksum, at: Field.checksum)
    try file.overwrite(header, at: 0)
    try file.publish()
    try placement?.write(besideGraphAt: path, graphChecksum: checksum)
  }

  /// Writes what the graph, which lies at `path`, stands for to the file beside it.
  func writePlacement(besideGraphAt path: String) throws(SnapshotError) {
    guard let checksum else { return }
    try placement?.write(besideGraphAt: path, graphChecksum: checksum)
  }
}
