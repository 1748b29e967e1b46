/// A small network behind a model: maps its vectors to others of the same dimension that serve a purpose
/// better, at length one.
public struct Head: Sendable, Equatable {
  /// The form.
  public let kind: HeadKind
  /// The dimension of vectors before and after.
  public let dimension: Int
  /// The parameters, in an order that belongs to the kind.
  public var parameters: [Parameter]

  /// The rank of the difference to the identity of a bilinear metric.
  static let rank = 32

  /// A head that has not been trained.
  public init(_ kind: HeadKind, dimension: Int, seed: UInt64) {
    precondition(dimension > 0)
    self.kind = kind
    self.dimension = dimension
    var generator = SeededGenerator(seed: seed)
    parameters = Self.shapes(of: kind, dimension: dimension).map { name, rows, columns in
      var value = Matrix(rows: rows, columns: columns)
      // Gates and the outer factor of a low rank are zero, and so the head is the identity at first.
      let isFactor = kind == .bilinear && name == "expand.weight"
      switch (kind, name) {
      case (.linear, "weight"): value = .identity(dimension)
      case (.diagonal, _): value = Matrix(rows: rows, columns: columns, repeating: 1)
      case (_, let name) where name.hasSuffix("weight") && !isFactor:
        // The deviation that keeps the length of vectors of so many scalars.
        let deviation = 1 / Double(columns).squareRoot()
        for index in value.scalars.indices {
          value.scalars[index] = Float(deviation * generator.normal())
        }
      default: break
      }
      // Decay would draw the identity of a linear head, not its change, to zero.
      return Parameter(name, value, decays: name.hasSuffix("weight") && kind != .linear)
    }
  }

  /// The names, rows and columns of the parameters of a kind, in their order.
  static func shapes(
    of kind: HeadKind, dimension: Int
  ) -> [(name: String, rows: Int, columns: Int)] {
    let perceptron = [
      ("expand.weight", dimension, dimension), ("expand.bias", 1, dimension),
      ("contract.weight", dimension, dimension), ("contract.bias", 1, dimension),
    ]
    let rank = min(Self.rank, dimension)
    return switch kind {
    case .skip: perceptron + [("gate", 1, dimension)]
    case .linear: [("weight", dimension, dimension), ("bias", 1, dimension)]
    case .mlp: perceptron
    case .diagonal: [("scale", 1, dimension)]
    case .bilinear: [("contract.weight", rank, dimension), ("expand.weight", dimension, rank)]
    }
  }

  /// Maps rows, `[count, dimension]`, with variables for the parameters in their order.
  public func callAsFunction(_ rows: Variable, parameters: [Variable]) -> Variable {
    precondition(parameters.count == self.parameters.count)
    func perceptron() -> Variable {
      rows.linear(parameters[0], bias: parameters[1]).gelu()
        .linear(parameters[2], bias: parameters[3])
    }
    let mapped =
      switch kind {
      case .skip: rows + perceptron().scalingColumns(by: parameters[4])
      case .linear: rows.linear(parameters[0], bias: parameters[1])
      case .mlp: perceptron()
      case .diagonal: rows.scalingColumns(by: parameters[0])
      case .bilinear: rows + rows.linear(parameters[0]).linear(parameters[1])
      }
    return mapped.normalizingRows()
  }

  /// Maps rows, `[count, dimension]`.
  public func apply(to rows: Matrix, threads: Int = 1) -> Matrix {
    precondition(
      rows.columns == dimension, "vectors of \(rows.columns) meet a head of \(dimension)")
    let parameters = parameters.map { Variable($0.value) }
    let mapped = [Float](unsafeUninitializedCapacity: rows.scalars.count) { mapped, count in
      count = rows.scalars.count
      nonisolated(unsafe) let output = mapped
      nonisolated(unsafe) let parameters = parameters
      RowBlocks.forEach(of: rows.rows, threads: threads) { block in
        // In pieces, so that what lies between the layers stays in the cache.
        for first in stride(from: block.lowerBound, to: block.upperBound, by: Self.piece) {
          let piece = first..<min(first + Self.piece, block.upperBound)
          let result = self(Variable(rows.rows(piece)), parameters: parameters).value
          _ = output[piece.lowerBound * dimension..<piece.upperBound * dimension]
            .update(fromContentsOf: result.scalars)
        }
      }
    }
    return Matrix(rows: rows.rows, columns: dimension, scalars: mapped)
  }

  /// Rows mapped at a time.
  private static let piece = 512
}
