internal import FoundationEssentials
internal import Glibc
internal import Storage
internal import SystemPackage

/// Whose format an export is written in.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// A NumPy matrix and JSON Lines.
  case npy
  /// The database of rclip.
  case rclip
  /// A folder of clip-retrieval, with JSON Lines in place of Parquet.
  case clipRetrieval = "clip-retrieval"
  /// A collection of llm.
  case llm
}

extension MMSearchLibrary {
  /// rclip compares vectors of one model alone, and its database does not say which it is (`rclip/model.py`).
  private static let rclipModel = (name: "ViT-B-32-256/datacomp_s34b_b86k", dimension: 512)

  /// Writes the present model's vectors of pictures in files into a new database of rclip; returns how many.
  ///
  /// Throws: `LibraryError` for vectors that rclip's own cannot be compared with; `StorageError` where a file is at
  /// the path.
  public func exportForRclip(to path: String) throws -> Int {
    let record = try modelRecord()
    guard record.dimension == Self.rclipModel.dimension else {
      throw LibraryError(
        "rclip compares vectors of \(Self.rclipModel.name) with \(Self.rclipModel.dimension) numbers, and those of "
          + "\(record.name) have \(record.dimension); index with that model and export with --model, or choose "
          + "another --format")
    }
    return try ForeignVectorsWriter.write(to: path, as: .rclip) { writer in
      var count = 0
      try forEachPicture(record) { _, file, vector in
        let entry = ForeignVectors.Entry(
          id: file.path.string, text: nil, byteCount: file.byteCount, scalars: vector)
        if try writer.add(entry, modifiedNanoseconds: file.modifiedNanoseconds) { count += 1 }
      }
      return count
    }
  }

  /// Writes the present model's vectors into a collection of a new database of llm: pictures in files by their
  /// paths, and of each item the title, or else the description, by its id. Returns how many.
  ///
  /// Throws: `StorageError` where a file is at the path.
  public func exportForLLM(to path: String) throws -> Int {
    let record = try modelRecord()
    let kind = ForeignVectorsWriter.Kind.llm(collection: "mmsearch", model: record.name)
    return try ForeignVectorsWriter.write(to: path, as: kind) { writer in
      var count = 0
      try forEachPicture(record) { _, file, vector in
        let entry = ForeignVectors.Entry(
          id: file.path.string, text: nil, byteCount: nil, scalars: vector)
        if try writer.add(entry, modifiedNanoseconds: file.modifiedNanoseconds) { count += 1 }
      }
      let now = Int64(time(nil)) * 1_000_000_000
      try store.read { transaction in
        try transaction.forEachItem { item in
          for part in try transaction.parts(of: item.id) where part.part != .image {
            guard let content = part.content,
              let vector = try transaction.vector(content, part: part.part, model: record)
            else { continue }
            let entry = ForeignVectors.Entry(
              id: item.key, text: part.part == .title ? item.title : item.description,
              byteCount: nil, scalars: vector)
            if try writer.add(entry, modifiedNanoseconds: now) { count += 1 }
          }
        }
      }
      return count
    }
  }

  /// Writes the present model's vectors of pictures in files as clip-retrieval lays them out, into a new folder:
  /// `img_emb/img_emb_0.npy` and `metadata/metadata_0.jsonl`. Returns how many.
  ///
  /// Throws: `LibraryError` where something is at the path.
  public func exportForClipRetrieval(to path: String) throws -> Int {
    let record = try modelRecord()
    guard FileStatus(of: FilePath(path)) == nil else {
      throw LibraryError("\(path) is there already, and exports write new folders only")
    }
    for folder in ["img_emb", "metadata"] {
      do {
        try FileManager.default.createDirectory(
          atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
      } catch {
        throw LibraryError("\(path) cannot be made a folder; give another one")
      }
    }
    let matrix = try NumpyWriter(
      path: "\(path)/img_emb/img_emb_0.npy", dimension: record.dimension)
    let lines = try LineWriter(path: "\(path)/metadata/metadata_0.jsonl")
    var count = 0
    try forEachPicture(record) { item, file, vector in
      try matrix.append(vector)
      try lines.write(
        ClipRetrievalRow(
          id: item.key, image_path: file.path.string, caption: item.title, model: record.name,
          fingerprint: record.fingerprint))
      count += 1
    }
    try matrix.finish()
    try lines.finish()
    return count
  }

  /// Every picture of an item that is not offline and lies in a file, with its vector.
  private func forEachPicture(
    _ record: ModelRecord, _ body: (ItemRecord, FileRecord, [Float]) throws -> Void
  ) throws {
    try store.read { transaction in
      try transaction.forEachItem { item in
        for part in try transaction.parts(of: item.id) where part.part == .image {
          guard let content = part.content, let file = try part.file.flatMap(transaction.file(id:)),
            let vector = try transaction.vector(content, part: .image, model: record)
          else { continue }
          try body(item, file, vector)
        }
      }
    }
  }
}

/// A line of clip-retrieval's metadata, and what `mmsearch import` takes from it.
private struct ClipRetrievalRow: Encodable {
  let id: String
  let image_path: String
  let caption: String?
  let model: String
  let fingerprint: String
}
