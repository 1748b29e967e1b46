/// What another model makes of pictures and their texts; its dimension need not be the student's.
public struct TeacherSimilarities: Sendable {
  private let images: Matrix
  private let texts: Matrix
  private let firstTexts: [Int]

  /// By how much the teacher's cosines are multiplied before they become shares; CLIP's own factor is 100,
  /// which would leave nothing but the best.
  private static let factor: Float = 20

  /// - Parameters:
  ///   - images: unit vectors, a row a picture.
  ///   - texts: unit vectors of the texts of the first picture, then of the second and so on.
  ///   - textCounts: the number of texts of each picture.
  public init(images: Matrix, texts: Matrix, textCounts: [Int]) {
    precondition(textCounts.count == images.rows && textCounts.reduce(0, +) == texts.rows)
    self.images = images
    self.texts = texts
    var firstTexts: [Int] = []
    for count in textCounts { firstTexts.append((firstTexts.last ?? 0) + count) }
    self.firstTexts = [0] + firstTexts.dropLast()
  }

  /// The similarities of some pictures and one text of each, a row a picture, as logits.
  func logits(_ chosen: [(picture: Int, text: Int)]) -> Matrix {
    images.gathering(chosen.map(\.picture))
      .multiplied(by: gathering(chosen))
      .mapScalars { $0 * Self.factor }
  }

  /// The vectors of some pictures and texts.
  public func vectors(
    pictures: [Int], texts chosen: [(picture: Int, text: Int)]
  ) -> (images: Matrix, texts: Matrix) {
    (images.gathering(pictures), gathering(chosen))
  }

  private func gathering(_ chosen: [(picture: Int, text: Int)]) -> Matrix {
    texts.gathering(chosen.map { firstTexts[$0.picture] + $0.text })
  }
}
