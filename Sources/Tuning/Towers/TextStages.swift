/// CLIP's text transformer (Radford et al. 2021, section 2.4) with the projection to the shared space, read
/// at the last token. Its first blocks and the vectors of tokens and places stay as they are: most tokens
/// never occur in the texts trained on, and would be left behind by the others.
public struct TextStages: Sendable, Equatable {
  /// The functions within a block's feed-forward part.
  public enum Activation: Sendable {
    /// x · Φ(x).
    case gelu
    /// x · σ(1.702 x).
    case quickGELU
  }

  /// Where the tensors lie, with a dot behind; empty where they have no common beginning.
  public let prefix: String
  /// The number of blocks.
  public let layers: Int
  /// Of these, how many are trained, the last ones.
  public let trainedLayers: Int
  /// Attention heads.
  public let heads: Int
  /// The function within a block's feed-forward part.
  public let activation: Activation

  /// A transformer; no more layers are trained than there are.
  public init(
    prefix: String, layers: Int, trainedLayers: Int, heads: Int, activation: Activation
  ) {
    precondition((0...layers).contains(trainedLayers))
    self.prefix = prefix
    self.layers = layers
    self.trainedLayers = trainedLayers
    self.heads = heads
    self.activation = activation
  }

  /// The names of the tensors that training changes.
  public var trainedNames: [String] {
    (layers - trainedLayers..<layers).flatMap(names)
      + ["ln_final.weight", "ln_final.bias", "text_projection"].map { prefix + $0 }
  }

  /// The names of those that it leaves as they are.
  public var frozenNames: [String] {
    ["token_embedding.weight", "positional_embedding"].map { prefix + $0 }
      + (0..<layers - trainedLayers).flatMap(names)
  }

  private func path(_ layer: Int) -> String { "\(prefix)transformer.resblocks.\(layer)." }

  private func names(_ layer: Int) -> [String] {
    [
      "ln_1.weight", "ln_1.bias", "attn.in_proj_weight", "attn.in_proj_bias",
      "attn.out_proj.weight", "attn.out_proj.bias", "ln_2.weight", "ln_2.bias", "mlp.c_fc.weight",
      "mlp.c_fc.bias", "mlp.c_proj.weight", "mlp.c_proj.bias",
    ].map { path(layer) + $0 }
  }

  /// The states of the tokens of texts, one text after the other, after the blocks that are not trained:
  /// `[tokens, width]`.
  func frozenStates(_ texts: [[Int32]], _ tensors: TowerTensors) -> Variable {
    var states =
      tensors[prefix + "token_embedding.weight"].gatheringRows(texts.flatMap { $0.map(Int.init) })
      + tensors[prefix + "positional_embedding"].gatheringRows(texts.flatMap { Array($0.indices) })
    let lengths = texts.map(\.count)
    for layer in 0..<layers - trainedLayers {
      states = block(layer, states, lengths, tensors)
    }
    return states
  }

  /// Maps the states that ``frozenStates(_:_:)`` gave to rows of the shared space, not yet of length one.
  ///
  /// - Parameter lengths: the tokens of each text.
  func callAsFunction(
    _ states: Variable, lengths: [Int], _ tensors: TowerTensors
  ) -> Variable {
    var states = states
    for layer in layers - trainedLayers..<layers {
      states = block(layer, states, lengths, tensors)
    }
    var ends: [Int] = []
    for length in lengths { ends.append((ends.last ?? -1) + length) }
    return states.gatheringRows(ends)
      .normalizingLayer(
        scale: tensors[prefix + "ln_final.weight"], shift: tensors[prefix + "ln_final.bias"]
      )
      .linear(tensors[prefix + "text_projection"].transposed)
  }

  private func block(
    _ layer: Int, _ states: Variable, _ lengths: [Int], _ tensors: TowerTensors
  ) -> Variable {
    let path = path(layer)
    func normalized(_ states: Variable, _ name: String) -> Variable {
      states.normalizingLayer(
        scale: tensors["\(path)\(name).weight"], shift: tensors["\(path)\(name).bias"])
    }
    let attended = normalized(states, "ln_1")
      .linear(tensors["\(path)attn.in_proj_weight"], bias: tensors["\(path)attn.in_proj_bias"])
      .causalAttention(lengths: lengths, heads: heads)
      .linear(tensors["\(path)attn.out_proj.weight"], bias: tensors["\(path)attn.out_proj.bias"])
    let states = states + attended
    let hidden = normalized(states, "ln_2")
      .linear(tensors["\(path)mlp.c_fc.weight"], bias: tensors["\(path)mlp.c_fc.bias"])
    let activated = activation == .gelu ? hidden.gelu() : hidden.quickGELU()
    return states
      + activated
      .linear(tensors["\(path)mlp.c_proj.weight"], bias: tensors["\(path)mlp.c_proj.bias"])
  }
}
