import Library

extension TestLibrary {
  /// The bytes of a NumPy file of 32-bit numbers, a row after the other.
  static func npy(
    _ rows: [[Float]], descr: String = "<f4", shape: String? = nil
  ) -> [UInt8] {
    let columns = rows.first?.count ?? 0
    var header =
      "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape ?? "(\(rows.count), \(columns))"), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + rows.flatMap {
        $0.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
      }
  }

  /// An item that consists of a vector.
  struct VectorItem {
    let id: String
    let vector: [Float]
    var fields: [(name: String, value: String)] = []
  }

  /// Opens the library with these items added, whose vectors stand for pictures that are not there.
  func importing(_ items: [VectorItem]) throws -> MMSearchLibrary {
    try write("vectors.npy", Self.npy(items.map(\.vector)))
    let lines = items.enumerated().map { place, item in
      let fields = item.fields.map { ",\"\($0.name)\":\"\($0.value)\"" }.joined()
      return "{\"id\":\"\(item.id)\",\"image\":\"/nowhere/\(place).jpg\"\(fields)}\n"
    }
    try write("vectors.jsonl", lines.joined())
    var request = ImportRequest(path: path("vectors.npy"))
    request.items = path("vectors.jsonl")
    request.model = "plane"
    var configuration = configuration
    _ = try MMSearchLibrary.importVectors(configuration, request, report: { _ in })
    configuration.models = ["plane"]
    return try MMSearchLibrary(opening: configuration)
  }
}
