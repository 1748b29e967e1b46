import NeuralNetwork

/// An estimate of the floating-point operations of an embedding: two for each weight at each place
/// it is applied to, and those of attention; normalisations and activations are left out.
struct OperationCount {
  private(set) var count = 0

  /// Counts the weights below a path, applied at a number of places.
  mutating func add(_ weights: WeightFiles, below path: String, places: Int) {
    count += 2 * weights.parameterCount(below: path) * places
  }

  /// Counts the products of queries with keys and of scores with values.
  mutating func addAttention(layers: Int, tokens: Int, width: Int) {
    count += 4 * layers * tokens * tokens * width
  }
}

extension Checkpoint {
  /// The estimate for an image; `nil` without an image tower.
  var imageOperations: Int? {
    guard let image = plan.image else { return nil }
    var operations = OperationCount()
    switch image.network {
    case .visionTransformer(let plan):
      let isOpenCLIP = format == .openCLIP
      let tokens = plan.tokenCount
      operations.add(
        weights, below: isOpenCLIP ? "visual.conv1." : "vision_model.embeddings.patch_embedding.",
        places: tokens - 1)
      operations.add(
        weights, below: isOpenCLIP ? "visual.transformer." : "vision_model.encoder.",
        places: tokens)
      operations.addAttention(layers: plan.layers, tokens: tokens, width: plan.width)
      operations.add(
        weights, below: isOpenCLIP ? "visual.proj" : "visual_projection.", places: 1)
    }
    return operations.count
  }

  /// The estimate for a text that fills the context; `nil` without a text tower.
  var textOperations: Int? {
    guard let text = plan.text else { return nil }
    var operations = OperationCount()
    switch text.network {
    case .clip(let plan):
      for path in ["transformer.", "text.transformer.", "text_model.encoder."] {
        operations.add(weights, below: path, places: plan.contextLength)
      }
      operations.addAttention(
        layers: plan.layers, tokens: plan.contextLength, width: plan.width)
      for path in ["text_projection", "text.text_projection"] {
        operations.add(weights, below: path, places: 1)
      }
    }
    return operations.count
  }
}
