internal import Encoders
internal import Glibc
internal import Tuning

/// A model whose similarities are learned.
struct TowerTeacher {
  let model: any EmbeddingModel
  let vectors: TeacherSimilarities

  /// Pictures and texts that are timed.
  private static let timed = 32

  /// Embeds all pictures and texts with the model of a name.
  ///
  /// Throws: `LibraryError` for a model without one of the towers and for a picture that is gone; otherwise what
  /// opening and embedding throw.
  init(_ name: String, examples: PictureExamples, threads: Int) throws {
    let model = try OpenedModel(name).model
    guard model.modalities == [.image, .text] else {
      throw LibraryError(
        "\(model.name) cannot teach towers, for it does not embed both pictures and texts; name "
          + "another with --teacher-model")
    }
    var images = Matrix(rows: 0, columns: model.dimension, scalars: [])
    for first in stride(from: 0, to: examples.count, by: 64) {
      let numbers = Array(first..<min(first + 64, examples.count))
      let prepared = parallelMapPrefix(numbers, threads: threads) {
        examples.image($0, side: model.imageSide).map(model.prepare)
      }
      let present = prepared.compactMap { $0 }
      guard present.count == numbers.count else {
        throw LibraryError("a picture has gone while the teacher looked at them; start again")
      }
      images = images.appending(try model.embed(present, threads: threads).map(\.scalars))
    }
    let texts = try model.embed(
      texts: examples.entries.flatMap(\.texts), threads: threads
    ).map(\.embedding.scalars)
    self.model = model
    vectors = TeacherSimilarities(
      images: images,
      texts: Matrix(rows: 0, columns: model.dimension, scalars: []).appending(texts),
      textCounts: examples.entries.map(\.texts.count))
  }

  /// By how much less processor time a student takes for a picture and a text, both on one thread.
  func speedup(of student: any EmbeddingModel, examples: PictureExamples) throws -> Double {
    func seconds(_ model: any EmbeddingModel) throws -> Double {
      let pictures = (0..<min(Self.timed, examples.count)).compactMap {
        examples.image($0, side: model.imageSide).map(model.prepare)
      }
      let texts = examples.entries.prefix(Self.timed).map { $0.texts[0] }
      // Once before, so that the towers are there.
      _ = try model.embed(Array(pictures.prefix(1)), threads: 1)
      _ = try model.embed(texts: Array(texts.prefix(1)), threads: 1)
      let start = Self.processorSeconds()
      _ = try model.embed(pictures, threads: 1)
      _ = try model.embed(texts: texts, threads: 1)
      return Self.processorSeconds() - start
    }
    return try seconds(self.model) / max(1e-9, seconds(student))
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Matrix {
  /// With more rows below.
  fileprivate func appending(_ rows: [[Float]]) -> Matrix {
    Matrix(
      rows: self.rows + rows.count, columns: columns, scalars: scalars + rows.flatMap { $0 })
  }
}
