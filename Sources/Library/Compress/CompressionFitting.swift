internal import Storage
internal import Tuning
internal import VectorIndex

/// What a compression is fitted to: the vectors of a library, read in pieces.
struct CompressionFitting {
  let snapshot: VectorSnapshot
  let threads: Int

  private static let piece = 1024
  /// Of each kind at most so many are read, evenly over all: more do not move the axes.
  private static let mostRows = 200_000

  /// The mean of x xᵀ over pictures and texts together, each of which count the same.
  func moment() -> [Double] {
    let moments = [
      moment(of: [Part.image.rawValue, QueryPlan.blankBlock]),
      moment(of: Part.allCases.filter { $0 != .image }.map(\.rawValue)),
    ]
    return SecondMoment.balanced(moments, dimension: snapshot.dimension)
  }

  private func moment(of blocks: [String]) -> SecondMoment {
    var moment = SecondMoment(dimension: snapshot.dimension)
    let total = blocks.reduce(0) { $0 + snapshot.rowCount(ofBlock: $1) }
    // Whole pieces are left out between those that are read.
    let step = Self.piece * max(1, (total + Self.mostRows - 1) / Self.mostRows)
    for block in blocks {
      let rowCount = snapshot.rowCount(ofBlock: block)
      for first in stride(from: 0, to: rowCount, by: step) {
        let range = first..<min(first + Self.piece, rowCount)
        moment.add(
          Matrix(
            rows: range.count, columns: snapshot.dimension,
            scalars: snapshot.rows(range, ofBlock: block)), threads: threads)
      }
    }
    return moment
  }

  /// Pictures and texts at equal distances, some hundred of each.
  func sample(count: Int) -> RetrievalVectors {
    func rows(of block: String) -> Matrix {
      let rowCount = snapshot.rowCount(ofBlock: block)
      let count = min(count, rowCount)
      let scalars = (0..<count).flatMap { number in
        let row = number * rowCount / count
        return snapshot.rows(row..<row + 1, ofBlock: block)
      }
      return Matrix(rows: count, columns: snapshot.dimension, scalars: scalars)
    }
    let texts = [Part.title, .description].map { rows(of: $0.rawValue) }
    return RetrievalVectors(
      images: rows(of: Part.image.rawValue), texts: texts.first { $0.rows > 0 } ?? texts[0])
  }
}
