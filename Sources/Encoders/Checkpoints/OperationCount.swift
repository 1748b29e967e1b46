import NeuralNetwork

/// An estimate of the floating-point operations of an embedding: two for each weight at each place
/// it is applied to, and those of attention; normalisations and activations are left out.
struct OperationCount {
  /// In double precision, since a configuration may ask for more than a whole number holds before
  /// the weights are compared with it.
  private var total = 0.0

  /// The operations counted.
  var count: Int { Int(min(total, 9e18)) }

  /// Counts the weights below a path, applied at a number of places.
  mutating func add(_ weights: WeightFiles, below path: String, places: Int) {
    total += 2 * Double(weights.parameterCount(below: path)) * Double(places)
  }

  /// Counts products that are summed.
  mutating func add(products: Int) { total += 2 * Double(products) }

  /// Counts the products of queries with keys and of scores with values.
  mutating func addAttention(layers: Int, tokens: Int, width: Int) {
    total += 4 * Double(layers) * Double(tokens) * Double(tokens) * Double(width)
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
    case .modifiedResNet(let plan):
      for name in ["conv1.", "conv2.", "conv3."] {
        operations.add(weights, below: "visual." + name, places: plan.side * plan.side / 4)
      }
      for (stage, depth) in plan.layers.enumerated() {
        let extent = (plan.side / 4) >> stage
        let path = "visual.layer\(stage + 1)."
        for index in 0..<depth {
          // Means come after the first two convolutions.
          let before = stage > 0 && index == 0 ? 4 : 1
          for (name, factor) in [
            ("conv1.", before), ("conv2.", before), ("conv3.", 1), ("downsample.", 1),
          ] {
            operations.add(
              weights, below: "\(path)\(index).\(name)", places: extent * extent * factor)
          }
        }
      }
      let pixels = plan.side / 32 * (plan.side / 32) + 1
      for (name, places) in [("q_proj", 1), ("k_proj", pixels), ("v_proj", pixels), ("c_proj", 1)] {
        operations.add(weights, below: "visual.attnpool.\(name).", places: places)
      }
    case .convNeXt(let plan):
      operations.add(
        weights, below: "visual.trunk.stem.0.", places: plan.side / 4 * (plan.side / 4))
      for stage in plan.depths.indices {
        let extent = (plan.side / 4) >> stage
        operations.add(
          weights, below: "visual.trunk.stages.\(stage).", places: extent * extent)
      }
      operations.add(weights, below: "visual.head.", places: 1)
    case .fastViT(let plan):
      operations.add(products: plan.productCount)
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
    case .bert(let plan):
      for path in ["encoder.layer.", "bert.encoder.layer."] {
        operations.add(weights, below: path, places: text.contextLength)
      }
      operations.addAttention(
        layers: plan.layers, tokens: text.contextLength, width: plan.width)
    }
    return operations.count
  }
}

extension FastViT.Plan {
  /// The products of an image, once the parallel branches are fused.
  fileprivate var productCount: Int {
    let stem = widths[0]
    var pixels = side / 2 * (side / 2)
    var count = 27 * stem * pixels
    pixels /= 4
    count += (9 + stem) * stem * pixels
    for (stage, width) in widths.enumerated() {
      let isLast = stage == widths.count - 1
      if stage > 0 {
        pixels /= 4
        count += (49 + width) * width * pixels
      }
      let feedForward = (49 + 2 * Self.expansion * width) * width * pixels
      let mixer = isLast ? (4 * width + 2 * pixels) * width * pixels : 9 * width * pixels
      count += depths[stage] * (feedForward + mixer)
      if isLast { count += (49 + 18) * width * pixels + 2 * width * outputs }
    }
    return count
  }
}
