internal import Encoders
internal import Feeds
internal import FoundationEssentials
internal import Storage
internal import SystemPackage
internal import Tuning

/// Vectors of another program, ready to be streamed.
struct ImportSource {
  /// The model that made them, as far as the source says so.
  let model: String?
  let fingerprint: String?
  let dimension: Int
  /// How many there are.
  let count: Int
  /// Hands on one row after the other.
  let forEachRow: (_ body: (ImportedRow) throws -> Void) throws -> Void

  /// Recognises what lies at a path: a SQLite database, a folder of clip-retrieval, or a NumPy matrix.
  ///
  /// Throws: `LibraryError`, `StorageError`, `FeedError` for what cannot be read.
  static func open(_ request: ImportRequest) throws -> ImportSource {
    let path = FilePath(request.path)
    switch FileStatus(of: path)?.kind {
    case .folder: return try folder(path, request)
    case .regular: break
    default:
      throw LibraryError("there is no file or folder at \(request.path); check the path")
    }
    if path.extension?.lowercased() == "npy" {
      guard let items = request.items else {
        throw LibraryError(
          "\(request.path) says nothing of what its rows are; name the lines that do with --items "
            + "items.jsonl")
      }
      return try matrices([(request.path, items)], request)
    }
    return try database(request)
  }

  private static func database(_ request: ImportRequest) throws -> ImportSource {
    let vectors = try ForeignVectors(path: request.path)
    var collections = try vectors.collections()
    if let name = request.collection { collections.removeAll { $0.name != name } }
    guard collections.count == 1 else {
      let names = try vectors.collections().map(\.name).joined(separator: ", ")
      throw LibraryError(
        names.isEmpty
          ? "\(request.path) holds no vectors; embed something with the program it belongs to"
          : "\(request.path) has the collections \(names); name one with --collection")
    }
    let collection = collections[0]
    let root = FilePath(request.imageRoot ?? FilePath(request.path).removingLastComponent().string)
    var model = collection.model
    if case .rclip(let version) = vectors.kind {
      // rclip/db.py: version 3 came with another model.
      model = version >= 3 ? "ViT-B-32-256/datacomp_s34b_b86k" : "ViT-B-32-quickgelu/openai"
    }
    return ImportSource(
      model: model, fingerprint: nil, dimension: collection.dimension, count: collection.count
    ) { body in
      var number = 0
      try vectors.forEachEntry(of: collection) { entry in
        number += 1
        try body(ImportedRow(entry, number: number, kind: vectors.kind, root: root))
      }
    }
  }

  /// `img_emb/img_emb_0.npy` and `metadata/metadata_0.jsonl`, and so on.
  private static func folder(_ path: FilePath, _ request: ImportRequest) throws -> ImportSource {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: path.appending("img_emb").string)) ?? []
    let matrices = names.filter { $0.hasSuffix(".npy") }.sorted()
    guard !matrices.isEmpty else {
      throw LibraryError(
        "\(request.path) has no img_emb/*.npy, which clip-retrieval writes; name a folder that has, "
          + "a .npy file or a database")
    }
    let pairs = try matrices.map { name in
      let number = name.dropLast(4).split(separator: "_").last ?? ""
      let stem = path.appending("metadata").appending("metadata_\(number)").string
      for suffix in ["jsonl", "csv", "jsonl.gz", "csv.gz"] {
        let items = "\(stem).\(suffix)"
        if FileStatus(of: FilePath(items)) != nil {
          return (path.appending("img_emb").appending(name).string, items)
        }
      }
      throw LibraryError(
        "there is no \(stem).jsonl, and Parquet is not read; write it with python3 -c \"import "
          + "pandas; pandas.read_parquet('\(stem).parquet').to_json('\(stem).jsonl', "
          + "orient='records', lines=True)\"")
    }
    return try self.matrices(pairs, request)
  }

  /// The longest vectors that an index takes.
  private static let mostScalars = 1 << 16

  private static func matrices(
    _ pairs: [(matrix: String, items: String)], _ request: ImportRequest
  ) throws -> ImportSource {
    let matrices = try pairs.map { try NumpyFile(path: $0.matrix) }
    let dimension = matrices[0].columns
    guard matrices.allSatisfy({ $0.columns == dimension }) else {
      throw LibraryError(
        "the matrices of \(request.path) have rows of different lengths; import those of one model")
    }
    guard dimension <= mostScalars else {
      throw LibraryError(
        "\(pairs[0].matrix) has rows of \(dimension) numbers, and vectors have at most "
          + "\(mostScalars); give a matrix with a row for each vector")
    }
    var first = try FeedReader(source: .file(path: pairs[0].items))
    var beginning: ImportedRow?
    while beginning == nil, let event = try first.next() {
      if case .row(let row) = event {
        beginning = ImportedRow(row, scalars: [], root: FilePath("/"))
      }
    }
    return ImportSource(
      model: beginning?.model, fingerprint: beginning?.fingerprint, dimension: dimension,
      count: matrices.reduce(0) { $0 + $1.rows }
    ) { body in
      for (matrix, items) in pairs {
        let vectors = try NumpyFile(path: matrix)
        let root = FilePath(
          request.imageRoot ?? FilePath(items).removingLastComponent().string)
        var feed = try FeedReader(source: .file(path: items))
        var read = 0
        // Rows that the feed rejects have a vector, too, which is passed over.
        while let event = try feed.next() {
          guard case .row(let row) = event else { continue }
          read = row.rowNumber
          guard (1...vectors.rows).contains(read) else {
            throw LibraryError(
              "\(items) has more lines than \(matrix) has rows, \(vectors.rows); give the lines "
                + "that were written with it")
          }
          try body(ImportedRow(row, scalars: vectors.row(read - 1), root: root))
        }
        guard read == vectors.rows else {
          throw LibraryError(
            "\(matrix) has \(vectors.rows) rows, but \(items) ends with line \(read); give the "
              + "lines that were written with it")
        }
      }
    }
  }
}
