import Foundation
import NeuralNetwork
import Testing

@testable import Tuning

/// What PyTorch computed: a file of `Fixtures/Tuning`, with the script that made it.
struct TuningFixture {
  let file: SafetensorsFile
  let reader: ParameterReader

  init(_ name: String = "tuning") throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/Tuning/\(name).safetensors").path(percentEncoded: false)
    file = try SafetensorsFile(path: path)
    reader = ParameterReader(file)
  }

  /// The matrix of a name.
  func matrix(_ name: String) throws -> Matrix {
    let entry = try #require(file[name], "the fixture has no \(name)")
    let tensor = try reader.tensor(name, shape: entry.shape)
    return Matrix(rows: entry.shape[0], columns: entry.shape[1], scalars: tensor.scalars)
  }

  /// The matrices `PREFIX.0`, `PREFIX.1` and so on.
  func matrices(_ prefix: String) throws -> [Matrix] {
    try (0...).lazy.map { "\(prefix).\($0)" }.prefix { file[$0] != nil }.map(matrix)
  }
}

/// The largest difference of two matrices of the same shape.
func largestDifference(_ first: Matrix, _ second: Matrix) -> Float {
  first.combined(with: second) { abs($0 - $1) }.scalars.max() ?? 0
}

/// A matrix of normally distributed numbers.
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    scalars: (0..<rows * columns).map { _ in Float(generator.normal()) })
}

/// A folder of its own, removed by `remove`.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "mmsearch-tuning-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
