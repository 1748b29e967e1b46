@testable import VectorIndex

/// Makes damaged snapshots look whole.
enum SnapshotForgery {
  /// Replaces the checksum by the right one for the content.
  static func seal(_ bytes: inout [UInt8]) {
    let checksum = bytes.withUnsafeBytes { SnapshotFormat.checksum(of: $0, threads: 1) }
    withUnsafeBytes(of: checksum.littleEndian) { sum in
      let field = SnapshotFormat.Field.checksum
      bytes.replaceSubrange(field..<field + 8, with: sum)
    }
  }
}
