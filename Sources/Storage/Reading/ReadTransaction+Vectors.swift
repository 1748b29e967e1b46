import FoundationEssentials
import GRDB

extension ReadTransaction {
  /// The models that made vectors, oldest first.
  public func models() throws(StorageError) -> [ModelRecord] {
    try connection.rows(
      "SELECT \(Connection.modelColumns) FROM model ORDER BY id"
    ) { row in try connection.model(row) }
  }

  /// The model with a fingerprint, if it made vectors here.
  public func model(fingerprint: String) throws(StorageError) -> ModelRecord? {
    try connection.first(
      "SELECT \(Connection.modelColumns) FROM model WHERE fingerprint = ?", [fingerprint]
    ) { row in try connection.model(row) }
  }

  /// Whether a model's vector of a content is stored.
  public func hasVector(
    _ content: ContentHash, part: Part, model: ModelRecord
  ) throws(StorageError) -> Bool {
    try missingVectors(among: [content], part: part, model: model).isEmpty
  }

  /// The contents that have no vector of a model yet.
  public func missingVectors(
    among contents: [ContentHash], part: Part, model: ModelRecord
  ) throws(StorageError) -> Set<ContentHash> {
    var missing: Set<ContentHash> = []
    let statement = try DirectStatement(
      connection, "SELECT 1 FROM vector WHERE model = ? AND part = ? AND content = ?")
    statement.bind(model.id, at: 1)
    statement.bind(part.code, at: 2)
    for content in contents {
      statement.bind(content, at: 3)
      if try !statement.step() { missing.insert(content) }
      statement.reset()
    }
    return missing
  }

  /// A model's vector of a content, `[dimension]`.
  public func vector(
    _ content: ContentHash, part: Part, model: ModelRecord
  ) throws(StorageError) -> [Float]? {
    try connection.first(
      "SELECT content, precision, scalars FROM vector WHERE model = ? AND part = ? AND content = ?",
      [model.id, part.code, content.blob]
    ) { row in
      try connection.withVector(row, model: model) { _, bytes, precision in
        VectorCoding.decode(bytes, as: precision)
      }
    }
  }

  /// Streams a model's vectors of a part in the order of their content hashes: those of contents
  /// that an item has which is not offline. The bytes are valid during the call of the closure and
  /// have the length that the model's dimension and the precision ask for.
  public func forEachVector(
    part: Part, model: ModelRecord,
    _ body: (ContentHash, UnsafeRawBufferPointer, VectorPrecision) throws -> Void
  ) throws {
    try connection.stream(
      """
      SELECT vector.content, vector.precision, vector.scalars
      FROM (\(Connection.liveContents)) AS live
      CROSS JOIN vector
        ON vector.model = ? AND vector.part = ? AND vector.content = live.content
      """,
      [part.code, model.id, part.code]
    ) { row in try connection.withVector(row, model: model, body) }
  }

  /// Streams what ``forEachVector(part:model:_:)`` does as numbers, `[dimension]`.
  public func forEachDecodedVector(
    part: Part, model: ModelRecord, _ body: (ContentHash, [Float]) throws -> Void
  ) throws {
    try forEachVector(part: part, model: model) { content, bytes, precision in
      try body(content, VectorCoding.decode(bytes, as: precision))
    }
  }

  /// How many vectors `forEachVector` hands out.
  public func vectorCount(part: Part, model: ModelRecord) throws(StorageError) -> Int {
    try connection.integer(
      """
      SELECT count(*) FROM (\(Connection.liveContents)) AS live
      CROSS JOIN vector
        ON vector.model = ? AND vector.part = ? AND vector.content = live.content
      """,
      [part.code, model.id, part.code])
  }

  /// Streams which item has which content as a part, by item, then by ordinal: items that are not
  /// offline, contents whether or not they have a vector yet.
  public func forEachPlacement(
    part: Part, includingBlank: Bool = true, _ body: (Int64, ContentHash) throws -> Void
  ) throws {
    // The plus keeps SQLite from the index of contents, which it would have to sort by item.
    let condition =
      includingBlank ? "" : "AND content NOT IN (SELECT content FROM image WHERE blank = 1)"
    try connection.stream(
      """
      SELECT item, content FROM part
      WHERE +part = ? AND content IS NOT NULL
        AND item NOT IN (SELECT id FROM item WHERE offline = 1) \(condition)
      ORDER BY item, ordinal
      """,
      [part.code]
    ) { row in try body(try row.value(0), try connection.requiredHash(row, 1)) }
  }
}

extension Connection {
  /// The distinct contents of one part of the items that are not offline, ascending.
  fileprivate static let liveContents = """
    SELECT DISTINCT content FROM part
    WHERE part = ? AND content IS NOT NULL
      AND item NOT IN (SELECT id FROM item WHERE offline = 1)
    ORDER BY content
    """

  /// What `model(_:)` reads.
  static let modelColumns = "id, fingerprint, name, dimension, directory, parts, missing"

  func model(_ row: Row) throws -> ModelRecord {
    var model = ModelRecord(
      id: try row.value(0), fingerprint: try row.value(1), name: try row.value(2),
      dimension: try row.value(3))
    model.directory = try row.value(4)
    let parts = try row.value(5, as: Int64.self)
    model.parts = Part.allCases.filter { parts & 1 << $0.code != 0 }
    model.missingVectors = try row.value(6)
    return model
  }

  /// Hands on the vector in a row of (content, precision, scalars) after checking its length.
  func withVector<Value>(
    _ row: Row, model: ModelRecord,
    _ body: (ContentHash, UnsafeRawBufferPointer, VectorPrecision) throws -> Value
  ) throws -> Value {
    let content = try requiredHash(row, 0)
    let bits = try row.value(1, as: Int64.self)
    guard let precision = VectorPrecision(rawValue: bits) else {
      throw damaged("the vector of \(content) has a precision of \(bits) bits")
    }
    return try row.withUnsafeData(atIndex: 2) { blob in
      let expected = model.dimension * precision.bytesPerScalar
      guard let blob, blob.count == expected else {
        throw damaged(
          "the vector of \(content) by the model \(model.name) has \(blob?.count ?? 0) bytes "
            + "instead of \(expected)")
      }
      return try blob.withUnsafeBytes { try body(content, $0, precision) }
    }
  }
}
