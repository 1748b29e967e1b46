import Imaging
import Kernels

/// Reads `config.json` and `preprocessor_config.json` of `CLIPModel` of `transformers`
/// (`CLIPConfig` and `CLIPImageProcessor` give the defaults).
enum HuggingFaceCLIPConfiguration {
  static let fileName = "config.json"
  static let preprocessorFileName = "preprocessor_config.json"
  static let weightNames = ["model"]

  static func plan(
    _ file: ConfigurationFile, _ files: CheckpointFiles
  ) throws(ModelError) -> ModelPlan {
    let vision = try file.section("vision_config")
    let text = try file.section("text_config")
    let dimension = try file.integer("projection_dim", Limits.width, default: 512)
    let side = try vision.side("image_size", Limits.side, default: 224)
    let vocabularySize = try text.integer("vocab_size", Limits.vocabulary, default: 49_408)
    // Configurations from before 2023 state 2 whatever the vocabulary, and `CLIPTextTransformer`
    // of transformers then takes the largest token.
    let end = try text.integer("eos_token_id", 0...vocabularySize - 1, default: 2)
    let width = try width(vision, default: 768)
    let textWidth = try Self.width(text, default: 512)
    let contextLength = try text.integer("max_position_embeddings", Limits.context, default: 77)
    return ModelPlan(
      dimension: dimension,
      image: ImagePlan(
        network: .visionTransformer(
          VisionTransformer.Plan(
            side: side, patch: try vision.patch("patch_size", side: side, default: 32),
            width: width, heads: try heads(vision, width: width, default: 12),
            layers: try vision.integer("num_hidden_layers", Limits.layers, default: 12),
            hiddenWidth: try vision.integer("intermediate_size", Limits.width, default: 3_072),
            activation: try activation(vision), outputs: dimension, normalizesFirst: true,
            pooling: .classToken, normalizesAfterPooling: true)),
        preprocessing: try preprocessing(files, side: side)),
      text: TextPlan(
        network: .clip(
          CLIPTextTransformer.Plan(
            vocabularySize: vocabularySize,
            contextLength: contextLength,
            width: textWidth, heads: try heads(text, width: textWidth, default: 8),
            layers: try text.integer("num_hidden_layers", Limits.layers, default: 12),
            hiddenWidth: try text.integer("intermediate_size", Limits.width, default: 2_048),
            activation: try activation(text), outputs: dimension, isCausal: true,
            pooling: end == 2 ? .largestToken : .token(Int32(end)), projects: true)),
        tokenizer: try files.clipTokenizer(), contextLength: contextLength,
        vocabularySize: vocabularySize))
  }

  private static func width(
    _ section: ConfigurationFile, default standard: Int
  ) throws(ModelError) -> Int {
    let epsilon = try section.number("layer_norm_eps", default: 1e-5)
    guard epsilon == 1e-5 else {
      throw section.unsupported("layer_norm_eps", "is \(epsilon), and 1e-5 is run")
    }
    return try section.integer("hidden_size", Limits.width, default: standard)
  }

  private static func heads(
    _ section: ConfigurationFile, width: Int, default standard: Int
  ) throws(ModelError) -> Int {
    let heads = try section.integer("num_attention_heads", Limits.width, default: standard)
    guard width.isMultiple(of: heads) else {
      throw section.malformed(
        "num_attention_heads", "is \(heads), no divisor of the width \(width)")
    }
    return heads
  }

  private static func activation(
    _ section: ConfigurationFile
  ) throws(ModelError) -> Elementwise.Function {
    switch try section.text("hidden_act", default: "quick_gelu") {
    case "quick_gelu": return .quickGELU
    case "gelu": return .gelu
    case let name: throw section.unsupported("hidden_act", "is \(name), which is not run")
    }
  }

  private static func preprocessing(
    _ files: CheckpointFiles, side: Int
  ) throws(ModelError) -> ImagePreprocessing {
    let file = try ConfigurationFile(path: files.path(preprocessorFileName))
    let filter: Framing.Filter
    switch try file.integer("resample", 0...5, default: 3) {
    case 3: filter = .bicubic
    case 2: filter = .bilinear
    case let code:
      throw file.unsupported(
        "resample", "is Pillow's filter \(code), and 2 (bilinear) and 3 (bicubic) are run")
    }
    let resize = try resize(file, side: side)
    let shown: Int
    if try file.boolean("do_center_crop", default: true) {
      shown = try square(file, "crop_size", default: side)
    } else if case .squash(let resized) = resize {
      shown = resized
    } else {
      throw file.unsupported("do_center_crop", "is false, and an image need not be a square then")
    }
    guard shown == side else {
      throw file.malformed(
        "crop_size", "makes images of \(shown) pixels, and vision_config.image_size is \(side)")
    }
    let rescales = try file.boolean("do_rescale", default: true)
    let normalizes = try file.boolean("do_normalize", default: true)
    return ImagePreprocessing(
      framing: Framing(
        resize: resize, filter: filter, side: side, cropRounding: .down),
      scale: rescales ? Float(try file.number("rescale_factor", default: 1 / 255)) : 1,
      mean: normalizes
        ? try file.channels("image_mean", default: CLIPStatistics.mean) : [0, 0, 0],
      deviation: normalizes ? try file.deviation("image_std") : [1, 1, 1])
  }

  private static func resize(
    _ file: ConfigurationFile, side: Int
  ) throws(ModelError) -> Framing.Resize {
    guard try file.boolean("do_resize", default: true) else { return .none }
    guard let size = try? file.optionalSection("size") else {
      return .shortest(try file.integer("size", Limits.side, default: side))
    }
    if let edge = try size.optionalInteger("shortest_edge", Limits.side) { return .shortest(edge) }
    return .squash(try square(file, "size", default: side))
  }

  /// A side given as `{"height": 224, "width": 224}` or, in older files, as a number.
  private static func square(
    _ file: ConfigurationFile, _ key: String, default standard: Int
  ) throws(ModelError) -> Int {
    guard let size = try? file.optionalSection(key) else {
      return try file.integer(key, Limits.side, default: standard)
    }
    let height = try size.integer("height", Limits.side)
    let width = try size.integer("width", Limits.side)
    guard height == width else {
      throw file.unsupported(key, "is \(width) × \(height), and only squares are run")
    }
    return height
  }
}
