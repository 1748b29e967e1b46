public import Imaging

/// What `model.json` says: everything needed to build a model and to reproduce its embeddings.
///
/// Keys that are not listed here are ignored.
public struct ModelCard: Codable, Sendable, Equatable {
  /// The version of the card's format; this code reads version 1.
  public let schema: Int
  /// The model's name, for people.
  public let name: String
  /// A sentence on what the model is for.
  public let description: String?
  /// The licence of the weights.
  public let license: String?
  /// The number of coordinates of an embedding.
  public let dimension: Int
  /// The factor by which training divided similarities, 1 / exp(logit scale).
  public let temperature: Float?
  /// The image tower and its preprocessing.
  public let image: ImageSection
  /// The text tower and its tokenizer.
  public let text: TextSection
  /// Similarities of unrelated pairs.
  public let background: BackgroundSection
  /// SHA-256 by file name, in hexadecimal; spares reading the files to know the model.
  public let files: [String: String]?

  /// How images are embedded.
  public struct ImageSection: Codable, Sendable, Equatable {
    /// The network.
    public let architecture: Architecture
    /// The side of the square input, in pixels.
    public let size: Int
    /// How an image that is not square becomes so.
    public let fit: Fit
    /// The filter by which images are resized.
    public let interpolation: Interpolation
    /// Subtracted from the channels, red first, of pixels from 0 to 1.
    public let mean: [Float]
    /// Divides the channels after that.
    public let std: [Float]

    /// The image networks there are.
    public enum Architecture: String, Codable, Sendable {
      /// MobileNetV2 of width 1 (Sandler et al., 2018), batch normalisation folded.
      case mobileNetV2 = "mobilenet_v2"
    }

    /// The filters there are.
    public enum Interpolation: String, Codable, Sendable {
      /// Pillow's antialiased bicubic.
      case bicubic
    }
  }

  /// How texts are embedded.
  public struct TextSection: Codable, Sendable, Equatable {
    /// The network.
    public let architecture: Architecture
    /// The most tokens read, start and end of text included.
    public let contextLength: Int
    /// The number of tokens there are.
    public let vocabularySize: Int
    /// Scalars of a token within the network.
    public let width: Int
    /// Attention heads.
    public let heads: Int
    /// Transformer blocks.
    public let layers: Int
    /// The function within a block's feed-forward part.
    public let activation: FeedForwardActivation
    /// How text becomes tokens.
    public let tokenizer: Tokenizer

    /// The text networks there are.
    public enum Architecture: String, Codable, Sendable {
      /// CLIP's causal transformer (Radford et al., 2021).
      case clipTransformer = "clip_transformer"
    }

    /// The functions there are.
    public enum FeedForwardActivation: String, Codable, Sendable {
      /// x · Φ(x).
      case gelu
      /// x · σ(1.702 x).
      case quickGELU = "quick_gelu"
    }

    /// The tokenizers there are.
    public enum Tokenizer: String, Codable, Sendable {
      /// CLIP's byte-level byte-pair encoding.
      case clipBPE = "clip_bpe"
    }

    enum CodingKeys: String, CodingKey {
      case architecture, width, heads, layers, activation, tokenizer
      case contextLength = "context_length"
      case vocabularySize = "vocabulary_size"
    }
  }

  /// Similarities of unrelated pairs by the kinds of query and item; those of text to image also
  /// serve for image to text.
  public struct BackgroundSection: Codable, Sendable, Equatable {
    /// A text and an image.
    public let textImage: BackgroundStatistics
    /// Two texts.
    public let textText: BackgroundStatistics
    /// Two images.
    public let imageImage: BackgroundStatistics

    enum CodingKeys: String, CodingKey {
      case textImage = "text_image"
      case textText = "text_text"
      case imageImage = "image_image"
    }
  }
}
