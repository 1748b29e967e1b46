import Imaging
import NeuralNetwork

/// What a checkpoint's configuration says, whatever its format: everything needed to build the
/// towers, under the names by which this library's networks ask for their weights.
struct ModelPlan: Sendable, Equatable {
  /// The number of coordinates of an embedding.
  let dimension: Int
  /// The image tower, if there is one.
  let image: ImagePlan?
  /// The text tower, if there is one.
  let text: TextPlan?
}

/// How images are embedded.
struct ImagePlan: Sendable, Equatable {
  let network: Network
  let preprocessing: ImagePreprocessing

  /// The image networks of checkpoints.
  enum Network: Sendable, Equatable {
    case visionTransformer(VisionTransformer.Plan)
    case modifiedResNet(ModifiedResNet.Plan)
    case convNeXt(ConvNeXt.Plan)
    case fastViT(FastViT.Plan)
  }
}

/// How an image becomes the input of a network.
struct ImagePreprocessing: Sendable, Equatable {
  /// How it becomes a square.
  let framing: Framing
  /// What a level of 0 … 255 is multiplied by first.
  let scale: Float
  /// Subtracted from the channels, red first, after that.
  let mean: [Float]
  /// Divides the channels in the end.
  let deviation: [Float]

  /// The value of each channel at each of its 256 levels, `[3, 256]`.
  var levels: [Float] {
    (0..<3).flatMap { channel in
      (0..<256).map { (Float($0) * scale - mean[channel]) / deviation[channel] }
    }
  }
}

/// How texts are embedded.
struct TextPlan: Sendable, Equatable {
  let network: Network
  let tokenizer: TokenizerFiles
  /// The most tokens read of a text, start and end included.
  let contextLength: Int
  /// The number of tokens there are.
  let vocabularySize: Int

  /// The text networks of checkpoints.
  enum Network: Sendable, Equatable {
    case clip(CLIPTextTransformer.Plan)
    case bert(BERTEncoder.Plan)
  }
}

/// The files that say how text becomes tokens.
enum TokenizerFiles: Sendable, Equatable {
  /// `tokenizer.json` of the library `tokenizers`, with a byte-pair encoding as CLIP's.
  case clipTokenizerJSON(path: String)
  /// A vocabulary and the merges of CLIP's byte-pair encoding.
  case clipVocabulary(path: String, mergesPath: String)
  /// `tokenizer.json` with BERT's pieces of words, and what is put before each text.
  case wordPieceTokenizerJSON(path: String, prompt: String)
  /// A list of pieces of words, what is said about it, and what is put before each text.
  case wordPieces(path: String, configurationPath: String?, prompt: String)
}
