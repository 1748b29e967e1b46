import NeuralNetwork

extension ImagePlan.Network {
  /// The network with its weights, read under OpenCLIP's names.
  func built(from visual: ParameterReader) throws(WeightsError) -> any ImageNetwork {
    switch self {
    case .visionTransformer(let plan): try VisionTransformer(plan, from: visual)
    case .modifiedResNet(let plan): try ModifiedResNet(plan, from: visual)
    case .convNeXt(let plan): try ConvNeXt(plan, from: visual)
    case .fastViT(let plan): try FastViT(plan, from: visual)
    }
  }
}

extension TextPlan.Network {
  /// The network with its weights.
  func built(from parameters: ParameterReader) throws(WeightsError) -> any TextNetwork {
    switch self {
    case .clip(let plan):
      // With `custom_text` OpenCLIP keeps the tower apart, below `text`.
      let isApart = parameters["text"].contains("positional_embedding")
      return try CLIPTextTransformer(plan, from: isApart ? parameters["text"] : parameters)
    case .bert(let plan):
      return try BERTEncoder(plan, from: parameters)
    }
  }
}

extension TextPlan {
  /// The tokenizer with its vocabulary.
  func builtTokenizer() throws(ModelError) -> any Tokenizer {
    switch tokenizer {
    case .clipTokenizerJSON(let path):
      try CLIPTokenizer(
        tokenizerPath: path, vocabularySize: vocabularySize, contextLength: contextLength)
    case .clipVocabulary(let path, let mergesPath):
      try CLIPTokenizer(
        vocabularyPath: path, mergesPath: mergesPath, vocabularySize: vocabularySize,
        contextLength: contextLength)
    case .wordPieceTokenizerJSON(let path, let prompt):
      try WordPieceTokenizer(
        tokenizerPath: path, vocabularySize: vocabularySize, contextLength: contextLength,
        prompt: prompt)
    case .wordPieces(let path, let configurationPath, let prompt):
      try WordPieceTokenizer(
        vocabularyPath: path,
        configuration: configurationPath.map { path throws(ModelError) in
          try ConfigurationFile(path: path)
        }, vocabularySize: vocabularySize, contextLength: contextLength, prompt: prompt)
    }
  }

  /// The files of the tokenizer.
  var tokenizerPaths: [String] {
    switch tokenizer {
    case .clipTokenizerJSON(let path), .wordPieceTokenizerJSON(let path, _): [path]
    case .clipVocabulary(let path, let mergesPath): [path, mergesPath]
    case .wordPieces(let path, let configurationPath, _):
      [path] + (configurationPath.map { [$0] } ?? [])
    }
  }
}
