/// A consistent view of a library at one moment.
///
/// What streams hands one row at a time to a closure, whose errors end the stream and reach the
/// caller as they are.
public class ReadTransaction {
  let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// A number that grows with every change of items, parts, images or vectors; starts at random, so
  /// that it never fits what was derived from another library.
  public func generation() throws(StorageError) -> Int64 {
    let generation = try connection.first("SELECT generation FROM library") { row in
      try row.value(0, as: Int64.self)
    }
    guard let generation else { throw connection.damaged("it has no generation number") }
    return generation
  }

  /// The sources in the order in which they were first used.
  public func sources() throws(StorageError) -> [SourceRecord] {
    try connection.rows(
      """
      SELECT id, kind, location, (SELECT max(finished) FROM scan WHERE source = source.id)
      FROM source ORDER BY id
      """
    ) { row in
      let kindName = try row.value(1, as: String.self)
      guard let kind = SourceRecord.Kind(rawValue: kindName) else {
        throw connection.damaged("a source has the kind \(kindName)")
      }
      let path = try row.path(2)
      return SourceRecord(
        id: try row.value(0), kind: kind,
        location: path.bytes.isEmpty
          ? .standardInput : .path(connection.location.absolute(path)),
        lastScanUnixSeconds: try row.value(3))
    }
  }
}
