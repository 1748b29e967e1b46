internal import Encoders
internal import Tuning

/// A model whose similarities are learned.
struct TowerTeacher {
  let model: any EmbeddingModel
  let vectors: TeacherSimilarities

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
      for embedding in try model.embed(present, threads: threads) {
        images.append(row: embedding.scalars)
      }
    }
    var texts = Matrix(rows: 0, columns: model.dimension, scalars: [])
    for text in try model.embed(texts: examples.entries.flatMap(\.texts), threads: threads) {
      texts.append(row: text.embedding.scalars)
    }
    self.model = model
    vectors = TeacherSimilarities(
      images: images, texts: texts, textCounts: examples.entries.map(\.texts.count))
  }
}
