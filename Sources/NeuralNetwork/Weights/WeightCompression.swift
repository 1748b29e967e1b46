import Glibc
public import Kernels

/// Weights rewritten in fewer bytes, as one safetensors file that other programs read, too.
///
/// Tensors with several extents become half precision, or, where each of their outputs has many
/// weights, 8-bit numbers with a tensor of scales beside them. All others stay as they are: biases and
/// normalisations are small, and errors in them count more.
public enum WeightCompression {
  /// What follows a tensor's name in the name of its scales, `[outputs]`.
  static let scaleSuffix = ".int8_scale"
  /// Outputs with fewer weights than these keep half precision, such as depthwise kernels and the first
  /// convolution of most networks.
  private static let fewestLevels = 64
  private static let largestHalf: Float = 65_504

  /// A tensor as it is to be written.
  private struct Item {
    let name: String
    let stored: (file: SafetensorsFile, entry: SafetensorsFile.Entry)
    let type: ElementType
    var shape: [Int] { isScale ? [stored.entry.shape[0]] : stored.entry.shape }
    let isScale: Bool
  }

  /// Writes all tensors to a file, which is replaced if it is there.
  public static func write(
    _ files: WeightFiles, as format: WeightFormat, to path: String
  ) throws(WeightsError) {
    let items = items(of: files, as: format)
    guard let output = fopen(path, "w") else {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    let header = SafetensorsFile.header(
      of: items.map { (name: $0.name, type: $0.type, shape: $0.shape) },
      metadata: [(key: "format", value: "pt")])
    var isWritten = write(header, to: output)
    for item in items where isWritten {
      isWritten = write(item, to: output)
      item.stored.file.release(item.stored.entry)
    }
    let code = errno
    guard fclose(output) == 0, isWritten else {
      throw .unwritable(path: path, reason: String(cString: strerror(isWritten ? errno : code)))
    }
  }

  /// The tensors by name, each with its scales behind it.
  private static func items(of files: WeightFiles, as format: WeightFormat) -> [Item] {
    var items: [Item] = []
    for name in files.names.sorted() {
      guard let stored = files[name] else { continue }
      let entry = stored.entry
      var type = entry.type
      if format != .float32, entry.type.isReadable, entry.shape.count >= 2 {
        let isLarge = entry.count / max(entry.shape[0], 1) >= fewestLevels
        type = format == .int8 && isLarge && name.hasSuffix("weight") ? .signed8 : .float16
      }
      items.append(Item(name: name, stored: stored, type: type, isScale: false))
      if type == .signed8, entry.type != .signed8 {
        items.append(
          Item(name: name + scaleSuffix, stored: stored, type: .float32, isScale: true))
      }
    }
    return items
  }

  private static func write(_ bytes: [UInt8], to output: UnsafeMutablePointer<FILE>) -> Bool {
    bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, output) == $0.count }
  }

  private static func write(_ item: Item, to output: UnsafeMutablePointer<FILE>) -> Bool {
    let (file, entry) = item.stored
    guard item.type != entry.type || item.isScale else {
      return file.withBytes(of: entry) { bytes in
        fwrite(bytes.baseAddress, 1, bytes.count, output) == bytes.count
      }
    }
    // Output by output.
    let outputs = max(entry.shape.first ?? 1, 1)
    let count = entry.count / outputs
    var weights = [Float](repeating: 0, count: count)
    for number in 0..<outputs {
      weights.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        file.read(number * count..<(number + 1) * count, of: entry, into: base)
      }
      guard write(encoded(weights, item), to: output) else { return false }
    }
    return true
  }

  /// The bytes of one output's weights, or of their scale.
  private static func encoded(_ row: [Float], _ item: Item) -> [UInt8] {
    guard item.type != .float16 else {
      return row.flatMap { value in
        let half = Float16(min(max(value, -largestHalf), largestHalf))
        return [UInt8(half.bitPattern & 0xFF), UInt8(half.bitPattern >> 8)]
      }
    }
    let largest = row.reduce(0) { max($0, abs($1)) }
    guard !item.isScale else {
      return withUnsafeBytes(of: (largest / 127).bitPattern.littleEndian) { Array($0) }
    }
    let inverse = largest > 0 ? 127 / largest : 0
    return row.map { value in
      let level = (value * inverse).rounded()
      return UInt8(bitPattern: level.isNaN ? 0 : Int8(min(max(level, -127), 127)))
    }
  }
}
