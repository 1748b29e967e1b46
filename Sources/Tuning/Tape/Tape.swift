/// The record of a computation, which is played backwards once to find the derivatives of its result:
/// reverse-mode automatic differentiation.
///
/// An operation computes its value and calls ``Variable/recording(_:from:pullback:)`` with the map from
/// the derivatives by its value to those by its inputs; nothing else is needed for a new one.
public final class Tape {
  /// Threads that matrix products may use; results do not depend on it.
  public let threads: Int
  private var nodes: [Node] = []

  /// The derivatives by an operation's inputs from those by its value; nil for an input that needs none.
  public typealias Pullback = (_ derivatives: Matrix) -> [Matrix?]

  private struct Node {
    /// The numbers of the inputs; nil for those that are not on the tape.
    let inputs: [Int?]
    /// Nil for a variable that no operation made.
    let pullback: Pullback?
  }

  /// An empty tape.
  public init(threads: Int = 1) {
    self.threads = threads
  }

  /// A variable by which derivatives are wanted.
  public func variable(_ value: Matrix) -> Variable {
    append(value, inputs: [], pullback: nil)
  }

  fileprivate func append(_ value: Matrix, inputs: [Int?], pullback: Pullback?) -> Variable {
    nodes.append(Node(inputs: inputs, pullback: pullback))
    return Variable(value: value, place: (self, nodes.count - 1))
  }

  /// The derivatives of a scalar by each of `variables`; zeros where it does not depend on one.
  ///
  /// Empties the tape, and with it frees what the operations kept.
  public func derivatives(of result: Variable, by variables: [Variable]) -> [Matrix] {
    precondition(result.value.scalars.count == 1, "derivatives are those of a scalar")
    precondition(nodes.count > 0, "a tape is played once")
    var found = [Matrix?](repeating: nil, count: nodes.count)
    if let place = result.place {
      precondition(place.tape === self, "the result was computed on another tape")
      found[place.number] = Matrix(1)
    }
    let wanted = Set(variables.compactMap { $0.place?.number })
    while let node = nodes.popLast() {
      let number = nodes.count
      guard let pullback = node.pullback, let derivatives = found[number] else { continue }
      if !wanted.contains(number) { found[number] = nil }
      for (input, derivative) in zip(node.inputs, pullback(derivatives)) {
        guard let input, let derivative else { continue }
        found[input] = found[input].map { $0.combined(with: derivative, +) } ?? derivative
      }
    }
    return variables.map { variable in
      variable.place.flatMap { found[$0.number] }
        ?? Matrix(rows: variable.value.rows, columns: variable.value.columns)
    }
  }
}

/// A matrix in a computation: on a tape, or a constant, whose operations record nothing and so cost
/// no more than their arithmetic.
public struct Variable {
  /// Its value.
  public let value: Matrix
  fileprivate let place: (tape: Tape, number: Int)?

  fileprivate init(value: Matrix, place: (tape: Tape, number: Int)?) {
    self.value = value
    self.place = place
  }

  /// A constant.
  public init(_ value: Matrix) {
    self.init(value: value, place: nil)
  }

  /// Whether derivatives by it are computed.
  public var isOnTape: Bool { place != nil }

  /// Threads that an operation on it may use.
  public var threads: Int { place?.tape.threads ?? 1 }

  /// The result of an operation: on the tape of its inputs, or a constant where they all are.
  ///
  /// - Parameter pullback: keeps values, not variables, which would keep the tape as well.
  public static func recording(
    _ value: Matrix, from inputs: [Variable], pullback: @escaping Tape.Pullback
  ) -> Variable {
    guard let tape = inputs.lazy.compactMap(\.place?.tape).first else { return Variable(value) }
    let numbers = inputs.map { input -> Int? in
      precondition(input.place == nil || input.place?.tape === tape, "inputs are of one tape")
      return input.place?.number
    }
    return tape.append(value, inputs: numbers, pullback: pullback)
  }
}
