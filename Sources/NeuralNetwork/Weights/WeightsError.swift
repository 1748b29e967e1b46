/// Why weights cannot be used.
public enum WeightsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened or mapped; `reason` is a sentence that names it.
  case unreadable(path: String, reason: String)
  /// The file cannot be written; `reason` is the operating system's text.
  case unwritable(path: String, reason: String)
  /// The file does not follow the safetensors format.
  case malformed(path: String, reason: String)
  /// One tensor's entry contradicts itself, its neighbours or the file.
  case malformedTensor(path: String, name: String, expected: String, found: String)
  /// A tensor that the model needs is not there.
  case missing(path: String, name: String)
  /// A tensor has not the shape that the model's card implies.
  case misshapen(path: String, name: String, expected: [Int], found: [Int])
  /// A tensor is stored in numbers that layers cannot use.
  case unsupportedType(path: String, name: String, found: String)

  /// One sentence: what, where, why, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "the weights \(path) cannot be read: \(reason)"
    case .unwritable(let path, let reason):
      "the weights \(path) cannot be written: \(reason); make room, or choose another folder"
    case .malformed(let path, let reason):
      "\(path) is not a whole safetensors file: \(reason); copy or download it again"
    case .malformedTensor(let path, let name, let expected, let found):
      "tensor \(name) in \(path) is damaged: expected \(expected), found \(found); "
        + "copy or download the file again"
    case .missing(let path, let name):
      "\(path) has no tensor \(name); the weights belong to another architecture than its configuration says"
    case .misshapen(let path, let name, let expected, let found):
      "tensor \(name) in \(path) has shape \(found), expected \(expected); "
        + "the weights belong to another architecture than its configuration says"
    case .unsupportedType(let path, let name, let found):
      "tensor \(name) in \(path) is stored as \(found), expected F32, F16 or BF16; convert it"
    }
  }
}
