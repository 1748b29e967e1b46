import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// Layers against PyTorch's: inputs, parameters and outputs lie in `Fixtures/Layers`, with the
/// script that made them.
@Suite struct LayerTests {
  static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Layers/layers.safetensors")
    .path(percentEncoded: false)

  let file: SafetensorsFile
  let reader: ParameterReader

  init() throws {
    file = try SafetensorsFile(path: Self.path)
    reader = ParameterReader(file)
  }

  func tensor(_ name: String) throws -> Tensor {
    let entry = try #require(file[name])
    return try reader.tensor(name, shape: entry.shape)
  }

  /// Sums of at most a few hundred products of size one differ in order between two
  /// implementations: 2e-5 of the largest value is ten times what they do here.
  func expect(
    _ found: [Float], equal expected: [Float], relative: Float = 2e-5, _ what: String
  ) {
    #expect(found.count == expected.count)
    let scale = max(1, expected.map(abs).max() ?? 0)
    let differences = zip(found, expected).map { $0 == $1 ? 0 : abs($0 - $1) }
    let largest = differences.max() ?? 0
    #expect(
      differences.allSatisfy { $0 <= relative * scale },
      "\(what): differs by \(largest) at \(differences.firstIndex(of: largest) ?? 0)")
  }

  struct Convolution: Sendable, CustomTestStringConvertible {
    let name: String
    let kernel: Int
    var stride = 1
    var padding = 0
    var groups = 1
    var activation = Activation.identity
    var isNormalized = false
    var testDescription: String { name }
  }

  static let convolutions = [
    Convolution(name: "dense", kernel: 3, stride: 2, padding: 1, activation: .relu6),
    Convolution(name: "dense-5x5", kernel: 5, padding: 2),
    Convolution(name: "strided-pointwise", kernel: 1, stride: 2),
    Convolution(name: "pointwise", kernel: 1, activation: .relu),
    Convolution(name: "depthwise", kernel: 3, padding: 1, groups: 21, activation: .relu6),
    Convolution(name: "depthwise-strided", kernel: 3, stride: 2, padding: 1, groups: 21),
    Convolution(name: "depthwise-5x5", kernel: 5, stride: 2, padding: 2, groups: 9),
    Convolution(name: "depthwise-unpadded", kernel: 3, stride: 3, groups: 9),
    Convolution(
      name: "grouped", kernel: 3, padding: 1, groups: 4, activation: .smooth(.hardSwish)),
    Convolution(
      name: "normalised", kernel: 3, padding: 1, activation: .smooth(.silu), isNormalized: true),
  ]

  @Test("convolutions equal PyTorch's", arguments: convolutions)
  func convolution(_ convolution: Convolution) throws {
    let input = try tensor("\(convolution.name).input")
    let expected = try tensor("\(convolution.name).output")
    let channels = input.shape[2]
    let outputs = expected.shape[2]
    let parameters = reader[convolution.name]
    let layer = try ConvolutionLayer(
      inputs: channels, outputs: outputs, kernel: convolution.kernel, stride: convolution.stride,
      padding: convolution.padding, groups: convolution.groups,
      hasBias: !convolution.isNormalized,
      normalization: convolution.isNormalized
        ? BatchNormalization(channels: outputs, from: parameters["norm"]) : nil,
      activation: convolution.activation, from: parameters["conv"])
    let given = FloatStorage(input.scalars)
    let result = FloatStorage(count: expected.scalars.count)
    let map = layer(
      FeatureMap(given.base, height: input.shape[0], width: input.shape[1], channels: channels),
      into: result.base, workspace: Workspace(count: layer.scratchCount(width: input.shape[1])))
    #expect([map.height, map.width, map.channels] == expected.shape)
    expect(result.scalars, equal: expected.scalars, convolution.name)
  }

  @Test("a residual is added to a convolution's output", arguments: ["pointwise", "dense-5x5"])
  func residual(name: String) throws {
    let input = try tensor("\(name).input")
    let expected = try tensor("\(name).output")
    let kernel = name == "pointwise" ? 1 : 5
    let layer = try ConvolutionLayer(
      inputs: input.shape[2], outputs: expected.shape[2], kernel: kernel, padding: kernel / 2,
      activation: name == "pointwise" ? .relu : .identity, from: reader[name]["conv"])
    let given = FloatStorage(input.scalars)
    let added = (0..<expected.scalars.count).map { Float($0 % 13) - 6 }
    let result = FloatStorage(added)
    let residual = FeatureMap(
      result.base, height: expected.shape[0], width: expected.shape[1],
      channels: expected.shape[2])
    _ = layer(
      FeatureMap(
        given.base, height: input.shape[0], width: input.shape[1], channels: input.shape[2]),
      adding: residual, into: result.base,
      workspace: Workspace(count: layer.scratchCount(width: input.shape[1])))
    expect(result.scalars, equal: zip(expected.scalars, added).map { $0 + $1 }, name)
  }

  @Test(
    "smooth activations equal PyTorch's",
    arguments: [
      ("gelu", Elementwise.Function.gelu), ("quick_gelu", .quickGELU), ("silu", .silu),
      ("hard_swish", .hardSwish),
    ])
  func activation(name: String, function: Elementwise.Function) throws {
    let result = FloatStorage(try tensor("\(name).input").scalars)
    Elementwise.apply(function, to: result.base, count: result.count)
    // Where the exact value is tiny its relative error is not bounded (e.g. gelu(−12) = 0), so the
    // scale is the larger of one and the value.
    for (found, expected) in zip(result.scalars, try tensor("\(name).output").scalars) {
      #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(found) for \(expected)")
    }
  }

  @Test("a linear layer and layer normalisation equal PyTorch's")
  func linear() throws {
    let layer = try LinearLayer(inputs: 23, outputs: 35, from: reader["linear"])
    let input = FloatStorage(try tensor("linear.input").scalars)
    let output = FloatStorage(count: 3 * 35)
    layer(input.base, count: 3, into: output.base)
    expect(output.scalars, equal: try tensor("linear.output").scalars, "linear")

    let normalization = try LayerNormalization(width: 37, from: reader["layer-norm"])
    let rows = FloatStorage(try tensor("layer-norm.input").scalars)
    normalization(rows.base, count: 5, into: rows.base)
    expect(rows.scalars, equal: try tensor("layer-norm.output").scalars, "layer-norm")
  }

  @Test("attention equals PyTorch's", arguments: [false, true])
  func attention(isCausal: Bool) throws {
    let name = isCausal ? "attention-causal" : "attention"
    let layer = try MultiHeadAttention(
      width: 36, heads: 3, isCausal: isCausal, from: reader[name])
    let input = FloatStorage(try tensor("\(name).input").scalars)
    let output = FloatStorage(count: 11 * 36)
    layer(
      input.base, count: 11, into: output.base,
      workspace: Workspace(count: layer.scratchCount(11)))
    expect(output.scalars, equal: try tensor("\(name).output").scalars, name)
  }

  @Test("a transformer block equals PyTorch's")
  func block() throws {
    let block = try TransformerBlock(
      width: 24, heads: 2, hiddenWidth: 96, activation: .smooth(.gelu), isCausal: true,
      from: reader["block"])
    let tokens = FloatStorage(try tensor("block.input").scalars)
    block(tokens.base, count: 6, workspace: Workspace(count: block.scratchCount(6)))
    expect(tokens.scalars, equal: try tensor("block.output").scalars, "block")
  }

  @Test("a causal block's tokens do not depend on those after them")
  func causality() throws {
    let block = try TransformerBlock(
      width: 24, heads: 2, hiddenWidth: 96, activation: .smooth(.gelu), isCausal: true,
      from: reader["block"])
    let scalars = try tensor("block.input").scalars
    let whole = FloatStorage(scalars)
    let part = FloatStorage(Array(scalars.prefix(4 * 24)))
    let workspace = Workspace(count: block.scratchCount(6))
    block(whole.base, count: 6, workspace: workspace)
    block(part.base, count: 4, workspace: workspace)
    #expect(part.scalars == Array(whole.scalars.prefix(4 * 24)))
  }

  @Test("an embedding table reads the asked row alone")
  func embedding() throws {
    let rows = (0..<12).map(Float.init)
    let table = try EmbeddingTable(
      entries: 4, width: 3, from: ParameterReader(["weight": Tensor(shape: [4, 3], scalars: rows)]))
    let output = FloatStorage(count: 3)
    table(2, into: output.base)
    #expect(output.scalars == [6, 7, 8])
  }

  @Test("global average pooling takes the mean of each channel")
  func pooling() {
    let pixels = FloatStorage((0..<6 * 5).map { Float($0 % 5) + Float($0 / 5) })
    let output = FloatStorage(count: 5)
    FeatureMap(pixels.base, height: 2, width: 3, channels: 5).average(into: output.base)
    #expect(output.scalars == [2.5, 3.5, 4.5, 5.5, 6.5])
  }
}

extension FloatStorage {
  /// A copy.
  var scalars: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
