import Foundation
import NeuralNetwork
import Testing

@testable import Encoders

/// Checkpoints changed at random, and some changed on purpose: an error or an embedding, no trap.
@Suite struct HostileCheckpointTests {
  /// A generator whose runs can be repeated (Steele, Lea and Flood, 2014).
  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Values that configurations and headers do not expect.
  static let values = [
    "0", "-1", "1", "3", "7", "65536", "1152921504606846976", "9223372036854775807",
    "99999999999999999999", "1e308", "-0.5", "null", "true", "false", "\"\"", "\"x\"", "[]", "{}",
    "[1,2,3,4]", "\"../x.safetensors\"",
  ]

  /// Changes a file: a value of its JSON, some bytes, or its end.
  static func mutated(_ bytes: Data, using generator: inout SplitMix) -> Data {
    var bytes = bytes
    let header = min(bytes.count, 20_000)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0:
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
    case 1, 2:
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<header, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
    case 3 where bytes.count > 8:
      let first = Int.random(in: 8..<header, using: &generator)
      let count = Int.random(in: 1...min(40, bytes.count - first), using: &generator)
      bytes.removeSubrange(first..<first + count)
    default:
      // A value after a colon, a comma or a bracket.
      let places = bytes.prefix(header).indices.filter { [0x3A, 0x2C, 0x5B].contains(bytes[$0]) }
      guard let place = places.randomElement(using: &generator) else { break }
      let rest = bytes[(place + 1)...]
      let end = rest.firstIndex { [0x2C, 0x5D, 0x7D, 0x0A].contains($0) } ?? bytes.endIndex
      let value = values[Int.random(in: 0..<values.count, using: &generator)]
      bytes.replaceSubrange(place + 1..<end, with: Data(value.utf8))
    }
    return bytes
  }

  /// Opens a directory and embeds with what it has; whether it came to that.
  static func use(_ directory: String) -> Bool {
    do {
      let opened = try ModelDirectory(opening: directory)
      if opened.model.modalities.contains(.text) {
        _ = try opened.model.embed(texts: ["a red mug, café"], threads: 1)
      }
      if opened.model.modalities.contains(.image) {
        let side = opened.model.imageSide
        let image = PreparedImage(
          side: side, pixels: (0..<side * side * 3).map { UInt8($0 % 251) })
        _ = try opened.model.embed([image], threads: 1)
      }
      return true
    } catch {
      return false
    }
  }

  /// How long to go on, by the variable `MMSEARCH_FUZZ_SECONDS`; 150 rounds otherwise.
  static let seconds = ProcessInfo.processInfo.environment["MMSEARCH_FUZZ_SECONDS"].flatMap(
    Double.init)

  @Test("files changed at random are refused or read, never a trap")
  func mutations() throws {
    let names = [
      "open_clip-vit", "hugging_face-clip", "open_clip-resnet", "sentence_transformers-mean",
      "sentence_transformers-first",
    ]
    let copies = try names.map { try CheckpointCopy(of: $0) }
    let files = copies.map { copy in
      FileManager.default.subpaths(atPath: copy.directory)?.sorted().filter {
        !$0.hasPrefix("goldens") && $0.contains(".")
      } ?? []
    }
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SplitMix(state: Self.seconds == nil ? 6 : seed)
    print("seed \(generator.state)")
    let start = Date.now
    var rounds = 0
    var used = 0
    while Self.seconds.map({ Date.now.timeIntervalSince(start) < $0 }) ?? (rounds < 150) {
      let number = Int.random(in: 0..<copies.count, using: &generator)
      let file = copies[number].url.appending(
        path: files[number][Int.random(in: 0..<files[number].count, using: &generator)])
      let original = try Data(contentsOf: file)
      // Replaced, not rewritten: the model opened before may still have the old one mapped.
      try Self.mutated(original, using: &generator).write(to: file, options: .atomic)
      if Self.use(copies[number].directory) { used += 1 }
      try original.write(to: file, options: .atomic)
      rounds += 1
    }
    print("\(rounds) changed checkpoints, of which \(used) could be used")
    #expect(used > 0 && used < rounds)
  }

  @Test(
    "a tensor's entry that lies is refused by name",
    arguments: [
      ("\"shape\":[48]", "\"shape\":[1152921504606846976,16]", "fits into memory"),
      ("\"shape\":[48]", "\"shape\":[-48]", "whole numbers"),
      ("\"shape\":[48]", "\"shape\":[49]", "196 bytes for F32"),
      ("\"dtype\":\"F32\"", "\"dtype\":\"F99\"", "a dtype of the safetensors format"),
    ])
  func entries(old: String, new: String, expected: String) throws {
    let copy = try CheckpointCopy(of: "sentence_transformers-mean")
    let file = copy.url.appending(path: "model.safetensors")
    let bytes = try Data(contentsOf: file)
    let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let place = try #require(header.range(of: old))
    let changed = header.replacingCharacters(in: place, with: new)
    var written = withUnsafeBytes(of: UInt64(changed.utf8.count).littleEndian) { Data($0) }
    written += Data(changed.utf8) + bytes[(8 + length)...]
    try written.write(to: file)
    let error = #expect(throws: ModelError.self) { try ModelDirectory(opening: copy.directory) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("tensor ") == true)
  }

  @Test("a configuration that asks for absurd sizes is refused before memory is")
  func absurdSizes() throws {
    for (key, value) in [
      ("\"vocab_size\": 814", "\"vocab_size\": 16777217"),
      ("\"context_length\": 16", "\"context_length\": 8193"),
      ("\"patch_size\": 8", "\"patch_size\": 8, \"mlp_ratio\": 1e300"),
      ("\"image_size\": 32", "\"image_size\": 2049"),
      ("\"image_size\": 32,", "\"image_size\": 2048,"),
      ("\"layers\": 2", "\"layers\": 1024"),
    ] {
      let copy = try CheckpointCopy(of: "open_clip-vit")
      try copy.edit("open_clip_config.json", key, value)
      #expect(!Self.use(copy.directory), "\(value)")
    }
  }
}
