import JSON
import Kernels

/// The tensors of a model: one safetensors file, or several with an index that says which holds
/// which (`model.safetensors.index.json` of Hugging Face).
public struct WeightFiles: Sendable {
  /// The file or the index, as messages name it.
  public let path: String
  /// The files, each opened and checked.
  public let files: [SafetensorsFile]
  /// The number of the file that holds each tensor.
  private let places: [String: Int]

  /// The most files an index may name.
  public static let mostFiles = 1_024

  /// Takes a single file.
  public init(_ file: SafetensorsFile) {
    path = file.path
    files = [file]
    places = file.entries.mapValues { _ in 0 }
  }

  /// Opens the files an index names, which lie beside it: a name that leads elsewhere is refused,
  /// and so is a tensor that its file does not hold.
  public init(indexPath: String) throws(WeightsError) {
    let names = try Self.weightMap(of: indexPath)
    let directory = indexPath.lastIndex(of: "/").map { indexPath[...$0] } ?? ""
    var numbers: [String: Int] = [:]
    var files: [SafetensorsFile] = []
    var places: [String: Int] = [:]
    for (tensor, name) in names {
      let number: Int
      if let known = numbers[name] {
        number = known
      } else {
        guard files.count < Self.mostFiles else {
          throw .malformed(path: indexPath, reason: "it names more than \(Self.mostFiles) files")
        }
        number = files.count
        numbers[name] = number
        files.append(try SafetensorsFile(path: directory + name))
      }
      guard files[number][tensor] != nil else {
        throw .missing(path: files[number].path, name: tensor)
      }
      guard places.updateValue(number, forKey: tensor) == nil else {
        throw .malformed(path: indexPath, reason: "it names the tensor \(tensor) twice")
      }
    }
    path = indexPath
    self.files = files
    self.places = places
  }

  /// The pairs of tensor and file name, in the order of the index.
  private static func weightMap(
    of path: String
  ) throws(WeightsError) -> [(tensor: String, file: String)] {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    defer { withExtendedLifetime(file) {} }
    guard file.bytes.count <= SafetensorsHeader.maximumByteCount else {
      throw .malformed(path: path, reason: "an index of \(file.bytes.count) bytes is too long")
    }
    let value: JSONValue
    do {
      value = try JSONParser.parse(file.bytes, rules: .init(maximumDepth: 16))
    } catch {
      throw .malformed(
        path: path, reason: "it is not JSON at byte \(error.offset): \(error.reason)")
    }
    guard case .object(let members) = value,
      case .object(let map)? = members.first(where: { $0.key == "weight_map" })?.value
    else { throw .malformed(path: path, reason: "it has no object weight_map") }
    var names: [(tensor: String, file: String)] = []
    for (tensor, value) in map {
      guard case .string(let name) = value, isPlainName(name) else {
        throw .malformed(
          path: path,
          reason: "weight_map gives for \(tensor) no name of a .safetensors file beside it")
      }
      names.append((tensor, name))
    }
    return names
  }

  private static func isPlainName(_ name: String) -> Bool {
    name.utf8.count <= 255 && name.hasSuffix(".safetensors")
      && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  /// The file and the entry of a tensor, if there is one.
  subscript(name: String) -> (file: SafetensorsFile, entry: SafetensorsFile.Entry)? {
    guard let number = places[name], let entry = files[number][name] else { return nil }
    return (files[number], entry)
  }

  /// The names of all tensors.
  public var names: [String] { Array(places.keys) }

  /// Whether some weights are 8-bit numbers with scales, as `WeightCompression` writes them.
  public var holdsLevels: Bool {
    places.keys.contains { $0.hasSuffix(WeightCompression.scaleSuffix) }
  }

  /// The extents of a tensor, outermost first.
  public func shape(of name: String) -> [Int]? { self[name]?.entry.shape }

  /// The numbers in tensors that layers can read, below a path (`visual.` for example) if given:
  /// counters and positions in whole numbers do not count.
  public func parameterCount(below prefix: String = "") -> Int {
    var count = 0
    for name in places.keys where name.hasPrefix(prefix) {
      guard let entry = self[name]?.entry, !name.hasSuffix(WeightCompression.scaleSuffix) else {
        continue
      }
      if entry.type.isReadable || entry.type == .signed8 { count += entry.count }
    }
    return count
  }
}
