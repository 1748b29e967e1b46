/// Rounds vectors to eight bits a scalar so that dot products with vectors like them suffer least.
///
/// What is lost by rounding one scalar is made good, as far as it can be, by those after it: the error is driven
/// to where vectors hardly spread. That is rounding with linear feedback, which minimises eᵀ H e for an error e and
/// the moment H = E x xᵀ one scalar after another (Chee, Cai, Kuleshov and De Sa 2023, QuIP, arXiv 2307.13304,
/// section 3; GPTQ's order of steps, Frantar et al. 2022, arXiv 2210.17323).
public struct ShapedRounding: Sendable, Equatable {
  /// `[dimension, dimension]`: row i says by how much the error of scalar i moves each scalar after it; zeros before.
  public let feedback: Matrix

  /// Beside the moment, so much of its mean diagonal: errors must not grow without bound where nothing lies.
  private static let damping = 1e-3

  /// The scalars of a vector.
  public var dimension: Int { feedback.rows }

  /// A rounding with stored feedback, `[dimension, dimension]`.
  public init(feedback: Matrix) {
    precondition(feedback.rows == feedback.columns)
    self.feedback = feedback
  }

  /// The rounding for vectors whose mean of x xᵀ is `moment`, `[dimension, dimension]`.
  ///
  /// H = Mᵀ D M with ones on the diagonal of M and nothing above: eᵀ H e = Σ Dᵢ (eᵢ + Σ Mᵢⱼ eⱼ)², j < i.
  public init(of moment: [Double], dimension: Int) {
    precondition(dimension > 0 && moment.count == dimension * dimension)
    var rest = moment
    let trace = (0..<dimension).reduce(0.0) { $0 + moment[$1 * dimension + $1] }
    let damping = max(Self.damping * trace / Double(dimension), Double.leastNormalMagnitude)
    for place in 0..<dimension { rest[place * dimension + place] += damping }
    var feedback = Matrix(rows: dimension, columns: dimension)
    for last in (0..<dimension).reversed() {
      let pivot = max(rest[last * dimension + last], damping)
      let row = (0..<last).map { rest[last * dimension + $0] / pivot }
      for place in 0..<last {
        feedback[place, last] = Float(row[place])
        let factor = row[place] * pivot
        for column in 0...place { rest[place * dimension + column] -= factor * row[column] }
      }
    }
    self.feedback = feedback
  }

  /// The levels −127 … 127 of a vector and what a level stands for; the largest scalar gets the last level.
  public func round(_ vector: some Collection<Float>) -> (levels: [Int8], scale: Float) {
    precondition(vector.count == dimension)
    let scale = vector.reduce(0) { max($0, abs($1)) } / 127
    guard scale > 0, scale.isFinite else {
      return ([Int8](repeating: 0, count: dimension), 0)
    }
    // In levels from here on.
    let exact = vector.map { $0 / scale }
    var wanted = exact
    var levels = [Int8](repeating: 0, count: dimension)
    let dimension = dimension
    wanted.withUnsafeMutableBufferPointer { wanted in
      feedback.scalars.withUnsafeBufferPointer { feedback in
        for place in 0..<dimension {
          let level = max(-127, min(127, wanted[place].rounded()))
          levels[place] = Int8(level)
          let error = level - exact[place]
          for later in place + 1..<dimension {
            wanted[later] -= feedback[place * dimension + later] * error
          }
        }
      }
    }
    return (levels, scale)
  }
}
