import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct SafetensorsTests {
  /// A folder that goes when the test ends.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ bytes: [UInt8]) throws -> String {
      let path = url.appending(path: UUID().uuidString)
      try Data(bytes).write(to: path)
      return path.path(percentEncoded: false)
    }
  }

  let folder: Folder

  init() throws { folder = try Folder() }

  static func file(header: String, data: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8)
      + data
  }

  static func bytes<Scalar>(_ scalars: [Scalar]) -> [UInt8] {
    scalars.withUnsafeBytes(Array.init)
  }

  static let valid = file(
    header: """
      {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
      "b.half":{"dtype":"F16","shape":[5],"data_offsets":[24,34]},\
      "b.brain":{"dtype":"BF16","shape":[3],"data_offsets":[34,40]},\
      "count":{"dtype":"I64","shape":[],"data_offsets":[40,48]},\
      "empty":{"dtype":"F32","shape":[0,7],"data_offsets":[48,48]}}
      """,
    data: bytes([1, -2, 3.5, 0, .infinity, 1e-30] as [Float])
      + bytes([0x3C00, 0xC000, 0x0001, 0x7BFF, 0xFC00] as [UInt16])
      + bytes([0x3F80, 0xC049, 0x7F80] as [UInt16]) + bytes([7] as [Int64]))

  @Test("tensors of every readable format come out as they went in")
  func reading() throws {
    let file = try SafetensorsFile(path: folder.file(Self.valid))
    let reader = ParameterReader(file)
    #expect(
      try reader.tensor("a", shape: [2, 3]).scalars == [1, -2, 3.5, 0, .infinity, 1e-30])
    #expect(
      try reader["b"].tensor("half", shape: [5]).scalars == [1, -2, 0x1p-24, 65504, -.infinity])
    #expect(try reader["b"].tensor("brain", shape: [3]).scalars == [1, -3.140625, .infinity])
    #expect(try reader.tensor("empty", shape: [0, 7]).scalars == [])
    #expect(file["count"]?.type == .signed64)
    #expect(reader.unusedNames == ["count"])
    #expect(reader["b"].unusedNames == [])
  }

  func entries(of bytes: [UInt8]) throws -> [String: SafetensorsFile.Entry] {
    try bytes.withUnsafeBytes { try SafetensorsHeader.read($0, path: "test").entries }
  }

  @Test("every prefix of a valid file is refused, and so is anything after its end")
  func prefixes() throws {
    for length in 0..<Self.valid.count {
      #expect(throws: WeightsError.self, "\(length) bytes") {
        try entries(of: Array(Self.valid.prefix(length)))
      }
    }
    for bytes in [[], Array(Self.valid.dropLast()), Self.valid + [0]] {
      let path = try folder.file(bytes)
      #expect(throws: WeightsError.self) { try SafetensorsFile(path: path) }
    }
  }

  @Test("a byte changed anywhere is refused or read, never a trap")
  func corruption() throws {
    var refused = 0
    for index in Self.valid.indices {
      for value: UInt8 in [0, 0xFF, Self.valid[index] ^ 1, UInt8(ascii: "9")] {
        var bytes = Self.valid
        bytes[index] = value
        guard (try? entries(of: bytes)) != nil else {
          refused += 1
          continue
        }
        let file = try SafetensorsFile(path: folder.file(bytes))
        for (name, entry) in file.entries where entry.type.isReadable {
          _ = try ParameterReader(file).tensor(name, shape: entry.shape)
        }
      }
    }
    #expect(refused > Self.valid.count)
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let header: String
    let dataCount: Int
    let expected: String
    var testDescription: String { expected }
  }

  static let damages = [
    Damage(header: "[]", dataCount: 0, expected: "not a JSON object"),
    Damage(header: "{\"a\":3}", dataCount: 0, expected: "tensor a"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, dataCount: 8,
      expected: "comma or a closing brace"),
    Damage(
      header: #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, dataCount: 8,
      expected: "dtype to be a string, found none"),
    Damage(
      header: #"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#, dataCount: 8,
      expected: "found F31"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, dataCount: 8,
      expected: "list of whole numbers"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}"#, dataCount: 8,
      expected: "list of whole numbers"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, dataCount: 8,
      expected: "expected 12 bytes for F32 of shape [3], found 8"),
    Damage(
      header:
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
      dataCount: 0, expected: "fits into memory"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}"#, dataCount: 8,
      expected: "within the 8 bytes"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, dataCount: 8,
      expected: "within the 8 bytes"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, dataCount: 8,
      expected: "within the 8 bytes"),
    Damage(
      header:
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      dataCount: 12, expected: "at byte"),
    Damage(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, dataCount: 12,
      expected: "at byte"),
    Damage(
      header:
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      dataCount: 8, expected: "the name a comes twice"),
    Damage(
      header: String(repeating: "[", count: 100_000), dataCount: 0, expected: "nested more than"),
  ]

  @Test("each damage is named", arguments: damages)
  func damage(_ damage: Damage) throws {
    let path = try folder.file(
      Self.file(header: damage.header, data: Array(repeating: 0, count: damage.dataCount)))
    let error = #expect(throws: WeightsError.self) { try SafetensorsFile(path: path) }
    #expect(error?.description.contains(damage.expected) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains(path) == true)
  }

  @Test("a header longer than the file or the limit is refused before it is read")
  func hugeHeader() throws {
    for length: UInt64 in [1_000, 100_000_001, .max, UInt64(Int.max) - 3] {
      let path = try folder.file(
        withUnsafeBytes(of: length.littleEndian, Array.init) + Array("{}".utf8))
      #expect(throws: WeightsError.self) { try SafetensorsFile(path: path) }
    }
  }

  @Test("a missing file, a missing tensor, another shape and another type are errors with names")
  func misuse() throws {
    #expect(throws: WeightsError.self) { try SafetensorsFile(path: "/nowhere/model.safetensors") }
    let path = try folder.file(Self.valid)
    let reader = ParameterReader(try SafetensorsFile(path: path))
    #expect(throws: WeightsError.missing(path: path, name: "b.layers.3.weight")) {
      try reader["b"]["layers"][3].tensor("weight", shape: [1])
    }
    #expect(
      throws: WeightsError.misshapen(path: path, name: "b.half", expected: [1, 5], found: [5])
    ) { try reader["b"].tensor("half", shape: [1, 5]) }
    #expect(throws: WeightsError.unsupportedType(path: path, name: "count", found: "I64")) {
      try reader.tensor("count", shape: [])
    }
    #expect(reader.contains("a") && !reader.contains("half") && reader["b"].contains("half"))
  }
}
