import Foundation

@testable import Encoders
@testable import NeuralNetwork

/// A whole model directory with random weights and the tokenizer of `Fixtures/Tokenizer`, small
/// enough to be written for each test.
final class TinyModel {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  var directory: String { url.path(percentEncoded: false) }
  static let dimension = 8
  static let width = 12

  /// Writes the directory; `edit` changes the card's text, `skipping` gives a tensor another name.
  init(skipping: String? = nil, constant: Float? = nil, edit: (String) -> String = { $0 }) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for name in ["vocab.json", "merges.txt"] {
      try FileManager.default.copyItem(
        at: CLIPTokenizerTests.fixtures.appending(path: name), to: url.appending(path: name))
    }
    try writeCard(edit(Self.card))
    try writeWeights(skipping: skipping, constant: constant)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func writeCard(_ text: String) throws {
    try text.write(to: url.appending(path: "model.json"), atomically: true, encoding: .utf8)
  }

  static let card = """
    {"schema": 1, "name": "tiny", "dimension": 8, "temperature": 0.05, "licence": "ignored",
     "image": {"architecture": "mobilenet_v2", "size": 32, "fit": "squash",
               "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]},
     "text": {"architecture": "clip_transformer", "context_length": 16, "vocabulary_size": 814,
              "width": 12, "heads": 3, "layers": 2, "activation": "quick_gelu",
              "tokenizer": "clip_bpe"},
     "background": {"text_image": {"mean": 0.1, "deviation": 0.2, "best_of_1000": 0.3},
                    "text_text": {"mean": 0.4, "deviation": 0.5, "best_of_1000": 0.6},
                    "image_image": {"mean": 0.7, "deviation": 0.8, "best_of_1000": 0.9}}}
    """

  /// Every tensor that the card implies, in the order of the networks.
  static var shapes: [(name: String, shape: [Int])] {
    var shapes: [(name: String, shape: [Int])] = []
    func layer(_ name: String, _ shape: [Int]) {
      shapes.append((name + ".weight", shape))
      shapes.append((name + ".bias", [shape[0]]))
    }
    let features = "visual.trunk.features."
    layer(features + "0.0", [32, 3, 3, 3])
    var channels = 32
    var index = 1
    for (expansion, outputs, repetitions) in [
      (1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1),
    ] {
      for _ in 0..<repetitions {
        let hidden = channels * expansion
        let conv = features + "\(index).conv."
        if expansion > 1 { layer(conv + "0.0", [hidden, channels, 1, 1]) }
        layer(conv + (expansion > 1 ? "1.0" : "0.0"), [hidden, 1, 3, 3])
        layer(conv + (expansion > 1 ? "2" : "1"), [outputs, hidden, 1, 1])
        channels = outputs
        index += 1
      }
    }
    layer(features + "18.0", [1280, 320, 1, 1])
    layer("visual.head.proj", [dimension, 1280])
    shapes.append(("text.token_embedding.weight", [814, width]))
    shapes.append(("text.positional_embedding", [16, width]))
    for block in 0..<2 {
      let prefix = "text.transformer.resblocks.\(block)."
      for norm in ["ln_1", "ln_2"] {
        shapes.append((prefix + norm + ".weight", [width]))
        shapes.append((prefix + norm + ".bias", [width]))
      }
      shapes.append((prefix + "attn.in_proj_weight", [3 * width, width]))
      shapes.append((prefix + "attn.in_proj_bias", [3 * width]))
      layer(prefix + "attn.out_proj", [width, width])
      layer(prefix + "mlp.c_fc", [4 * width, width])
      layer(prefix + "mlp.c_proj", [width, 4 * width])
    }
    shapes.append(("text.ln_final.weight", [width]))
    shapes.append(("text.ln_final.bias", [width]))
    shapes.append(("text.text_projection", [width, dimension]))
    return shapes
  }

  /// Uniform scalars of variance 2 / inputs, so that features neither fade nor explode.
  private static let randomScalars: [Float] = {
    var scalars: [Float] = []
    var state: UInt64 = 1
    for (_, shape) in shapes {
      let inputs = Float(max(shape.dropFirst().reduce(1, *), 1))
      let bound = shape.count == 1 ? 0.5 : (6 / inputs).squareRoot()
      for _ in 0..<shape.reduce(1, *) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        scalars.append(Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648 * bound)
      }
    }
    return scalars
  }()

  private func writeWeights(skipping: String?, constant: Float?) throws {
    var header: [String] = []
    var count = 0
    for (name, shape) in Self.shapes {
      let end = count + shape.reduce(1, *)
      header.append(
        "\"\(name == skipping ? "unheard.of" : name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
          + "\"data_offsets\":[\(count * 4),\(end * 4)]}")
      count = end
    }
    let text = "{" + header.joined(separator: ",") + "}"
    var bytes = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) }
    bytes.append(contentsOf: text.utf8)
    let scalars = constant.map { [Float](repeating: $0, count: count) } ?? Self.randomScalars
    scalars.withUnsafeBytes { bytes.append(contentsOf: $0) }
    try bytes.write(to: url.appending(path: "model.safetensors"))
  }
}
