public import NeuralNetwork

/// An image tower and a text tower that meet in one space, as far as training changes them.
public struct Towers: Sendable {
  /// The image tower's last stages.
  public let image: ImageStages
  /// The text tower.
  public let text: TextStages
  /// The tensors that training changes.
  public let parameters: [Parameter]
  private let frozen: [String: Matrix]

  /// Takes the tensors of a model by their names.
  ///
  /// Throws: what `tensor` throws for one that is missing or misshapen.
  public init<Failure: Error>(
    image: ImageStages, text: TextStages,
    tensor: (_ name: String) throws(Failure) -> Tensor
  ) throws(Failure) {
    self.image = image
    self.text = text
    var parameters: [Parameter] = []
    for name in image.tensorNames + text.trainedNames {
      let tensor = try tensor(name)
      // Decay is for what multiplies; biases, scales and shifts are vectors.
      parameters.append(Parameter(name, Matrix(tensor), decays: tensor.shape.count > 1))
    }
    self.parameters = parameters
    var frozen: [String: Matrix] = [:]
    for name in text.frozenNames { frozen[name] = Matrix(try tensor(name)) }
    self.frozen = frozen
  }

  /// What the towers are asked about: pictures as the frozen stages leave them, and texts as tokens.
  struct Input: Sendable {
    /// `[pictures · extent², channels]`.
    let features: Matrix
    /// After the text tower's frozen blocks, `[tokens, width]`.
    let states: Matrix
    /// The tokens of each text.
    let lengths: [Int]
  }

  /// Brings pictures and texts, not necessarily as many, as far as no parameter has a part in it.
  func input(pictures: [[Float]], texts: [[Int32]]) -> Input {
    let pixels = pictures.count * image.extent * image.extent
    return Input(
      features: Matrix(
        rows: pixels, columns: image.channels, scalars: pictures.flatMap { $0 }),
      states: text.frozenStates(
        texts, TowerTensors(trained: [], variables: [], frozen: frozen)
      ).value,
      lengths: texts.map(\.count))
  }

  /// The unit vectors of pictures and of texts.
  ///
  /// - Parameter variables: for ``parameters``, in their order.
  func callAsFunction(
    _ input: Input, variables: [Variable]
  ) -> (images: Variable, texts: Variable) {
    let tensors = TowerTensors(trained: parameters, variables: variables, frozen: frozen)
    return (
      image(Variable(input.features), tensors).normalizingRows(),
      text(Variable(input.states), lengths: input.lengths, tensors).normalizingRows()
    )
  }
}

extension Matrix {
  /// A row for each element of a tensor's outermost extent; a vector as one row.
  init(_ tensor: Tensor) {
    let rows = tensor.shape.count > 1 ? tensor.shape[0] : 1
    self.init(
      rows: rows, columns: tensor.scalars.count / max(1, rows), scalars: tensor.scalars)
  }
}
