public import NeuralNetwork

/// A linear map of vectors to fewer dimensions.
public struct Projection: Sendable, Equatable {
  /// `[dimensions after, dimensions before]`.
  public let basis: Matrix
  /// Whether results are scaled to length one. Without it, dot products stay near those of the whole vectors.
  public let normalizes: Bool

  /// Joins both.
  public init(basis: Matrix, normalizes: Bool) {
    self.basis = basis
    self.normalizes = normalizes
  }

  /// The number of dimensions of a result.
  public var dimension: Int { basis.rows }

  /// Maps rows, `[count, dimensions before]`.
  public func apply(to rows: Matrix, threads: Int = 1) -> Matrix {
    let mapped = rows.multiplied(by: basis, threads: threads)
    return normalizes ? mapped.withUnitRows : mapped
  }

  /// Maps one vector.
  public func apply(to vector: [Float]) -> [Float] {
    apply(to: Matrix(rows: 1, columns: vector.count, scalars: vector)).scalars
  }

  /// B M Bᵀ for a basis B and the mean M of x xᵀ, `[dimensions before, dimensions before]`: the mean for results
  /// that are not scaled to length one, and for those that are a weighted one.
  public func moment(of moment: [Double]) -> [Double] {
    let before = Matrix(
      rows: basis.columns, columns: basis.columns, scalars: moment.map { Float($0) })
    // Symmetric: rows are columns.
    let half = basis.multiplied(by: before)
    return half.multiplied(by: basis).scalars.map { Double($0) }
  }

  /// The basis by its name in a safetensors file; whether results are scaled is `normalizes` of its metadata.
  public var tensor: (name: String, tensor: Tensor) { basis.tensor(named: "basis") }

  /// Reads a map of vectors of `dimension` scalars; nil where a file holds none.
  ///
  /// Throws: `TuningError` for one of other vectors, or with numbers that are not finite.
  public init?(_ file: SafetensorsFile, from dimension: Int) throws(TuningError) {
    guard let basis = try Matrix("basis", of: file, columns: dimension) else { return nil }
    guard (1...dimension).contains(basis.rows) else {
      throw TuningError(
        "\(file.path) maps vectors of \(dimension) dimensions to \(basis.rows)")
    }
    self.init(basis: basis, normalizes: file.metadata["normalizes"] == "1")
  }
}

extension ShapedRounding {
  /// The feedback by its name in a safetensors file.
  public var tensor: (name: String, tensor: Tensor) { feedback.tensor(named: "feedback") }

  /// Reads a rounding; nil where a file holds none.
  ///
  /// Throws: `TuningError` for one that is not square, or has numbers that are not finite.
  public init?(_ file: SafetensorsFile) throws(TuningError) {
    guard let columns = file["feedback"]?.shape.last,
      let feedback = try Matrix("feedback", of: file, columns: columns)
    else { return nil }
    guard feedback.rows == columns, columns > 0 else {
      throw TuningError("\(file.path) holds a feedback of \(feedback.rows) × \(columns)")
    }
    self.init(feedback: feedback)
  }
}

extension Matrix {
  fileprivate func tensor(named name: String) -> (name: String, tensor: Tensor) {
    (name, Tensor(shape: [rows, columns], scalars: scalars))
  }

  /// Reads a tensor of rows of so many columns; nil where a file lacks it.
  fileprivate init?(
    _ name: String, of file: SafetensorsFile, columns: Int
  ) throws(TuningError) {
    guard let entry = file[name] else { return nil }
    guard entry.shape.count == 2, entry.shape[1] == columns else {
      throw TuningError("\(file.path) holds \(name) of \(entry.shape) for \(columns) dimensions")
    }
    let tensor: Tensor
    do throws(WeightsError) {
      tensor = try ParameterReader(file).tensor(name, shape: entry.shape)
    } catch {
      throw TuningError(error.description)
    }
    guard tensor.scalars.allSatisfy(\.isFinite) else {
      throw TuningError("\(file.path) holds numbers that are not finite")
    }
    self.init(rows: entry.shape[0], columns: columns, scalars: tensor.scalars)
  }
}
