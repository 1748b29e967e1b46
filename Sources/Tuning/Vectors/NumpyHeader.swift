/// The beginning of a NumPy file: magic, version, and a Python dictionary such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NumpyHeader {
  /// The number format, as `<f4`.
  let type: String
  /// Whether the first extent's neighbours lie side by side.
  let isFortranOrder: Bool
  /// The extents, outermost first.
  let shape: [Int]
  /// Where the numbers begin, in bytes.
  let byteCount: Int

  /// Headers of arrays of floats have some hundred bytes.
  private static let longest = 65_536

  init(_ file: UnsafeRawBufferPointer, path: String) throws(TuningError) {
    func malformed(_ reason: String) -> TuningError {
      TuningError("\(path) is not a NumPy file: \(reason); write it with numpy.save")
    }
    guard file.count >= 12, file[0] == 0x93, file[1..<6].elementsEqual("NUMPY".utf8) else {
      throw malformed("it does not begin with \\x93NUMPY")
    }
    // Version 1 has two bytes for the header's length, later ones four.
    let short = Int(file[8]) | Int(file[9]) << 8
    let length = file[6] == 1 ? short : short | Int(file[10]) << 16 | Int(file[11]) << 24
    byteCount = length + (file[6] == 1 ? 10 : 12)
    guard (1...3).contains(file[6]) else { throw malformed("its version is \(file[6])") }
    guard length <= Self.longest, byteCount <= file.count else {
      throw malformed("its header of \(length) bytes is not there")
    }
    let text = Substring(decoding: file[(byteCount - length)..<byteCount], as: UTF8.self)
    guard let type = Self.value(of: "descr", in: text)?.quoted else {
      throw malformed("its header names no descr")
    }
    self.type = type
    let order = Self.value(of: "fortran_order", in: text)
    guard let order, order.hasPrefix("False") || order.hasPrefix("True") else {
      throw malformed("its header does not say fortran_order")
    }
    isFortranOrder = order.hasPrefix("True")
    guard let shape = Self.value(of: "shape", in: text)?.tuple else {
      throw malformed("its header gives no shape")
    }
    self.shape = shape
  }

  /// What follows a key of the dictionary.
  private static func value(of key: String, in text: Substring) -> Substring? {
    guard let place = text.firstRange(of: "'\(key)':") else { return nil }
    return text[place.upperBound...].drop { $0 == " " }
  }
}

extension Substring {
  /// The string in single quotes with which it begins.
  fileprivate var quoted: String? {
    guard first == "'" else { return nil }
    let rest = dropFirst()
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
  }

  /// The numbers in parentheses with which it begins.
  fileprivate var tuple: [Int]? {
    guard first == "(", let end = firstIndex(of: ")") else { return nil }
    var numbers: [Int] = []
    for part in self[index(after: startIndex)..<end].split(separator: ",") {
      let digits = part.filter { $0 != " " }
      if digits.isEmpty { continue }
      guard let number = Int(digits), number >= 0 else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
