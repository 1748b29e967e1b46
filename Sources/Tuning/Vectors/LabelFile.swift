import Kernels

/// Labels, one a line, as text.
public enum LabelFile {
  /// The lines of a file, without the ends of lines.
  ///
  /// - Parameter count: how many there must be.
  /// Throws: `TuningError` for another number, an empty line, or bytes that are no UTF-8.
  public static func read(_ path: String, count: Int) throws(TuningError) -> [String] {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw TuningError(error.description)
    }
    defer { withExtendedLifetime(file) {} }
    var lines = file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count == count else {
      throw TuningError(
        "\(path) has \(lines.count) labels for \(count) vectors; write one line for each vector")
    }
    var labels: [String] = []
    labels.reserveCapacity(count)
    for (number, line) in lines.enumerated() {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard !line.isEmpty, let label = String(validating: line, as: UTF8.self) else {
        throw TuningError(
          "line \(number + 1) of \(path) is \(line.isEmpty ? "empty" : "not UTF-8"); give each "
            + "vector a label")
      }
      labels.append(label)
    }
    return labels
  }
}
