import NeuralNetwork

/// A directory with a published model, its format recognised and its configuration read.
struct Checkpoint: Sendable {
  /// The formats that are read.
  enum Format: String, Sendable {
    case openCLIP = "OpenCLIP"
    case huggingFaceCLIP = "Hugging Face CLIP"
    case sentenceTransformers = "sentence-transformers"
  }

  let format: Format
  let files: CheckpointFiles
  var plan: ModelPlan
  let weights: WeightFiles
  /// How the weights name what the networks ask for.
  let naming: ParameterReader.Naming?
  /// The files that shape an embedding besides the weights.
  private let configurationPaths: [String]

  /// Reads the configuration and the headers of the weights.
  init(directory: String) throws(ModelError) {
    files = CheckpointFiles(directory: directory)
    // Some directories hold a model in two formats: the one whose weights are there counts.
    let hasOther =
      files.has(HuggingFaceCLIPConfiguration.fileName)
      && !files.hasWeights(named: OpenCLIPConfiguration.weightNames)
    if files.has(OpenCLIPConfiguration.fileName), !hasOther {
      format = .openCLIP
      plan = try OpenCLIPConfiguration.plan(files)
      weights = try files.weights(named: OpenCLIPConfiguration.weightNames)
      naming = nil
      configurationPaths =
        [files.path(OpenCLIPConfiguration.fileName)] + (plan.text?.tokenizerPaths ?? [])
    } else if files.has(SentenceTransformersConfiguration.fileName) {
      format = .sentenceTransformers
      let network: CheckpointFiles
      (plan, network, configurationPaths) = try SentenceTransformersConfiguration.read(files)
      weights = try network.weights(named: SentenceTransformersConfiguration.weightNames)
      let isBelow = weights.shape(of: "bert.embeddings.word_embeddings.weight") != nil
      naming = { HuggingFaceNaming.bert($0, prefix: isBelow ? "bert." : "") }
    } else if files.has(HuggingFaceCLIPConfiguration.fileName) {
      let file = try ConfigurationFile(path: files.path(HuggingFaceCLIPConfiguration.fileName))
      let type = try file.text("model_type", default: "")
      guard type == "clip" else {
        throw ModelError.unsupported(
          path: file.path,
          reason: "model_type is \(type.isEmpty ? "missing" : type), and clip is run")
      }
      format = .huggingFaceCLIP
      plan = try HuggingFaceCLIPConfiguration.plan(file, files)
      weights = try files.weights(named: HuggingFaceCLIPConfiguration.weightNames)
      naming = { HuggingFaceNaming.clip($0) }
      configurationPaths =
        [file.path, files.path(HuggingFaceCLIPConfiguration.preprocessorFileName)]
        + (plan.text?.tokenizerPaths ?? [])
    } else {
      throw ModelError.unreadable(
        path: files.directory,
        reason: "there is no model.json, open_clip_config.json, modules.json or config.json here")
    }
  }

  /// The hash of the format, of the SHA-256 of each file, and of a precision other than `float32`.
  func fingerprint(_ precision: Precision) throws(ModelError) -> ModelFingerprint {
    let hashes = FileHashes()
    var identity = "checkpoint 1 \(format.rawValue)\n"
    for path in configurationPaths + weights.files.map(\.path).sorted() {
      let name = path.split(separator: "/").last ?? ""
      identity += "\(name)=\(try hashes.hash(ofFileAt: path))\n"
    }
    if precision != .float32 { identity += "precision=\(precision.rawValue)\n" }
    return ModelFingerprint(hashing: identity)
  }
}
