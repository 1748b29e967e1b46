import Foundation
import Testing

@testable import Encoders
@testable import NeuralNetwork

/// A copy of a fixture's checkpoint that a test may change.
final class CheckpointCopy {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  var directory: String { url.path(percentEncoded: false) }

  init(of name: String) throws {
    try FileManager.default.copyItem(
      at: CheckpointFixture.folder.appending(path: name), to: url)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func edit(_ name: String, _ old: String, _ new: String) throws {
    let file = url.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old), "\(name) has no \(old)")
    try text.replacing(old, with: new).write(to: file, atomically: true, encoding: .utf8)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appending(path: name))
  }

  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
  }
}

@Suite struct CheckpointDirectoryTests {
  /// What opening and using both towers says.
  func refusal(_ copy: CheckpointCopy) -> String {
    do {
      let model = try ModelDirectory(opening: copy.directory).model
      _ = try model.embed(texts: ["red"], threads: 1)
      _ = try model.embed(
        [
          PreparedImage(
            side: model.imageSide,
            pixels: .init(repeating: 9, count: model.imageSide * model.imageSide * 3))
        ], threads: 1)
      return "no refusal"
    } catch {
      return "\(error)"
    }
  }

  @Test("a directory tells what its model is")
  func description() throws {
    let copy = try CheckpointCopy(of: "hugging_face-clip")
    try copy.write("---\ntags:\n- clip\nlicense: \"mit\"\n---\n# Card\n", to: "README.md")
    let directory = try ModelDirectory(opening: copy.directory + "/")
    #expect(directory.format == "Hugging Face CLIP")
    #expect(directory.model.modalities == [.image, .text])
    #expect(directory.license == "mit")
    #expect(directory.model.name == copy.url.lastPathComponent)
    #expect(directory.model.dimension == 20)
    #expect(directory.model.imageSide == 28)
    // As `sum(p.numel())` counts them.
    #expect(directory.parameterCount == 125_809)
    let blocks = 2 * (4 * 48 * 48 + 4 * 48 + 2 * 48 * 96 + 48 + 96 + 4 * 48)
    let attention = { (tokens: Int) in 2 * 4 * tokens * tokens * 48 }
    #expect(
      directory.imageOperations == 2 * (16 * 147 * 48 + 17 * blocks + 48 * 20) + attention(17))
    #expect(directory.textOperations == 2 * (16 * blocks + 48 * 20) + attention(16))
  }

  @Test("this library's own directories open, too")
  func ownCard() throws {
    let directory = try ModelDirectory(opening: DefaultModelTests.directory)
    #expect(directory.format == "mmsearch")
    #expect(directory.model is DualEncoder)
    // MobileNetV2 of width 1 makes 300 million products at 224 pixels (Sandler et al., table 4).
    let side = Double(directory.model.imageSide) / 224
    let products = Double(try #require(directory.imageOperations)) / 2 / side / side
    #expect(abs(products / 300e6 - 1) < 0.05)
  }

  @Test("vocabulary and merges serve instead of tokenizer.json, and give the same")
  func vocabulary() throws {
    let copy = try CheckpointCopy(of: "open_clip-vit")
    let texts = ["a red mug", "two dogs"]
    let expected = try ModelDirectory(opening: copy.directory).model.embed(
      texts: texts, threads: 1)
    try copy.remove("tokenizer.json")
    #expect(refusal(copy).contains("put tokenizer.json, or vocab.json and merges.txt"))
    for name in ["vocab.json", "merges.txt"] {
      try FileManager.default.copyItem(
        at: CLIPTokenizerTests.fixtures.appending(path: name), to: copy.url.appending(path: name))
    }
    let model = try ModelDirectory(opening: copy.directory).model
    #expect(try model.embed(texts: texts, threads: 1) == expected)
  }

  @Test("pickled weights are refused with the way out")
  func pickles() throws {
    let copy = try CheckpointCopy(of: "open_clip-vit")
    try FileManager.default.moveItem(
      at: copy.url.appending(path: "open_clip_model.safetensors"),
      to: copy.url.appending(path: "open_clip_pytorch_model.bin"))
    let text = refusal(copy)
    #expect(text.contains("open_clip_pytorch_model.bin cannot be run: pickled weights"))
    #expect(text.contains("safetensors.torch.save_file"))
  }

  @Test(
    "what a configuration asks for and is not run is named",
    arguments: [
      ("\"quick_gelu\": true", "\"multimodal_cfg\": {}", "multimodal_cfg makes a captioner"),
      ("\"patch_size\": 8", "\"timm_model_name\": \"swin\"", "timm_model_name is swin"),
      ("\"patch_size\": 8", "\"attentional_pool\": true", "attentional_pool is a pooling"),
      ("\"patch_size\": 8", "\"qk_norm\": true", "vision_cfg.qk_norm changes"),
      ("\"patch_size\": 8", "\"patch_size\": 0", "patch_size is 0, which must be from 1 to 32"),
      ("\"patch_size\": 8", "\"patch_size\": 7", "visual.conv1.weight"),
      ("\"image_size\": 32", "\"image_size\": [32, 16]", "only squares are run"),
      ("\"image_size\": 32", "\"image_size\": 1152921504606846976", "must be from 8 to 2048"),
      ("\"head_width\": 16", "\"head_width\": 24", "no divisor of the width 64"),
      ("\"embed_dim\": 24", "\"embed_dim\": 25", "has shape [48, 24], expected [48, 25]"),
      ("\"context_length\": 16", "\"context_length\": 17", "expected [17, 48]"),
      ("\"vocab_size\": 814", "\"vocab_size\": 813", "is not a number below 813"),
      ("\"vocab_size\": 814", "\"vocab_size\": 16000000", "expected [16000000, 48]"),
      ("\"vocab_size\": 814", "\"hf_model_name\": \"roberta\"", "hf_model_name is roberta"),
      ("\"bicubic\"", "\"lanczos\"", "interpolation is lanczos"),
      ("\"resize_mode\": \"shortest\"", "\"resize_mode\": \"odd\"", "resize_mode is odd"),
    ])
  func refusals(old: String, new: String, expected: String) throws {
    let copy = try CheckpointCopy(of: "open_clip-vit")
    try copy.edit("open_clip_config.json", old, new)
    let text = refusal(copy)
    #expect(text.contains(expected), "\(text)")
  }

  @Test(
    "what an index of several files gets wrong is named",
    arguments: [
      ("model-00001-of-00003.safetensors", "../escape.safetensors", "no name of a .safetensors"),
      ("model-00001-of-00003.safetensors", "/etc/passwd", "no name of a .safetensors"),
      ("model-00001-of-00003.safetensors", "model.safetensors.index.json", "no name of a"),
      ("model-00001-of-00003.safetensors", "gone.safetensors", "gone.safetensors"),
      (
        "model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors",
        "model-00002-of-00003.safetensors has no tensor"
      ),
      ("\"weight_map\"", "\"map\"", "it has no object weight_map"),
      ("text_model.final_layer_norm.bias", "other", "has no tensor other"),
    ])
  func indexes(old: String, new: String, expected: String) throws {
    let copy = try CheckpointCopy(of: "hugging_face-clip")
    try copy.edit("model.safetensors.index.json", old, new)
    let text = refusal(copy)
    #expect(text.contains(expected), "\(text)")
  }

  @Test("the fingerprint follows the bytes of each file, and not the directory's name")
  func fingerprint() throws {
    let original = try CheckpointCopy(of: "open_clip-vit")
    let fingerprint = try ModelDirectory(opening: original.directory).model.fingerprint
    let other = try CheckpointCopy(of: "open_clip-vit")
    #expect(try ModelDirectory(opening: other.directory).model.fingerprint == fingerprint)
    try other.edit("tokenizer.json", "\"version\":", "\"version\" :")
    #expect(try ModelDirectory(opening: other.directory).model.fingerprint != fingerprint)
  }

  @Test("hashes of large files are remembered until the file changes")
  func hashes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = folder.appending(path: "a/b")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "weights")
    let path = file.path(percentEncoded: false)
    let hashes = FileHashes(folder: cache.path(percentEncoded: false))
    try Data(repeating: 1, count: 2_000_000).write(to: file)
    let first = try hashes.hash(ofFileAt: path)
    let entries = try FileManager.default.contentsOfDirectory(atPath: cache.path())
    #expect(entries.count == 1)
    // A hash that is remembered is taken at its word …
    let entry = cache.appending(path: try #require(entries.first))
    let forged = String(repeating: "0", count: 64)
    try String(contentsOf: entry, encoding: .utf8).replacing(first, with: forged).write(
      to: entry, atomically: true, encoding: .utf8)
    #expect(try hashes.hash(ofFileAt: path) == forged)
    // … unless the file is another, or the entry is damaged.
    try Data(repeating: 1, count: 2_000_000).write(to: file)
    #expect(try hashes.hash(ofFileAt: path) == first)
    try "damaged".write(to: entry, atomically: true, encoding: .utf8)
    #expect(try hashes.hash(ofFileAt: path) == first)
    #expect(try FileHashes(folder: nil).hash(ofFileAt: path) == first)
  }

  @Test("of two formats in one directory the one with weights counts, and OpenCLIP's of both")
  func twoFormats() throws {
    let copy = try CheckpointCopy(of: "hugging_face-clip")
    let openCLIP = CheckpointFixture.folder.appending(path: "open_clip-vit")
    try FileManager.default.copyItem(
      at: openCLIP.appending(path: "open_clip_config.json"),
      to: copy.url.appending(path: "open_clip_config.json"))
    #expect(try ModelDirectory(opening: copy.directory).format == "Hugging Face CLIP")
    try FileManager.default.copyItem(
      at: openCLIP.appending(path: "open_clip_model.safetensors"),
      to: copy.url.appending(path: "open_clip_model.safetensors"))
    #expect(try ModelDirectory(opening: copy.directory).format == "OpenCLIP")
  }

  @Test("SigLIP, whose tokenizer is another, is refused by name")
  func sigLIP() throws {
    let copy = try CheckpointCopy(of: "open_clip-vit")
    try copy.edit(
      "open_clip_config.json", "\"patch_size\": 8",
      "\"timm_model_name\": \"vit_base_patch16_siglip_224\"")
    #expect(refusal(copy).contains("is vit_base_patch16_siglip_224; of timm's networks"))
    let other = try CheckpointCopy(of: "hugging_face-clip")
    try other.edit("config.json", "\"model_type\": \"clip\"", "\"model_type\": \"siglip2\"")
    #expect(refusal(other).contains("model_type is siglip2, and clip is run"))
  }

  @Test("a directory without a model says what would be one")
  func noModel() throws {
    let copy = try CheckpointCopy(of: "open_clip-vit")
    try copy.remove("open_clip_config.json")
    #expect(refusal(copy).contains("there is no model.json, open_clip_config.json"))
  }
}
