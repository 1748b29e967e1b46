import Imaging
import Kernels

/// Reads `open_clip_config.json`: `model_cfg` and `preprocess_cfg` of OpenCLIP
/// (`CLIPVisionCfg`, `CLIPTextCfg` and `PreprocessCfg` give the defaults).
enum OpenCLIPConfiguration {
  static let fileName = "open_clip_config.json"
  static let weightNames = ["open_clip_model", "open_clip_pytorch_model"]

  static func plan(_ files: CheckpointFiles) throws(ModelError) -> ModelPlan {
    let file = try ConfigurationFile(path: files.path(fileName))
    let model = try file.section("model_cfg")
    try model.refuse(["multimodal_cfg"], because: "makes a captioner (CoCa), which is not run")
    let dimension = try model.integer("embed_dim", Limits.width)
    let isQuick = try model.boolean("quick_gelu", default: false)
    let activation = Elementwise.Function.quickGELU
    let vision = try model.section("vision_cfg")
    let side = try vision.side("image_size", Limits.side, default: 224)
    return ModelPlan(
      dimension: dimension,
      image: ImagePlan(
        network: try network(
          vision, side: side, dimension: dimension, activation: isQuick ? activation : .gelu),
        preprocessing: try preprocessing(
          file.optionalSection("preprocess_cfg"), side: side)),
      text: try textPlan(
        model.section("text_cfg"), dimension: dimension, activation: isQuick ? activation : .gelu,
        files))
  }

  /// Options that change a transformer block.
  private static let blockOptions = [
    "ls_init_value", "act_kwargs", "norm_kwargs", "block_type", "qk_norm", "scaled_cosine_attn",
    "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc", "output_tokens",
  ]
  private static let blockReason = "changes the transformer's block in a way that is not run"

  private static func network(
    _ vision: ConfigurationFile, side: Int, dimension: Int, activation: Elementwise.Function
  ) throws(ModelError) -> ImagePlan.Network {
    if let name = try vision.optionalText("timm_model_name") {
      return try timmNetwork(name, vision, side: side, dimension: dimension)
    }
    let width = try vision.integer("width", Limits.width, default: 768)
    let headWidth = try vision.integer("head_width", Limits.width, default: 64)
    if let layers = try vision.integers("layers", 1...Limits.layers.upperBound, count: 4...4) {
      return try resNet(
        vision, layers: layers, width: width, headWidth: headWidth, side: side,
        dimension: dimension)
    }
    try vision.refuse(blockOptions, because: blockReason)
    try vision.refuse(["attentional_pool"], because: "is a pooling that is not run")
    guard width.isMultiple(of: headWidth) else {
      throw vision.malformed("head_width", "is \(headWidth), no divisor of the width \(width)")
    }
    let pooling = try vision.text("pool_type", default: "tok")
    guard pooling == "tok" || pooling == "avg" else {
      throw vision.unsupported("pool_type", "is \(pooling), and tok and avg are run")
    }
    let ratio = try vision.number("mlp_ratio", default: 4)
    let patch = try vision.patch("patch_size", side: side, default: 16)
    return .visionTransformer(
      VisionTransformer.Plan(
        side: side, patch: patch, width: width,
        heads: width / headWidth, layers: try vision.integer("layers", Limits.layers, default: 12),
        hiddenWidth: try hiddenWidth(width, ratio, vision), activation: activation,
        outputs: dimension,
        normalizesFirst: !(try vision.boolean("no_ln_pre", default: false)),
        pooling: pooling == "tok" ? .classToken : .mean,
        normalizesAfterPooling: try vision.boolean("final_ln_after_pool", default: false)))
  }

  private static func resNet(
    _ vision: ConfigurationFile, layers: [Int], width: Int, headWidth: Int, side: Int,
    dimension: Int
  ) throws(ModelError) -> ImagePlan.Network {
    let heads = width * 32 / headWidth
    guard width.isMultiple(of: 2), heads > 0, (width * 32).isMultiple(of: heads) else {
      throw vision.malformed("width", "is \(width), which heads of \(headWidth) do not divide")
    }
    guard side.isMultiple(of: 32) else {
      throw vision.malformed("image_size", "is \(side), no multiple of 32")
    }
    return .modifiedResNet(
      ModifiedResNet.Plan(
        side: side, width: width, layers: layers, heads: heads, outputs: dimension))
  }

  private static func hiddenWidth(
    _ width: Int, _ ratio: Double, _ section: ConfigurationFile
  ) throws(ModelError) -> Int {
    let hidden = Double(width) * ratio
    guard hidden >= 1, hidden <= Double(Limits.width.upperBound) else {
      throw section.malformed("mlp_ratio", "is \(ratio), which makes \(hidden) scalars")
    }
    return Int(hidden)
  }

  private static func textPlan(
    _ text: ConfigurationFile, dimension: Int, activation: Elementwise.Function,
    _ files: CheckpointFiles
  ) throws(ModelError) -> TextPlan {
    if let name = try text.optionalText("hf_model_name") {
      throw text.unsupported(
        "hf_model_name", "is \(name): a text tower of transformers within OpenCLIP is not run")
    }
    try text.refuse(blockOptions, because: blockReason)
    try text.refuse(["embed_cls"], because: "makes a captioner (CoCa), which is not run")
    let cleaning = try text.optionalSection("tokenizer_kwargs")?.optionalText("clean")
    guard cleaning == nil || cleaning == "lower" else {
      throw text.unsupported(
        "tokenizer_kwargs.clean", "is \(cleaning ?? ""), a tokenizer as SigLIP's, which is not run"
      )
    }
    let width = try text.integer("width", Limits.width, default: 512)
    let heads = try text.integer("heads", Limits.width, default: 8)
    guard width.isMultiple(of: heads) else {
      throw text.malformed("heads", "is \(heads), no divisor of the width \(width)")
    }
    let poolingName = try text.text("pool_type", default: "argmax")
    let vocabularySize = try text.integer("vocab_size", Limits.vocabulary, default: 49_408)
    let pooling: CLIPTextTransformer.Pooling
    switch poolingName {
    case "argmax": pooling = .largestToken
    case "eos":
      pooling = .token(Int32(try text.integer("eos_id", 0...vocabularySize - 1, default: 2)))
    case "first": pooling = .first
    case "last": pooling = .last
    default: throw text.unsupported("pool_type", "is \(poolingName), which is not run")
    }
    let projects = try text.text("proj_type", default: "linear")
    guard projects == "linear" || projects == "none" && width == dimension else {
      throw text.unsupported("proj_type", "is \(projects), and linear is run")
    }
    let contextLength = try text.integer("context_length", Limits.context, default: 77)
    return TextPlan(
      network: .clip(
        CLIPTextTransformer.Plan(
          vocabularySize: vocabularySize, contextLength: contextLength,
          width: width, heads: heads,
          layers: try text.integer("layers", Limits.layers, default: 12),
          hiddenWidth: try hiddenWidth(width, text.number("mlp_ratio", default: 4), text),
          activation: activation, outputs: dimension,
          isCausal: !(try text.boolean("no_causal_mask", default: false)),
          pooling: pooling,
          projects: projects == "linear")),
      tokenizer: try files.clipTokenizer(), contextLength: contextLength,
      vocabularySize: vocabularySize)
  }

  private static func preprocessing(
    _ section: ConfigurationFile?, side: Int
  ) throws(ModelError) -> ImagePreprocessing {
    let interpolation = try section?.text("interpolation", default: "bicubic") ?? "bicubic"
    // Training chose at random; inference takes the bicubic filter then.
    guard
      let filter = interpolation == "random" ? .bicubic : Framing.Filter(rawValue: interpolation)
    else {
      throw ModelError.unsupported(
        path: section?.path ?? "",
        reason: "preprocess_cfg.interpolation is \(interpolation), "
          + "and bicubic and bilinear are run")
    }
    let mode = try section?.text("resize_mode", default: "shortest") ?? "shortest"
    let resize: Framing.Resize
    switch mode {
    case "shortest": resize = .shortest(side)
    case "longest": resize = .longest(side)
    case "squash": resize = .squash(side)
    default:
      throw ModelError.unsupported(
        path: section?.path ?? "",
        reason: "preprocess_cfg.resize_mode is \(mode), and shortest, longest and squash are run")
    }
    return ImagePreprocessing(
      framing: Framing(
        resize: resize, filter: filter, side: side, cropRounding: .halfToEven,
        fill: UInt8(try section?.integer("fill_color", 0...255, default: 0) ?? 0)),
      scale: 1 / 255,
      mean: try section?.channels("mean", default: CLIPStatistics.mean) ?? CLIPStatistics.mean,
      deviation: try deviation(section, "std"))
  }

  private static func deviation(
    _ section: ConfigurationFile?, _ key: String
  ) throws(ModelError) -> [Float] {
    guard let section else { return CLIPStatistics.deviation }
    return try section.deviation(key)
  }
}
