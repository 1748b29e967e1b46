import FoundationEssentials
import GRDB
import JSON

// How the values of records are written to and read from columns.

extension ContentHash {
  /// The blob of the hash.
  var blob: Data { withUnsafeBytes { Data($0) } }
}

extension StoredPath {
  /// The blob of the path.
  var blob: Data { Data(bytes) }
}

extension StoredPathRange {
  /// The condition that a row of the table of files lies in the range.
  var condition: String { upper == nil ? "file.path >= ?" : "file.path >= ? AND file.path < ?" }

  /// The bounds, for the question marks of the condition.
  var arguments: [Connection.Argument] {
    [Data(lower)] + (upper.map { [Data($0)] } ?? [])
  }
}

extension String {
  /// The UTF-8 as a blob, for `CAST(? AS TEXT)`: keeps zero characters.
  var blob: Data { Data(utf8) }

  /// The text for `CAST(? AS TEXT)`: a blob only where it has zero characters.
  var argument: any DatabaseValueConvertible { utf8.contains(0) ? blob : self }
}

extension Row {
  /// The value of a column; throws where the row has NULL and the type has no nil.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ column: Int, as type: Value.Type = Value.self
  ) throws -> Value {
    try decode(type, atIndex: column)
  }

  /// The text of a column selected as `CAST(… AS BLOB)`; nil for NULL.
  func text(_ column: Int) throws -> String? {
    try value(column, as: Data?.self).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The path in a blob column.
  func path(_ column: Int) throws -> StoredPath {
    StoredPath(bytes: Array(try value(column, as: Data.self)))
  }
}

extension Connection {
  /// The hash in a column; nil for NULL.
  func hash(_ row: Row, _ column: Int) throws -> ContentHash? {
    try row.withUnsafeData(atIndex: column) { blob in
      guard let blob else { return nil }
      guard blob.count == ContentHash.byteCount else {
        throw damaged("a content hash has \(blob.count) bytes instead of 32")
      }
      return blob.withUnsafeBytes { ContentHash(stored: $0) }
    }
  }

  /// The hash in a column that is never NULL.
  func requiredHash(_ row: Row, _ column: Int) throws -> ContentHash {
    guard let hash = try hash(row, column) else { throw damaged("a content hash is missing") }
    return hash
  }
}

/// Columns of an item as one JSON object, names in ascending order, so that equal fields are equal
/// texts.
enum FieldCoding {
  /// Nil for no fields at all.
  static func encode(_ fields: [String: String]) -> String? {
    if fields.isEmpty { return nil }
    return JSONValue.object(
      fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
    ).text
  }

  /// Nil for a text that is no JSON object of strings.
  static func decode(_ text: String?) -> [String: String]? {
    guard var text else { return [:] }
    let value = text.withUTF8 { bytes in
      try? JSONParser.parse(UnsafeRawBufferPointer(bytes))
    }
    guard case .object(let members)? = value else { return nil }
    var fields: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else { return nil }
      fields[member.key] = text
    }
    return fields
  }
}
