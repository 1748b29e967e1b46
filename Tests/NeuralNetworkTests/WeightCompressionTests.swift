import Foundation

import Kernels
import Testing

@testable import NeuralNetwork

@Suite("Weights in fewer bytes") struct WeightCompressionTests {
  /// Writes 32-bit tensors of shapes that each format treats in its own way, and a counter.
  private func withOriginal(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "mmsearch-original-\(UUID()).safetensors").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let shapes = [
      ("linear.weight", [96, 80]), ("linear.bias", [96]), ("depthwise.weight", [24, 1, 3, 3]),
      ("convolution.weight", [8, 8, 3, 3]), ("projection", [64, 32]), ("scale", []),
    ]
    var members = #""counter":{"dtype":"I64","shape":[],"data_offsets":[0,8]}"#
    var data = Data([7, 0, 0, 0, 0, 0, 0, 0])
    var state: UInt32 = 1
    for (name, shape) in shapes {
      let start = data.count
      for _ in 0..<shape.reduce(1, *) {
        state = state &* 1_664_525 &+ 1_013_904_223
        let value = Float(Int32(bitPattern: state)) / 2e9
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
      }
      members +=
        #","\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(data.count)]}"#
    }
    let header = "{\(members)}"
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    try (length + Data(header.utf8) + data).write(to: URL(filePath: path))
    try body(path)
  }

  private func compressed(
    _ path: String, _ format: WeightFormat, _ body: (WeightFiles) throws -> Void
  ) throws {
    let target = FileManager.default.temporaryDirectory
      .appending(path: "mmsearch-weights-\(UUID()).safetensors").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: target) }
    try WeightCompression.write(WeightFiles(SafetensorsFile(path: path)), as: format, to: target)
    try body(WeightFiles(SafetensorsFile(path: target)))
  }

  private func scalars(_ files: WeightFiles, _ name: String) throws -> [Float] {
    try ParameterReader(files).tensor(name, shape: #require(files.shape(of: name))).scalars
  }

  @Test(
    "every tensor is read back, biases exactly and weights within the rounding of their format",
    arguments: [WeightFormat.float16, .int8])
  func rounding(format: WeightFormat) throws {
    try withOriginal { path in
      let original = WeightFiles(try SafetensorsFile(path: path))
      try compressed(path, format) { files in
        #expect(files.parameterCount() == original.parameterCount())
        #expect(files.holdsLevels == (format == .int8))
        var bytes = (before: 0, after: 0)
        for name in original.names {
          let stored = try #require(files[name])
          bytes.before += try #require(original[name]).entry.bytes.count
          bytes.after += stored.entry.bytes.count
          guard stored.entry.type != .signed64 else { continue }
          let (before, after) = try (scalars(original, name), scalars(files, name))
          let count = before.count / max(stored.entry.shape.first ?? 1, 1)
          for (index, (one, other)) in zip(before, after).enumerated() {
            let bound: Float
            switch stored.entry.type {
            // Half a unit in the last of 11 bits, or half the least subnormal number.
            case .float16: bound = max(abs(one) * 0x1p-11, 0x1p-25)
            // Half a step, of which there are 127 up to the largest of the output's weights.
            case .signed8:
              let first = index / count * count
              bound = (before[first..<first + count].map(abs).max() ?? 0) / 127 * 0.5001
            default: bound = 0
            }
            #expect(abs(one - other) <= bound, "\(name)[\(index)]: \(one), \(other)")
          }
        }
        #expect(bytes.after < bytes.before * (format == .int8 ? 40 : 52) / 100)
      }
    }
  }

  @Test("compressing once more changes nothing", arguments: [WeightFormat.float16, .int8])
  func again(format: WeightFormat) throws {
    try withOriginal { path in
      try compressed(path, format) { once in
        try compressed(once.path, format) { twice in
          for name in once.names.sorted() {
            let (a, b) = try (#require(once[name]), #require(twice[name]))
            #expect(a.entry.type == b.entry.type)
            let bytes = (
              a.file.withBytes(of: a.entry, Array.init), b.file.withBytes(of: b.entry, Array.init)
            )
            #expect(bytes.0 == bytes.1, "\(name)")
          }
        }
      }
    }
  }

  @Test("scales of another shape or type are errors that name them")
  func damagedScales() throws {
    for scale in [Tensor(shape: [2], scalars: [1, 1]), nil] {
      let path = FileManager.default.temporaryDirectory
        .appending(path: "mmsearch-levels-\(UUID()).safetensors").path(percentEncoded: false)
      defer { try? FileManager.default.removeItem(atPath: path) }
      var header = #"{"a.weight":{"dtype":"I8","shape":[3,1],"data_offsets":[0,3]}"#
      if scale != nil {
        header += #","a.weight.int8_scale":{"dtype":"F32","shape":[2],"data_offsets":[3,11]}"#
      }
      header += "}"
      var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
      data += Data(header.utf8) + Data(count: scale == nil ? 3 : 11)
      try data.write(to: URL(filePath: path))
      let reader = ParameterReader(try SafetensorsFile(path: path))
      let error = #expect(throws: WeightsError.self) {
        _ = try reader["a"].tensor("weight", shape: [3, 1])
      }
      let text = try #require(error).description
      #expect(
        text.contains(scale == nil ? "stored as I8" : "has shape [2], expected [3]"), "\(text)")
    }
  }
}
