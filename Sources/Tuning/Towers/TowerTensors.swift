/// The tensors of a tower by their names in the file of weights, on a tape or constant.
///
/// A tensor is a matrix with a row for each element of its outermost extent; a vector is one row.
struct TowerTensors {
  private let variables: [String: Variable]

  /// Joins what is trained with what stays as it is.
  init(trained: [Parameter], variables: [Variable], frozen: [String: Matrix]) {
    var all = frozen.mapValues { Variable($0) }
    for (parameter, variable) in zip(trained, variables) { all[parameter.name] = variable }
    self.variables = all
  }

  /// The tensor of a name; a plan has named all that its tower asks for.
  subscript(name: String) -> Variable {
    guard let variable = variables[name] else { preconditionFailure("there is no tensor \(name)") }
    return variable
  }
}
