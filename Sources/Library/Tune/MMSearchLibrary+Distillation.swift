internal import Encoders
internal import Storage
internal import Tuning

/// What a teacher says of the vectors of a library.
struct TeacherVectors {
  /// Of rows of the library's vectors.
  let rows: [RetrievalVectors.Row]
  /// `[rows, dimension of the teacher]`, at length one.
  let vectors: Matrix
}

extension MMSearchLibrary {
  /// The teacher of a request, with the model where it is one; nil where the request has none.
  ///
  /// Throws: `LibraryError` and `TuningError` where it cannot teach this library.
  func teacher(
    of request: TuningRequest, _ reading: ExampleReading
  ) throws -> (vectors: TeacherVectors, model: (any EmbeddingModel)?)? {
    switch request.source {
    case .field, .titles, .pairs, .feedback: return nil
    case .teacherVectors(let path):
      return (try exportedVectors(path, reading), nil)
    case .teacherModel(let name):
      let opened = try OpenedModel(name)
      let found = try store.read { try $0.model(fingerprint: opened.model.fingerprint.hex) }
      guard let record = found else {
        throw LibraryError(
          "\(opened.model.name) has no vectors in this library; index or ingest again with --model \(name), "
            + "then let it teach")
      }
      let teacher = try ExampleReading(store, record)
      let known = reading.contents.filter { teacher.contents[$0.key] != nil }
        .sorted {
          ($0.value.modality.rawValue, $0.value.number) < (
            $1.value.modality.rawValue, $1.value.number
          )
        }
      let rows = known.compactMap { teacher.contents[$0.key] }
      let vectors = TeacherVectors(
        rows: known.map(\.value), vectors: teacher.vectors.gathering(rows))
      return (vectors, opened.model)
    }
  }

  /// The rows of a NumPy file in the order of an export.
  private func exportedVectors(
    _ path: String, _ reading: ExampleReading
  ) throws -> TeacherVectors {
    let file = try NumpyFile(path: path)
    var numbers: [(row: RetrievalVectors.Row, line: Int)] = []
    var seen: Set<RetrievalVectors.Row> = []
    var lines = 0
    try store.read { transaction in
      try transaction.forEachItem { item in
        for part in try transaction.parts(of: item.id) {
          guard let content = part.content,
            try transaction.hasVector(content, part: part.part, model: reading.record)
          else { continue }
          let key = ExampleReading.Content(hash: content, isImage: part.part == .image)
          if let row = reading.contents[key], seen.insert(row).inserted {
            numbers.append((row, lines))
          }
          lines += 1
        }
      }
    }
    guard lines == file.rows else {
      throw LibraryError(
        "\(path) has \(file.rows) rows, and an export of this library \(lines); embed each line of "
          + "mmsearch export --items with the teacher")
    }
    return TeacherVectors(
      rows: numbers.map(\.row), vectors: try file.unitRows().gathering(numbers.map(\.line)))
  }

  /// The task of learning from a teacher.
  ///
  /// Throws: `LibraryError` where the library has too few vectors.
  func distillation(
    _ request: TuningRequest, _ reading: ExampleReading, _ teacher: TeacherVectors
  ) throws -> DistillationTask {
    let split = try TuningParts.numbers(keys: teacher.rows.map { reading.keys[$0] ?? 0 })
    return DistillationTask(
      reading.vectors, rows: teacher.rows, teacher: teacher.vectors, split: split,
      heads: request.untrainedHeads(
        Set(teacher.rows.map(\.modality)), dimension: reading.record.dimension),
      lossSettings: request.lossSettings, batchSize: request.batchSize, seed: request.seed,
      threads: configuration.threads)
  }
}
