internal import Glibc

/// Results: buffered writes to file descriptor 1. A reader that has gone away ends the process quietly.
enum StandardOutput {
  private static let buffer = OutputBuffer(descriptor: STDOUT_FILENO)

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func write(_ text: String) {
    buffer.append(text.utf8)
  }

  static func write(_ bytes: [UInt8]) {
    buffer.append(bytes)
  }

  static func flush() {
    buffer.flush()
  }
}

/// Everything that is no result: unbuffered lines to file descriptor 2.
enum StandardError {
  private static let buffer = OutputBuffer(descriptor: STDERR_FILENO)

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func writeLine(_ text: String) {
    write(text + "\n")
  }

  static func write(_ text: String) {
    StandardOutput.flush()
    buffer.append(text.utf8)
    buffer.flush()
  }

  /// Says that results could not be written; does not touch the results still buffered.
  static func failedToWrite(_ reason: String) {
    buffer.append("error: the results could not be written: \(reason)\n".utf8)
    buffer.flush()
  }
}
