/// An open checkpoint that is worth its download: better than the default model for photographs of anything.
public struct RecommendedModel: Sendable, Equatable {
  /// What `mmsearch model add` takes.
  public let reference: String
  /// Parameters in millions, images and texts together.
  public let millionParameters: Double
  /// Scalars of an embedding.
  public let dimension: Int
  /// The licence of the weights.
  public let license: String
  /// Published zero-shot accuracy on ImageNet, in per cent; nil for a model of texts alone.
  public let zeroShotImageNet: Double?
  /// Published recall@1 of Flickr30k's pictures by their captions, in per cent, where there is one.
  public let flickrRecall: Double?
  /// Milliseconds of one core for a picture; nil for a model of texts alone. Measured with random weights of
  /// the model's size on an AMD EPYC with AVX-512 by `mmsearch-bench encode --threads 1`.
  public let pictureMilliseconds: Double?
  /// The same for a text of ten words.
  public let textMilliseconds: Double
  /// Where the scores are published.
  public let source: String

  /// The size of the download in bytes, in single precision.
  public var byteCount: Int64 { Int64(millionParameters * 4e6) }

  private static let openCLIP =
    "OpenCLIP, docs/openclip_results.csv and openclip_retrieval_results.csv"
  private static let mobileCLIP = "MobileCLIP (Vasu et al. 2024), table of checkpoints"

  /// From small and quick to large and good.
  public static let all = [
    RecommendedModel(
      reference: "hf:sentence-transformers/all-MiniLM-L6-v2", millionParameters: 22.7,
      dimension: 384, license: "Apache-2.0", zeroShotImageNet: nil, flickrRecall: nil,
      pictureMilliseconds: nil, textMilliseconds: 3.4,
      source: "texts alone: titles and descriptions by meaning, beside a model of pictures"),
    RecommendedModel(
      reference: "hf:apple/MobileCLIP-S1-OpenCLIP", millionParameters: 84.9, dimension: 512,
      license: "Apple ASCL", zeroShotImageNet: 72.6, flickrRecall: nil,
      pictureMilliseconds: 112, textMilliseconds: 62, source: mobileCLIP),
    RecommendedModel(
      reference: "hf:apple/MobileCLIP-S2-OpenCLIP", millionParameters: 99.1, dimension: 512,
      license: "Apple ASCL", zeroShotImageNet: 74.4, flickrRecall: nil,
      pictureMilliseconds: 188, textMilliseconds: 61, source: mobileCLIP),
    RecommendedModel(
      reference: "hf:laion/CLIP-ViT-B-32-laion2B-s34B-b79K", millionParameters: 151.3,
      dimension: 512, license: "MIT", zeroShotImageNet: 66.6, flickrRecall: 66.8,
      pictureMilliseconds: 87, textMilliseconds: 12.6,
      source: openCLIP),
    RecommendedModel(
      reference: "hf:laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K", millionParameters: 151.3,
      dimension: 512, license: "MIT", zeroShotImageNet: 72.8, flickrRecall: 64.9,
      pictureMilliseconds: 119, textMilliseconds: 13,
      source: openCLIP),
    RecommendedModel(
      reference: "hf:laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K", millionParameters: 149.6,
      dimension: 512, license: "MIT", zeroShotImageNet: 73.5, flickrRecall: 67.6,
      pictureMilliseconds: 354, textMilliseconds: 12.6,
      source: openCLIP),
    RecommendedModel(
      reference: "hf:laion/CLIP-convnext_base_w-laion2B-s13B-b82K", millionParameters: 179.4,
      dimension: 640, license: "MIT", zeroShotImageNet: 70.8, flickrRecall: 72.1,
      pictureMilliseconds: 415, textMilliseconds: 17,
      source: openCLIP),
    RecommendedModel(
      reference: "hf:laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K", millionParameters: 427.6,
      dimension: 768, license: "MIT", zeroShotImageNet: 79.2, flickrRecall: 73.4,
      pictureMilliseconds: 1645, textMilliseconds: 23.5,
      source: openCLIP),
  ]
}
