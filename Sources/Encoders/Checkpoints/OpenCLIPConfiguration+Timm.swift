/// The image networks of the library `timm` that OpenCLIP's configurations name.
extension OpenCLIPConfiguration {
  /// Blocks and channels of ConvNeXt's sizes (Liu et al., 2022, section 3).
  private static let convNeXts: [String: (depths: [Int], widths: [Int], epsilon: Float)] = [
    "convnext_tiny": ([3, 3, 9, 3], [96, 192, 384, 768], 1e-6),
    "convnext_small": ([3, 3, 27, 3], [96, 192, 384, 768], 1e-6),
    "convnext_base": ([3, 3, 27, 3], [128, 256, 512, 1_024], 1e-6),
    "convnext_large": ([3, 3, 27, 3], [192, 384, 768, 1_536], 1e-6),
    "convnext_xlarge": ([3, 3, 27, 3], [256, 512, 1_024, 2_048], 1e-6),
    "convnext_xxlarge": ([3, 4, 30, 3], [384, 768, 1_536, 3_072], 1e-5),
  ]

  /// Blocks and channels of FastViT's sizes in MobileCLIP (Vasu et al., 2024, appendix A).
  private static let fastViTs: [String: (depths: [Int], widths: [Int])] = [
    "fastvit_mci0": ([2, 6, 10, 2], [64, 128, 256, 512]),
    "fastvit_mci1": ([4, 12, 20, 4], [64, 128, 256, 512]),
    "fastvit_mci2": ([4, 12, 24, 4], [80, 160, 320, 640]),
  ]

  static func timmNetwork(
    _ name: String, _ vision: ConfigurationFile, side: Int, dimension: Int
  ) throws(ModelError) -> ImagePlan.Network {
    // Where `null` stands, the network's own classifier projects.
    let projection =
      vision.isNull("timm_proj") ? "" : try vision.text("timm_proj", default: "linear")
    let pooling = try vision.text("timm_pool", default: "avg")
    try vision.refuse(
      ["timm_proj_bias"], because: "adds a bias to the projection, which is not run")
    // Some are saved under a name with the weights that were trained.
    let network = String(name.prefix { $0 != "." })
    if let size = convNeXts[network] {
      guard pooling == "" || pooling == "avg" else {
        throw vision.unsupported("timm_pool", "is \(pooling), and avg is run")
      }
      let head: ConvNeXt.Head
      switch projection {
      case "linear": head = .linear
      case "mlp": head = .perceptron
      default:
        throw vision.unsupported("timm_proj", "is “\(projection)”, and linear and mlp are run")
      }
      return .convNeXt(
        ConvNeXt.Plan(
          side: try multiple(of: 32, side, vision), depths: size.depths, widths: size.widths,
          epsilon: size.epsilon, head: head, outputs: dimension))
    }
    if let size = fastViTs[network] {
      guard pooling == "avg", projection == "" else {
        throw vision.unsupported(
          "timm_proj", "is \(projection) after \(pooling), and null after avg is run")
      }
      return .fastViT(
        FastViT.Plan(
          side: try multiple(of: 32, side, vision), depths: size.depths, widths: size.widths,
          outputs: dimension))
    }
    throw vision.unsupported(
      "timm_model_name",
      "is \(name); of timm's networks ConvNeXt and MobileCLIP's S0, S1 and S2 are run")
  }

  static func multiple(
    of divisor: Int, _ side: Int, _ vision: ConfigurationFile
  ) throws(ModelError) -> Int {
    guard side.isMultiple(of: divisor) else {
      throw vision.unsupported("image_size", "is \(side), no multiple of \(divisor)")
    }
    return side
  }
}
