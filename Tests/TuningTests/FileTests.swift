import Foundation
import NeuralNetwork
import Testing

@testable import Tuning

@Suite("Files of vectors, labels, heads and checkpoints") struct FileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A NumPy file with this header and these bytes.
  func numpy(_ header: String, _ data: [UInt8], version: UInt8 = 1) throws -> String {
    let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, 118, 0]
    if version > 1 { bytes += [0, 0] }
    let path = folder.path("\(UUID()).npy")
    try Data(bytes + Array(padded.utf8) + data).write(to: URL(filePath: path))
    return path
  }

  func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
  }

  func halves(_ values: [Float16]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
  }

  static let plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"

  @Test("float32 and float16 are read, whatever the version, and brought to length one")
  func read() throws {
    defer { folder.remove() }
    let expected = Matrix(rows: 2, columns: 2, scalars: [0.6, 0.8, 0, -1])
    for version: UInt8 in 1...3 {
      let path = try numpy(Self.plain, floats([3, 4, 0, -2]), version: version)
      #expect(largestDifference(try NumpyFile(path: path).unitRows(), expected) < 1e-6)
    }
    let path = try numpy(
      "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }", halves([3, 4, 0, -2]))
    #expect(largestDifference(try NumpyFile(path: path).unitRows(), expected) < 1e-6)
  }

  @Test(
    "headers that do not fit are refused",
    arguments: [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, 2), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2",
      "{'descr': '<f4', 'shape': (2, 2), }", "{'fortran_order': False}", "", "[]",
    ])
  func refused(_ header: String) throws {
    defer { folder.remove() }
    let path = try numpy(header, floats([1, 2, 3, 4]))
    #expect(throws: TuningError.self) { try NumpyFile(path: path) }
  }

  @Test("every beginning of a file is refused, and so is what is no number")
  func truncated() throws {
    defer { folder.remove() }
    let whole = try Data(contentsOf: URL(filePath: numpy(Self.plain, floats([1, 2, 3, 4]))))
    for length in 0..<whole.count {
      let path = folder.path("part.npy")
      try whole.prefix(length).write(to: URL(filePath: path))
      #expect(throws: TuningError.self) { try NumpyFile(path: path) }
    }
    let path = try numpy(Self.plain, floats([1, 2, .nan, 4]))
    let error = #expect(throws: TuningError.self) { try NumpyFile(path: path).unitRows() }
    #expect(error?.description.contains("row 1") == true)
    #expect(throws: TuningError.self) { try NumpyFile(path: folder.path("none.npy")) }
  }

  @Test("labels are lines, as many as vectors")
  func labels() throws {
    defer { folder.remove() }
    let path = folder.path("labels.txt")
    func labels(_ bytes: [UInt8]) throws -> [String] {
      try Data(bytes).write(to: URL(filePath: path))
      return try LabelFile.read(path, count: 2)
    }
    #expect(
      try labels(Array("sport\r\nWirtschaft & Börse".utf8)) == ["sport", "Wirtschaft & Börse"])
    for wrong in ["a\n", "a\nb\nc\n", "a\n\n", ""] {
      #expect(throws: TuningError.self) { try labels(Array(wrong.utf8)) }
    }
    #expect(throws: TuningError.self) { try labels([0xff, 0x0a, 0x61]) }
  }

  @Test("heads come back from their bytes, and damaged ones do not", arguments: HeadKind.allCases)
  func heads(_ kind: HeadKind) throws {
    let head = Head(kind, dimension: 12, seed: 3)
    #expect(try Head(SafetensorsFile(bytes: head.bytes, name: "head")) == head)
    let pair = HeadPair(image: head, text: nil)
    let bytes = pair.bytes
    #expect(try HeadPair(SafetensorsFile(bytes: bytes, name: "heads")) == pair)
    #expect(throws: TuningError.self) {
      try Head(SafetensorsFile(bytes: bytes, name: "heads"))
    }
    for length in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: (any Error).self) {
        try HeadPair(SafetensorsFile(bytes: Array(bytes.prefix(length)), name: "heads"))
      }
    }
  }

  @Test("training that stopped after any epoch ends as if it had not")
  func resumed() throws {
    defer { folder.remove() }
    let training = TrainingTests.clusters(200, labels: 3, seed: 1)
    var plan = TrainingTests.plan()
    let undisturbed = try plan.run(training, test: training, counts: [10])
    plan.checkpointPath = folder.path("checkpoint")
    for epoch in 1...3 {
      _ = try plan.run(training, test: training, counts: [10]) { $0.epochs < epoch }
      #expect(FileManager.default.fileExists(atPath: folder.path("checkpoint")))
    }
    // Another run neither goes on from it nor is disturbed by it.
    var other = plan
    other.seed = 9
    other.checkpointPath = nil
    let alone = try other.run(training, test: training, counts: [10])
    let resumed = try plan.run(training, test: training, counts: [10])
    #expect(resumed.head == undisturbed.head && resumed.history == undisturbed.history)
    #expect(alone.head != resumed.head)
    // A run that is over is not begun again while its result is not safe.
    let again = try plan.run(training, test: training, counts: [10])
    #expect(again.head == resumed.head)
    Checkpoint.remove(folder.path("checkpoint"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("checkpoint")))
  }
}
