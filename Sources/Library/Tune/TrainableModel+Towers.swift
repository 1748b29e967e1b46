internal import Encoders
internal import Tuning

extension TrainableModel {
  /// The towers as training takes them.
  ///
  /// - Parameter trainedLayers: how many of the text tower's blocks are trained, the last ones.
  /// Throws: `ModelError` for weights that do not fit the card.
  func towers(trainedLayers: Int) throws(ModelError) -> Towers {
    let text = encoder.card.text
    return try Towers(
      image: ImageStages(
        blocks: blocks.map { block in
          ImageStages.Block(
            path: block.path, stride: block.stride, isResidual: block.isResidual)
        }, lastPath: lastPath, headPath: headPath, extent: extent, channels: channels),
      text: TextStages(
        prefix: textPrefix, layers: text.layers, trainedLayers: trainedLayers, heads: text.heads,
        activation: text.activation == .gelu ? .gelu : .quickGELU),
      tensor: tensor)
  }
}
