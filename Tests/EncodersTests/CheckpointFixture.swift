import Foundation
import Imaging
import NeuralNetwork
import Testing

@testable import Encoders

/// A checkpoint of `Fixtures/Checkpoints`, with what its reference implementation computed; the
/// script that made them lies beside them.
struct CheckpointFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Checkpoints")
  static let pictures = folder.deletingLastPathComponent().appending(path: "Default")

  let url: URL
  let texts: [String]
  let images: [String]
  private let file: SafetensorsFile
  private let goldens: ParameterReader

  var directory: String { url.path(percentEncoded: false) }

  private struct Listing: Decodable {
    let texts: [String]
    let images: [String]
  }

  init(_ name: String) throws {
    try self.init(at: Self.folder.appending(path: name))
  }

  init(at url: URL) throws {
    self.url = url
    let listing = try JSONDecoder().decode(
      Listing.self, from: Data(contentsOf: url.appending(path: "goldens.json")))
    texts = listing.texts
    images = listing.images
    file = try SafetensorsFile(
      path: url.appending(path: "goldens.safetensors").path(percentEncoded: false))
    goldens = ParameterReader(file)
  }

  func golden(_ name: String) throws -> Tensor {
    let entry = try #require(file[name], "no golden \(name)")
    return try goldens.tensor(name, shape: entry.shape)
  }

  /// The stages of one example in their order.
  func stages(_ example: String) throws -> [Tensor] {
    var stages: [Tensor] = []
    while file["\(example).stage.\(stages.count)"] != nil {
      stages.append(try golden("\(example).stage.\(stages.count)"))
    }
    return stages
  }

  func picture(_ name: String) throws -> Image {
    let bytes = try Data(contentsOf: Self.pictures.appending(path: name))
    return try bytes.withUnsafeBytes { try ImageDecoder.decode($0).image }
  }
}

/// The largest differences between what was found and the beginnings of what was expected.
///
/// Sums of a few thousand products of size one, in another order, layer after layer, differ by some
/// millionths of the largest value; 1e-4 of it is far above that and far below a wrong weight.
struct Differences {
  private var worst: (relative: Float, text: String) = (0, "none")

  mutating func compare(
    _ found: [Float], _ expected: [Float], relative bound: Float = 1e-4, _ what: String
  ) {
    #expect(!found.isEmpty && found.count <= expected.count, "\(what): \(found.count) scalars")
    let scale = max(1e-3, expected.map(abs).max() ?? 0)
    let differences = zip(found, expected).map { $0.isNaN ? .infinity : abs($0 - $1) }
    let largest = differences.max() ?? 0
    let place = differences.firstIndex(of: largest) ?? 0
    let text = "\(what) differs by \(largest) at \(place), of values up to \(scale)"
    #expect(largest <= bound * scale, "\(text)")
    if largest / scale >= worst.relative { worst = (largest / scale, text) }
  }

  /// Prints the largest of all, in relation to its values, with its place.
  func report() { print("largest difference: \(worst.text)") }
}

extension Checkpoint {
  /// The same files read by another plan.
  init(_ other: Checkpoint, plan: ModelPlan) {
    self = other
    self.plan = plan
  }
}

extension FeatureMap {
  var scalars: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
