@testable import VectorIndex

/// Makes damaged files look whole.
enum SnapshotForgery {
  /// Replaces the checksum of what describes a snapshot by the right one, if it can be told what that
  /// is.
  static func sealSnapshot(_ bytes: inout [UInt8]) {
    let fingerprint = number(bytes, SnapshotFormat.Field.fingerprintCount, 4)
    seal(
      &bytes,
      end: SnapshotFormat.aligned(
        SnapshotFormat.headerCount + min(fingerprint, bytes.count),
        to: SnapshotFormat.sectionAlignment),
      directory: number(bytes, SnapshotFormat.Field.directoryOffset, 8))
  }

  /// The same for a graph.
  static func sealGraph(_ bytes: inout [UInt8]) {
    let texts =
      number(bytes, GraphFormat.Field.blockNameCount, 4)
      + number(bytes, GraphFormat.Field.fingerprintCount, 4)
    seal(
      &bytes,
      end: SnapshotFormat.aligned(
        GraphFormat.textOffset + min(texts, bytes.count), to: GraphLayout.alignment),
      directory: bytes.count)
  }

  /// The same for a placement.
  static func sealPlacement(_ bytes: inout [UInt8]) {
    seal(&bytes, end: GraphPlacement.headerCount, directory: bytes.count)
  }

  /// Makes a placement one of a graph.
  static func sealPlacement(_ bytes: inout [UInt8], ofGraph graph: [UInt8]) {
    let checksum = SnapshotFormat.Field.checksum
    let field = GraphPlacement.Field.graphChecksum
    bytes.replaceSubrange(field..<field + 8, with: graph[checksum..<checksum + 8])
    sealPlacement(&bytes)
  }

  private static func seal(_ bytes: inout [UInt8], end: Int, directory: Int) {
    guard end <= bytes.count, (0...bytes.count).contains(directory) else { return }
    let checksum = bytes.withUnsafeBytes {
      SnapshotFormat.checksum(ofDescription: $0, end: end, directory: directory)
    }
    withUnsafeBytes(of: checksum.littleEndian) { sum in
      let field = SnapshotFormat.Field.checksum
      bytes.replaceSubrange(field..<field + 8, with: sum)
    }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<offset + count].reversed().reduce(0) { ($0 << 8 | Int($1)) & (Int.max >> 9) }
  }
}
