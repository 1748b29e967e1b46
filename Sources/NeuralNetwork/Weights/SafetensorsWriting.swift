import JSON

extension SafetensorsFile {
  /// The bytes of a file with float32 tensors in the given order.
  ///
  /// - Parameter metadata: text beside the tensors, `__metadata__` of the format.
  public static func bytes(
    of tensors: [(name: String, tensor: Tensor)], metadata: [(key: String, value: String)] = []
  ) -> [UInt8] {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      members.append(
        (key: "__metadata__", value: .object(metadata.map { ($0.key, .string($0.value)) })))
    }
    var end = 0
    for (name, tensor) in tensors {
      let start = end
      end += tensor.scalars.count * MemoryLayout<Float>.stride
      members.append(
        (
          key: name,
          value: .object([
            ("dtype", .string(ElementType.float32.rawValue)),
            ("shape", .array(tensor.shape.map(JSONValue.integer))),
            ("data_offsets", .array([.integer(start), .integer(end)])),
          ])
        ))
    }
    var header = Array(JSONValue.object(members).text.utf8)
    // Tensors begin at a multiple of eight bytes, as the reference implementation writes them.
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
    bytes += header
    for (_, tensor) in tensors {
      tensor.scalars.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }
}
