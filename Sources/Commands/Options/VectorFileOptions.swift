internal import ArgumentParser
internal import Library
internal import Tuning

/// Labelled vectors of any origin, to train with and to test with.
struct VectorFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Vectors to train with, [records, dimensions] of float32 or float16.", valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var vectors: String?

  @Option(
    help: ArgumentHelp("Their labels, one a line.", valueName: "file.txt"), completion: .file())
  var labels: String?

  @Option(
    help: ArgumentHelp("Vectors to test with.", valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var testVectors: String?

  @Option(
    help: ArgumentHelp("Their labels, one a line.", valueName: "file.txt"), completion: .file())
  var testLabels: String?

  @Option(
    name: [.customShort("k"), .customLong("k")],
    help: ArgumentHelp(
      "Count equal labels among so many nearest (default: 25,100,1000).", valueName: "k,…"),
    transform: Self.counts)
  var counts: [Int]?

  @Option(
    help: ArgumentHelp("Write the head.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var save: String?

  /// Whether none of them is named.
  var isEmpty: Bool {
    [vectors, labels, testVectors, testLabels].allSatisfy { $0 == nil }
  }

  /// The values of -k or --k.
  static func counts(_ text: String) throws -> [Int] {
    let counts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
      Int($0).flatMap { $0 > 0 ? $0 : nil }
    }
    guard !counts.isEmpty, counts.count == text.split(separator: ",").count else {
      throw ValidationError("--k takes numbers from 1 such as 25,100,1000, not '\(text)'")
    }
    return counts
  }

  /// What is asked for.
  ///
  /// - Throws: `ValidationError` where a file is not named.
  func request(plan: VectorTuning) throws -> VectorFileTuning {
    guard let vectors, let labels, let testVectors, let testLabels else {
      throw ValidationError(
        "vectors in files need all of --vectors, --labels, --test-vectors and --test-labels")
    }
    var request = VectorFileTuning(
      vectorsPath: vectors, labelsPath: labels, testVectorsPath: testVectors,
      testLabelsPath: testLabels, counts: counts ?? [25, 100, 1000], plan: plan)
    request.savePath = save
    return request
  }
}
