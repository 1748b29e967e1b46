/// The layout of a graph file, version 4. Integers are little-endian; every section begins on a
/// multiple of 64 bytes, padded with zeros. A file is for one block of one model;
/// which rows its nodes stand for, the file of a `GraphPlacement` beside it says.
///
/// ```
/// header, 128 bytes
///    0  magic              8 bytes
///    8  format version     UInt32
///   12  dimension          UInt32
///   24  byte count         UInt64    of the whole file
///   32  checksum           UInt64    of all before the sections but this field
///   40  node count         UInt64
///   48  upper list count   UInt64
///   56  block name count   UInt32    bytes
///   60  fingerprint count  UInt32    bytes
///   64  metric             UInt32
///   68  links per node     UInt32
///   72  efConstruction     UInt32
///   76  entry node         UInt32    0 in a graph without nodes
///   80  seed               UInt64
///  104  expansion          UInt32    as `GraphTrial` explains it and the next two; 0 without one
///  112  walk time          UInt64    nanoseconds
///  120  scan time          UInt64    nanoseconds
/// section checksums        8 UInt64
/// block name               UTF-8
/// fingerprint              UTF-8
/// sections                 as `GraphLayout` places them and `GraphNodes` explains them
/// ```
///
/// As of a snapshot, only what comes before the sections is checked when a graph is opened; walks
/// take nothing in the sections for granted.
enum GraphFormat {
  static let magic: UInt64 = 0x1a0a_0d47_534d_4d89  // 0x89 "MMSG" CR LF 0x1A
  static let version: UInt32 = 4
  static let headerCount = 128
  /// Where the texts begin.
  static let textOffset = headerCount + 8 * GraphLayout.sectionNames.count

  /// Where the fields of the header lie; those it shares with a snapshot's lie where they do there.
  enum Field {
    static let nodeCount = 40
    static let upperListCount = 48
    static let blockNameCount = 56
    static let fingerprintCount = 60
    static let metric = 64
    static let linksPerNode = 68
    static let efConstruction = 72
    static let entryNode = 76
    static let seed = 80
    static let expansion = 104
    static let walkTime = 112
    static let scanTime = 120
  }
}
