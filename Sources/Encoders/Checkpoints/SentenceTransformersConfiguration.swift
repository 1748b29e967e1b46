import Kernels
import NeuralNetwork

/// Reads a text model of sentence-transformers: `modules.json`, the configuration of BERT and of the
/// pooling, and the longest text.
enum SentenceTransformersConfiguration {
  static let fileName = "modules.json"
  static let weightNames = ["model"]

  /// The plan, the files of the network, and the files that shape an embedding.
  static func read(
    _ files: CheckpointFiles
  ) throws(ModelError) -> (plan: ModelPlan, network: CheckpointFiles, paths: [String]) {
    let path = files.path(fileName)
    var folders: [String: String] = [:]
    for module in try ConfigurationFile.list(path: path) {
      let type = try module.text("type", default: "")
      let kind = type.split(separator: ".").last.map { String($0) } ?? ""
      guard ["Transformer", "Pooling", "Normalize"].contains(kind), folders[kind] == nil else {
        throw module.unsupported(
          "type", "is \(type), and one Transformer, one Pooling and Normalize are run")
      }
      folders[kind] = try folder(module)
    }
    guard let networkFolder = folders["Transformer"], let poolingFolder = folders["Pooling"] else {
      throw .malformedConfiguration(
        path: path, key: "", reason: "names no Transformer or no Pooling")
    }
    let network =
      networkFolder.isEmpty
      ? files : CheckpointFiles(directory: files.path(networkFolder))
    let poolingPath = files.path(
      poolingFolder.isEmpty ? "config.json" : poolingFolder + "/config.json")
    let poolingFile = try ConfigurationFile(path: poolingPath)
    let configuration = try ConfigurationFile(path: network.path("config.json"))
    let bert = try bertPlan(configuration, pooling: pooling(poolingFile))
    var paths = [path, poolingPath, configuration.path]
    let contextLength = min(
      bert.positionCount, try longestText(network, paths: &paths) ?? bert.positionCount)
    let prompt = try prompt(files, poolingFile, paths: &paths)
    let text = TextPlan(
      network: .bert(bert), tokenizer: try tokenizer(network, prompt: prompt),
      contextLength: contextLength, vocabularySize: bert.vocabularySize)
    return (
      ModelPlan(dimension: bert.width, image: nil, text: text), network,
      paths + text.tokenizerPaths
    )
  }

  /// The most tokens of a text: `max_seq_length`, or in its stead the tokenizer's own.
  private static func longestText(
    _ files: CheckpointFiles, paths: inout [String]
  ) throws(ModelError) -> Int? {
    if files.has("sentence_bert_config.json") {
      let file = try ConfigurationFile(path: files.path("sentence_bert_config.json"))
      try file.refuse(["do_lower_case"], because: "changes texts in a way that is not run")
      paths.append(file.path)
      if let length = try file.optionalInteger("max_seq_length", Limits.context) { return length }
    }
    guard files.has("tokenizer_config.json") else { return nil }
    let file = try ConfigurationFile(path: files.path("tokenizer_config.json"))
    paths.append(file.path)
    // Without a limit transformers states 10³⁰, more than a whole number of 64 bits holds.
    let length = try file.number("model_max_length", default: .infinity)
    guard length < Double(Limits.context.upperBound) else { return nil }
    return try file.integer("model_max_length", Limits.context)
  }

  /// The folder of a module: none, or one beside the list.
  private static func folder(_ module: ConfigurationFile) throws(ModelError) -> String {
    let folder = try module.text("path", default: "")
    guard !folder.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 }),
      folder != "..", folder != "."
    else { throw module.malformed("path", "is \(folder), no folder beside it") }
    return folder
  }

  private static func pooling(
    _ file: ConfigurationFile
  ) throws(ModelError) -> BERTEncoder.Pooling {
    if let mode = try file.optionalText("pooling_mode") {
      switch mode {
      case "mean": return .mean
      case "cls": return .first
      default: throw file.unsupported("pooling_mode", "is \(mode), and mean and cls are run")
      }
    }
    try file.refuse(
      [
        "pooling_mode_max_tokens", "pooling_mode_mean_sqrt_len_tokens",
        "pooling_mode_weightedmean_tokens", "pooling_mode_lasttoken",
      ], because: "is a pooling that is not run; the mean and the first token are")
    let isMean = try file.boolean("pooling_mode_mean_tokens", default: false)
    let isFirst = try file.boolean("pooling_mode_cls_token", default: false)
    guard isMean != isFirst else {
      throw file.unsupported(
        "pooling_mode_mean_tokens", "and pooling_mode_cls_token must not be alike")
    }
    return isMean ? .mean : .first
  }

  private static func bertPlan(
    _ file: ConfigurationFile, pooling: BERTEncoder.Pooling
  ) throws(ModelError) -> BERTEncoder.Plan {
    let type = try file.text("model_type", default: "missing")
    guard type == "bert" else {
      throw file.unsupported("model_type", "is \(type), and bert is run")
    }
    let positions = try file.text("position_embedding_type", default: "absolute")
    guard positions == "absolute" else {
      throw file.unsupported("position_embedding_type", "is \(positions), and absolute is run")
    }
    try file.refuse(["is_decoder"], because: "makes a decoder, which is not run")
    let width = try file.integer("hidden_size", Limits.width, default: 768)
    let heads = try file.integer("num_attention_heads", Limits.width, default: 12)
    guard width.isMultiple(of: heads) else {
      throw file.malformed("num_attention_heads", "is \(heads), no divisor of the width \(width)")
    }
    let activation: Activation
    switch try file.text("hidden_act", default: "gelu") {
    case "gelu": activation = .smooth(.gelu)
    case "relu": activation = .relu
    case let name: throw file.unsupported("hidden_act", "is \(name), which is not run")
    }
    let epsilon = try file.number("layer_norm_eps", default: 1e-12)
    guard epsilon >= 0, epsilon < 1 else {
      throw file.malformed("layer_norm_eps", "is \(epsilon), which must be from 0 to 1")
    }
    return BERTEncoder.Plan(
      vocabularySize: try file.integer("vocab_size", Limits.vocabulary, default: 30_522),
      positionCount: try file.integer("max_position_embeddings", Limits.context, default: 512),
      typeCount: try file.integer("type_vocab_size", 1...1_024, default: 2), width: width,
      heads: heads, layers: try file.integer("num_hidden_layers", Limits.layers, default: 12),
      hiddenWidth: try file.integer("intermediate_size", Limits.width, default: 3_072),
      activation: activation, epsilon: Float(epsilon), pooling: pooling)
  }

  /// What is put before each text by default.
  private static func prompt(
    _ files: CheckpointFiles, _ pooling: ConfigurationFile, paths: inout [String]
  ) throws(ModelError) -> String {
    guard files.has("config_sentence_transformers.json") else { return "" }
    let file = try ConfigurationFile(path: files.path("config_sentence_transformers.json"))
    guard let name = try file.optionalText("default_prompt_name") else { return "" }
    guard let prompt = try file.optionalSection("prompts")?.optionalText(name) else {
      throw file.malformed("default_prompt_name", "is \(name), and prompts has no such text")
    }
    guard try pooling.boolean("include_prompt", default: true) || prompt.isEmpty else {
      throw pooling.unsupported("include_prompt", "is false, which is not run")
    }
    paths.append(file.path)
    return prompt
  }

  private static func tokenizer(
    _ files: CheckpointFiles, prompt: String
  ) throws(ModelError) -> TokenizerFiles {
    if files.has("tokenizer.json") {
      return .wordPieceTokenizerJSON(path: files.path("tokenizer.json"), prompt: prompt)
    }
    guard files.has("vocab.txt") else {
      throw .unreadable(
        path: files.path("tokenizer.json"),
        reason: "there is neither tokenizer.json nor vocab.txt here; download one of them from "
          + "the model's page")
    }
    let hasConfiguration = files.has("tokenizer_config.json")
    return .wordPieces(
      path: files.path("vocab.txt"),
      configurationPath: hasConfiguration ? files.path("tokenizer_config.json") : nil,
      prompt: prompt)
  }
}
