import NeuralNetwork

extension ModelDirectory {
  /// Writes the weights of a published model in fewer bytes, as one file under the name by which it is
  /// found, into a folder that is there; subfolders of the model are there, too.
  ///
  /// Throws: `ModelError` for a model with this library's card, whose card declares the hash of its
  /// weights, and where the weights cannot be read or written.
  public static func compressWeights(
    of directory: String, as precision: Precision, into folder: String
  ) throws(ModelError) {
    guard !CheckpointFiles(directory: directory).has("model.json") else {
      throw .unsupported(
        path: directory,
        reason: "its card declares the weights that it has; choose the precision where it is used, "
          + "as in default@\(precision.rawValue)")
    }
    let checkpoint = try Checkpoint(directory: directory)
    var name = checkpoint.weights.path.dropFirst(checkpoint.files.directory.count + 1)
    let index = ".index.json"
    if name.hasSuffix(index) { name = name.dropLast(index.count) }
    do throws(WeightsError) {
      try WeightCompression.write(
        checkpoint.weights, as: precision.weightFormat, to: folder + "/" + name)
    } catch {
      throw .weights(error)
    }
  }
}
