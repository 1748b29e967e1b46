import JSON

/// The header of a safetensors file and the rules it must keep.
enum SafetensorsHeader {
  /// The longest header read, in bytes, as in the reference implementation.
  static let maximumByteCount = 100_000_000

  /// The entries and the metadata of a whole file, after every check.
  static func read(
    _ file: UnsafeRawBufferPointer, path: String
  ) throws(WeightsError) -> (entries: [String: SafetensorsFile.Entry], metadata: [String: String]) {
    guard file.count >= 8 else {
      throw .malformed(path: path, reason: "it has \(file.count) bytes, and the format needs 8")
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(maximumByteCount) else {
      throw .malformed(
        path: path,
        reason: "it announces a header of \(length) bytes, and \(maximumByteCount) are allowed")
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= file.count else {
      throw .malformed(
        path: path,
        reason: "its header needs \(dataStart) bytes, and the file ends after \(file.count)")
    }
    let header: JSONValue
    do {
      header = try JSONParser.parse(
        UnsafeRawBufferPointer(rebasing: file[8..<dataStart]), rules: .init(maximumDepth: 16))
    } catch {
      throw .malformed(
        path: path, reason: "its header is not JSON at byte \(error.offset): \(error.reason)")
    }
    guard case .object(let members) = header else {
      throw .malformed(path: path, reason: "its header is not a JSON object")
    }
    var entries: [String: SafetensorsFile.Entry] = [:]
    for member in members where member.key != "__metadata__" {
      entries[member.key] = try entry(
        member, dataStart: dataStart, fileCount: file.count, path: path)
    }
    try checkLayout(entries, dataStart: dataStart, fileCount: file.count, path: path)
    return (entries, metadata(of: members))
  }

  /// The members of `__metadata__` that are texts.
  private static func metadata(of header: [JSONValue.Member]) -> [String: String] {
    guard case .object(let members)? = header.first(where: { $0.key == "__metadata__" })?.value
    else { return [:] }
    var metadata: [String: String] = [:]
    for case (let key, .string(let text)) in members { metadata[key] = text }
    return metadata
  }

  /// One member of the header: `{"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]}`.
  private static func entry(
    _ member: JSONValue.Member, dataStart: Int, fileCount: Int, path: String
  ) throws(WeightsError) -> SafetensorsFile.Entry {
    func damaged(_ expected: String, _ found: String) -> WeightsError {
      .malformedTensor(path: path, name: member.key, expected: expected, found: found)
    }
    guard case .object(let fields) = member.value else {
      throw damaged("an object with dtype, shape and data_offsets", "another value")
    }
    func field(_ name: String) -> JSONValue? { fields.first { $0.key == name }?.value }
    guard case .string(let typeName)? = field("dtype") else {
      throw damaged("dtype to be a string", field("dtype") == nil ? "none" : "another value")
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw damaged("a dtype of the safetensors format", typeName)
    }
    guard let shape = field("shape").flatMap(wholeNumbers), shape.allSatisfy({ $0 >= 0 }) else {
      throw damaged("shape to be a list of whole numbers", "another value")
    }
    guard let offsets = field("data_offsets").flatMap(wholeNumbers), offsets.count == 2 else {
      throw damaged("data_offsets to be two whole numbers", "another value")
    }
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= fileCount - dataStart else {
      throw damaged(
        "data_offsets within the \(fileCount - dataStart) bytes after the header", "\(offsets)")
    }
    var byteCount = type.byteCount
    for extent in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw damaged("a shape that fits into memory", "\(shape)") }
      byteCount = product
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw damaged(
        "\(byteCount) bytes for \(typeName) of shape \(shape)", "\(offsets[1] - offsets[0])")
    }
    return SafetensorsFile.Entry(
      type: type, shape: shape, bytes: dataStart + offsets[0]..<dataStart + offsets[1])
  }

  private static func wholeNumbers(_ value: JSONValue) -> [Int]? {
    guard case .array(let elements) = value else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard let number = element.integer else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The tensors follow each other from the header to the end of the file without gap or overlap.
  private static func checkLayout(
    _ entries: [String: SafetensorsFile.Entry], dataStart: Int, fileCount: Int, path: String
  ) throws(WeightsError) {
    var end = dataStart
    let ordered = entries.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
    }
    for (name, entry) in ordered {
      guard entry.bytes.lowerBound == end else {
        throw .malformedTensor(
          path: path, name: name, expected: "its data at byte \(end), after the tensor before it",
          found: "byte \(entry.bytes.lowerBound)")
      }
      end = entry.bytes.upperBound
    }
    guard end == fileCount else {
      throw .malformed(
        path: path, reason: "its tensors end at byte \(end), the file at \(fileCount)")
    }
  }
}
