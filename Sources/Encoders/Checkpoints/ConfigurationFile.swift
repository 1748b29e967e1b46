import JSON
import Kernels

/// A checkpoint's JSON file, read key by key; every error names the file and the key.
struct ConfigurationFile: Sendable {
  let path: String
  /// The keys that lead to this object, each followed by a dot.
  private let prefix: String
  private let members: [String: JSONValue]
  /// The keys that hold `null`, which is how Python says that there is nothing.
  private let nulls: Set<String>

  /// Longer files are no configurations.
  static let mostBytes = 64 * 1024 * 1024

  /// Reads a file that holds one object.
  init(path: String) throws(ModelError) {
    let value = try Self.value(path: path)
    guard case .object(let members) = value else {
      throw .malformedConfiguration(path: path, key: "", reason: "is not a JSON object")
    }
    self.init(path: path, prefix: "", members: members)
  }

  /// Reads a file that holds a list of objects, such as `modules.json`.
  static func list(path: String) throws(ModelError) -> [ConfigurationFile] {
    guard case .array(let elements) = try value(path: path) else {
      throw .malformedConfiguration(path: path, key: "", reason: "is not a JSON list")
    }
    var objects: [ConfigurationFile] = []
    for (index, element) in elements.enumerated() {
      guard case .object(let members) = element else {
        throw .malformedConfiguration(path: path, key: "\(index)", reason: "is not an object")
      }
      objects.append(ConfigurationFile(path: path, prefix: "\(index).", members: members))
    }
    return objects
  }

  private init(path: String, prefix: String, members: [JSONValue.Member]) {
    self.path = path
    self.prefix = prefix
    nulls = Set(members.filter { $0.value == .null }.map(\.key))
    self.members = Dictionary(
      members.filter { $0.value != .null }.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  private static func value(path: String) throws(ModelError) -> JSONValue {
    try MappedFile.withBytes(ofFileAt: path) { bytes throws(ModelError) in
      guard bytes.count <= mostBytes else {
        throw .malformedConfiguration(
          path: path, key: "", reason: "has \(bytes.count) bytes, which is too long")
      }
      do throws(JSONError) {
        return try JSONParser.parse(bytes)
      } catch {
        throw .malformedConfiguration(
          path: path, key: "", reason: "is not JSON at byte \(error.offset): \(error.reason)")
      }
    }
  }

  /// Whether there is something under a key.
  func has(_ key: String) -> Bool { members[key] != nil }

  /// Whether a key is there and holds `null`, where that is something else than being left out.
  func isNull(_ key: String) -> Bool { nulls.contains(key) }

  func malformed(_ key: String, _ reason: String) -> ModelError {
    .malformedConfiguration(path: path, key: prefix + key, reason: reason)
  }

  func unsupported(_ key: String, _ reason: String) -> ModelError {
    .unsupported(path: path, reason: "\(prefix)\(key) \(reason)")
  }

  /// The object under a key, or none.
  func optionalSection(_ key: String) throws(ModelError) -> ConfigurationFile? {
    guard let value = members[key] else { return nil }
    guard case .object(let members) = value else { throw malformed(key, "is not an object") }
    return ConfigurationFile(path: path, prefix: prefix + key + ".", members: members)
  }

  /// The object under a key.
  func section(_ key: String) throws(ModelError) -> ConfigurationFile {
    guard let section = try optionalSection(key) else { throw malformed(key, "is missing") }
    return section
  }

  /// The members of the object under a key, in their order.
  func members(of key: String) throws(ModelError) -> [JSONValue.Member] {
    guard case .object(let members)? = members[key] else {
      throw malformed(key, "is not an object")
    }
    return members
  }

  /// The elements of the list under a key.
  func elements(_ key: String) throws(ModelError) -> [JSONValue] {
    guard case .array(let elements)? = members[key] else { throw malformed(key, "is not a list") }
    return elements
  }

  /// The objects of the list under a key; none where there is no list.
  func objects(_ key: String) throws(ModelError) -> [ConfigurationFile] {
    guard has(key) else { return [] }
    var objects: [ConfigurationFile] = []
    for (index, element) in try elements(key).enumerated() {
      guard case .object(let members) = element else {
        throw malformed("\(key).\(index)", "is not an object")
      }
      objects.append(
        ConfigurationFile(path: path, prefix: "\(prefix)\(key).\(index).", members: members))
    }
    return objects
  }

  /// A whole number within a range, or none.
  func optionalInteger(_ key: String, _ range: ClosedRange<Int>) throws(ModelError) -> Int? {
    guard let value = members[key] else { return nil }
    guard let number = value.integer else { throw malformed(key, "is not a whole number") }
    return try checked(number, key, range)
  }

  private func checked(
    _ number: Int, _ key: String, _ range: ClosedRange<Int>
  ) throws(ModelError) -> Int {
    guard range.contains(number) else {
      throw malformed(
        key, "is \(number), which must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A whole number within a range.
  func integer(
    _ key: String, _ range: ClosedRange<Int>, default standard: Int? = nil
  ) throws(ModelError) -> Int {
    if let number = try optionalInteger(key, range) { return number }
    guard let standard else { throw malformed(key, "is missing") }
    return standard
  }

  /// Whole numbers within a range, `nil` where the key holds no list.
  func integers(
    _ key: String, _ range: ClosedRange<Int>, count: ClosedRange<Int>
  ) throws(ModelError) -> [Int]? {
    guard case .array(let elements)? = members[key] else { return nil }
    guard count.contains(elements.count) else {
      throw malformed(key, "has \(elements.count) elements")
    }
    var numbers: [Int] = []
    for element in elements {
      guard let number = element.integer else { throw malformed(key, "is not of whole numbers") }
      numbers.append(try checked(number, key, range))
    }
    return numbers
  }

  /// A side in pixels: a number, or two equal ones.
  func side(
    _ key: String, _ range: ClosedRange<Int>, default standard: Int? = nil
  ) throws(ModelError) -> Int {
    guard let sides = try integers(key, range, count: 2...2) else {
      return try integer(key, range, default: standard)
    }
    guard sides[0] == sides[1] else {
      throw unsupported(key, "is \(sides[0]) × \(sides[1]), and only squares are run")
    }
    return sides[0]
  }

  /// A finite number.
  func number(_ key: String, default standard: Double) throws(ModelError) -> Double {
    guard let value = members[key] else { return standard }
    guard case .number(let text) = value, let number = Double(text), number.isFinite else {
      throw malformed(key, "is not a number")
    }
    return number
  }

  /// Three numbers, one for each channel; a single number counts for all three.
  func channels(_ key: String, default standard: [Float]) throws(ModelError) -> [Float] {
    guard let value = members[key] else { return standard }
    guard case .array(let elements) = value else {
      return Array(repeating: Float(try number(key, default: 0)), count: 3)
    }
    var numbers: [Float] = []
    for element in elements {
      guard case .number(let text) = element, let number = Float(text), number.isFinite else {
        throw malformed(key, "is not of numbers")
      }
      numbers.append(number)
    }
    guard numbers.count == 3 else { throw malformed(key, "has not three numbers") }
    return numbers
  }

  /// Yes or no.
  func boolean(_ key: String, default standard: Bool) throws(ModelError) -> Bool {
    guard let value = members[key] else { return standard }
    guard case .boolean(let answer) = value else { throw malformed(key, "is not true or false") }
    return answer
  }

  /// A text, or none.
  func optionalText(_ key: String) throws(ModelError) -> String? {
    guard let value = members[key] else { return nil }
    guard case .string(let text) = value else { throw malformed(key, "is not a text") }
    return text
  }

  /// A text.
  func text(_ key: String, default standard: String) throws(ModelError) -> String {
    try optionalText(key) ?? standard
  }

  /// Refuses any of the keys that stands for something switched on: a value other than false, zero
  /// and an empty text.
  func refuse(_ keys: [String], because reason: String) throws(ModelError) {
    for key in keys {
      switch members[key] {
      case nil, .boolean(false)?, .string("")?: continue
      case .number(let text)? where Double(text) == 0: continue
      default: throw unsupported(key, reason)
      }
    }
  }
}
