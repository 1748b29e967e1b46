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

  private static let format = "mmsearch-projection"

  /// The map as a safetensors file.
  public var bytes: [UInt8] {
    SafetensorsFile.bytes(
      of: [("basis", Tensor(shape: [basis.rows, basis.columns], scalars: basis.scalars))],
      metadata: [("format", Self.format), ("normalizes", normalizes ? "1" : "0")])
  }

  /// Reads what ``bytes`` wrote, a map of vectors of `dimension` scalars.
  ///
  /// Throws: `TuningError` for anything else.
  public init(_ file: SafetensorsFile, from dimension: Int) throws(TuningError) {
    guard file.metadata["format"] == Self.format, let entry = file["basis"],
      entry.shape.count == 2, entry.shape[1] == dimension, (1...dimension).contains(entry.shape[0])
    else {
      throw TuningError("\(file.path) holds no map of vectors of \(dimension) dimensions")
    }
    let basis: Tensor
    do throws(WeightsError) {
      basis = try ParameterReader(file).tensor("basis", shape: entry.shape)
    } catch {
      throw TuningError(error.description)
    }
    guard basis.scalars.allSatisfy(\.isFinite) else {
      throw TuningError("\(file.path) holds numbers that are not finite")
    }
    self.init(
      basis: Matrix(rows: entry.shape[0], columns: dimension, scalars: basis.scalars),
      normalizes: file.metadata["normalizes"] == "1")
  }
}
