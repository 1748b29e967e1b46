import JSON

extension SafetensorsFile {
  /// The bytes of a file with float32 tensors in the given order.
  ///
  /// - Parameter metadata: text beside the tensors, `__metadata__` of the format.
  public static func bytes(
    of tensors: [(name: String, tensor: Tensor)], metadata: [(key: String, value: String)] = []
  ) -> [UInt8] {
    var bytes = header(
      of: tensors.map { (name: $0.name, type: .float32, shape: $0.tensor.shape) },
      metadata: metadata)
    for (_, tensor) in tensors {
      tensor.scalars.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }

  /// What stands before the tensors of a file: the length of the header, and the header.
  static func header(
    of tensors: [(name: String, type: ElementType, shape: [Int])],
    metadata: [(key: String, value: String)]
  ) -> [UInt8] {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      members.append(
        (key: "__metadata__", value: .object(metadata.map { ($0.key, .string($0.value)) })))
    }
    var end = 0
    for (name, type, shape) in tensors {
      let start = end
      end += shape.reduce(type.byteCount, *)
      members.append(
        (
          key: name,
          value: .object([
            ("dtype", .string(type.rawValue)),
            ("shape", .array(shape.map(JSONValue.integer))),
            ("data_offsets", .array([.integer(start), .integer(end)])),
          ])
        ))
    }
    var text = Array(JSONValue.object(members).text.utf8)
    // Tensors begin at a multiple of eight bytes, as the reference implementation writes them.
    text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}
