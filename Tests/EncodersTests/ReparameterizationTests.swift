import Testing

@testable import Encoders
@testable import NeuralNetwork

@Suite struct ReparameterizationTests {
  @Test("a block whose branches are fused already is read as it is")
  func fused() throws {
    let fixture = try CheckpointFixture("mobileclip")
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let trunk = ParameterReader(checkpoint.weights)["visual"]["trunk"]
    let mixer = try ReparameterizedConvolution(
      mixer: trunk["stages"][0]["blocks"][0]["token_mixer"], width: 8, kernel: 3)
    let fused = ParameterReader([
      "reparam_conv.weight": Tensor(shape: [8, 1, 3, 3], scalars: mixer.weights),
      "reparam_conv.bias": Tensor(shape: [8], scalars: mixer.bias),
    ])
    let again = try ReparameterizedConvolution(mixer: fused, width: 8, kernel: 3)
    #expect(again.weights == mixer.weights)
    #expect(again.bias == mixer.bias)
    let block = try ReparameterizedConvolution(
      mobileOne: fused, inputs: 8, outputs: 8, kernel: 3, groups: 8)
    #expect(block.weights == mixer.weights)
  }

  @Test("a depthwise convolution with two outputs a channel equals the grouped one")
  func multiplied() throws {
    var whole = ReparameterizedConvolution(inputs: 3, outputs: 6, kernel: 3, groups: 3)
    let weights = (0..<54).map { Float($0 % 7) - 3 }
    let reader = ParameterReader([
      "reparam_conv.weight": Tensor(shape: [6, 1, 3, 3], scalars: weights),
      "reparam_conv.bias": Tensor(shape: [6], scalars: [1, 2, 3, 4, 5, 6]),
    ])
    whole = try ReparameterizedConvolution(
      mobileOne: reader, inputs: 3, outputs: 6, kernel: 3, groups: 3)
    let grouped = try ConvolutionLayer(
      inputs: 3, outputs: 6, kernel: 3, stride: 2, padding: 1, groups: 3, from: whole.parameters)
    let multiplied = try MultipliedDepthwise(whole, stride: 2)
    var image = (0..<5 * 5 * 3).map { Float($0 * $0 % 11) }
    var results: [[Float]] = []
    let workspace = Workspace(count: 100_000)
    image.withUnsafeMutableBufferPointer { image in
      guard let base = image.baseAddress else { return }
      let input = FeatureMap(base, height: 5, width: 5, channels: 3)
      workspace.withScratch(54) { output in
        results.append(grouped(input, into: output, workspace: workspace).scalars)
        results.append(multiplied(input, into: output, workspace: workspace).scalars)
      }
    }
    // Whole numbers: every order of summation gives the same.
    #expect(results.count == 2 && results[0] == results[1])
  }
}
