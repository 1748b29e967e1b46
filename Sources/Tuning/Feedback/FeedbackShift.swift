import Ranking

/// How far feedback moves a query, and which others it moves too.
public struct FeedbackStrength: Sendable, Equatable {
  /// How much of the way from the middle of all answers to those that were liked.
  public let step: Float
  /// Where the movement of another query begins: its share of the judged query, both seen from the middle of all.
  public let reach: Float
}

/// Heads that move a query as feedback on queries like it says: Rocchio's formula (1971) with the weights of Salton
/// and Buckley (1990), carried to other queries by kernel ridge regression.
///
/// Each judged query f is a unit of a hidden layer that answers max(0, (⟨f − m, x − m⟩ / ‖f − m‖² − t) / (1 − t)) to a
/// vector x: 1 to f itself and 0 to all that have less than the share t of it, m being the mean of all vectors. A
/// head of the kind ``HeadKind/skip`` is such a layer, so that nothing has to be learned step by step, and what no
/// feedback resembles stays exactly where it is.
struct FeedbackShift {
  let vectors: RetrievalVectors
  /// The means of the vectors of the library, by which queries and answers are seen.
  let centers: [TuningModality: [Float]]
  let strength: FeedbackStrength

  /// What wrong answers count beside right ones: they have less in common (Salton and Buckley 1990, β = 0.75,
  /// γ = 0.25).
  private static let wrongShare: Float = 1.0 / 3
  /// How strongly movements are drawn to none: a query that two others contradict follows neither.
  private static let ridge = 1.0
  /// GELU(s x) / s is max(0, x) but for |x| below about 2 / s.
  private static let sharpness: Float = 50

  /// The heads for queries that were judged; nil for a kind of which there is none.
  func heads(for queries: [JudgedQuery]) -> HeadPair {
    HeadPair(image: head(.image, queries), text: head(.text, queries))
  }

  private func head(_ modality: TuningModality, _ queries: [JudgedQuery]) -> Head? {
    let dimension = vectors.images.columns
    let center = centers[modality] ?? [Float](repeating: 0, count: dimension)
    let judged = queries.filter { $0.row.modality == modality }.compactMap { query in
      Unit(vectors.matrix(modality).row(query.row.number), center).map { (unit: $0, query: query) }
    }
    // As many units as a hidden layer has; those of the last feedback.
    .suffix(dimension)
    guard !judged.isEmpty else { return nil }
    let units = judged.map(\.unit)
    let answers = Matrix(
      rows: units.count, columns: units.count,
      scalars: units.flatMap { x in units.map { max(0, answer(of: $0, to: x.vector)) } })
    let movements = Matrix(
      rows: units.count, columns: dimension, scalars: judged.flatMap { movement(of: $0.query) })
    let columns = RidgeRegression.solve(answers, movements, ridge: Self.ridge)
    var head = Head(.skip, dimension: dimension, seed: 0)
    var expand = Matrix(rows: dimension, columns: dimension)
    var bias = Matrix(rows: 1, columns: dimension)
    var contract = expand
    let scale = Self.sharpness / (1 - strength.reach)
    for (number, unit) in units.enumerated() {
      for column in 0..<dimension {
        expand[number, column] = scale * unit.direction[column]
        contract[column, number] = columns[number, column] / Self.sharpness
      }
      bias[0, number] = -scale * (unit.offset + strength.reach)
    }
    let values = [expand, bias, contract, Matrix(rows: 1, columns: dimension)]
    for (index, value) in values.enumerated() { head.parameters[index].value = value }
    head.parameters[4].value = Matrix(rows: 1, columns: dimension, repeating: 1)
    return head
  }

  /// A judged query as a unit: ⟨direction, x⟩ − offset is the share of it that x has.
  private struct Unit {
    let vector: [Float]
    let direction: [Float]
    let offset: Float

    /// Nil for a query in the middle of all.
    init?(_ vector: ArraySlice<Float>, _ center: [Float]) {
      let seen = zip(vector, center).map { $0 - $1 }
      let square = seen.reduce(0) { $0 + $1 * $1 }
      guard square > 1e-6 else { return nil }
      self.vector = Array(vector)
      direction = seen.map { $0 / square }
      offset = zip(direction, center).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private func answer(of unit: Unit, to vector: [Float]) -> Float {
    let share = zip(unit.direction, vector).reduce(0) { $0 + $1.0 * $1.1 } - unit.offset
    return (share - strength.reach) / (1 - strength.reach)
  }

  /// Where the query should move: to the mean of what is right and away from that of what is wrong, both seen from
  /// the middle. One more answer in the middle is counted with each, so that little feedback moves little.
  private func movement(of query: JudgedQuery) -> [Float] {
    var movement = [Float](repeating: 0, count: vectors.images.columns)
    for isRight in [true, false] {
      let judgements = query.judgements.filter { ($0.grade > 0) == isRight }
      let sum = judgements.reduce(0) { $0 + Float($1.grade.magnitude) }
      let share = (isRight ? 1 : -Self.wrongShare) * strength.step / (sum + 1)
      for judgement in judgements {
        let (row, weight) = (judgement.row, share * Float(judgement.grade.magnitude))
        let center = centers[row.modality]
        for (index, scalar) in vectors.matrix(row.modality).row(row.number).enumerated() {
          movement[index] += weight * (scalar - (center?[index] ?? 0))
        }
      }
    }
    return movement
  }
}

/// Linear least squares that are drawn to zero.
enum RidgeRegression {
  /// The coefficients C, `[columns of inputs, columns of outputs]`, that make ‖inputs · C − outputs‖² + ridge ‖C‖²
  /// least, by the Cholesky factors of inputsᵀ · inputs + ridge.
  static func solve(_ inputs: Matrix, _ outputs: Matrix, ridge: Double) -> Matrix {
    precondition(inputs.rows == outputs.rows && ridge > 0)
    let size = inputs.columns
    let turned = inputs.transposed
    let normal = turned.multiplied(by: turned)
    let right = turned.multiplied(by: outputs.transposed)
    let factor = CholeskyFactor(
      (0..<size * size).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: size)
        return Double(normal[row, column]) + (row == column ? ridge : 0)
      }, rows: size)
    var solution = Matrix(rows: size, columns: outputs.columns)
    for column in 0..<outputs.columns {
      let values = factor.solve((0..<size).map { Double(right[$0, column]) })
      for row in 0..<size { solution[row, column] = Float(values[row]) }
    }
    return solution
  }
}
