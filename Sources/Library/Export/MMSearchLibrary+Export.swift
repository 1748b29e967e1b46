internal import FoundationEssentials
internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// Writes every vector of the present model as a row of a NumPy matrix, and for each row a JSON line that
  /// says what it stands for. Returns the number of rows.
  ///
  /// Throws: `LibraryError` where a file cannot be written.
  public func export(vectorsPath: String, itemsPath: String) throws -> Int {
    let record = try modelRecord()
    let matrix = try NumpyWriter(path: vectorsPath, dimension: record.dimension)
    let lines = try LineWriter(path: itemsPath)
    var rows = 0
    try store.read { transaction in
      try transaction.forEachItem { item in
        let path = try transaction.primaryImagePaths(of: [item.id])[item.id]?.string
        for part in try transaction.parts(of: item.id) {
          guard let content = part.content,
            let vector = try transaction.vector(content, part: part.part, model: record)
          else { continue }
          try matrix.append(vector)
          try lines.write(
            ExportedRow(
              id: item.key, path: path, part: part.part.rawValue, ordinal: part.ordinal,
              model: record.name, fingerprint: record.fingerprint, title: item.title,
              description: part.part == .description ? item.description : nil))
          rows += 1
        }
      }
    }
    try matrix.finish()
    try lines.finish()
    return rows
  }
}

/// What a row of an exported matrix stands for.
private struct ExportedRow: Encodable {
  let id: String
  let path: String?
  let part: String
  let ordinal: Int
  let model: String
  let fingerprint: String
  let title: String?
  /// Only where it is what was embedded.
  let description: String?
}
