import Foundation

/// The built executable, run as a user runs it.
struct BuiltProgram {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A folder of its own, which holds the library and is removed by `remove`.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mmsearch-commands-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Beside the test bundle; the checkout's build folder otherwise.
  static let executable: URL = {
    let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = runner.deletingLastPathComponent().appendingPathComponent("mmsearch")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return checkout.appendingPathComponent(".build/debug/mmsearch")
  }()

  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try launch(Self.executable, arguments, environment)
  }

  /// Runs a shell command in which `$MMSEARCH` is the executable.
  func shell(_ command: String, environment: [String: String] = [:]) throws -> Outcome {
    try launch(URL(fileURLWithPath: "/bin/sh"), ["-c", command], environment)
  }

  /// Runs a shell command with a terminal of its own, 100 columns wide.
  func terminal(_ command: String, environment: [String: String] = [:]) throws -> Outcome {
    try launch(
      URL(fileURLWithPath: "/usr/bin/script"),
      ["-qec", "stty cols 100 rows 40; \(command)", "/dev/null"],
      ["TERM": "xterm-256color"].merging(environment) { $1 })
  }

  func process(_ executable: URL, _ arguments: [String], _ environment: [String: String]) -> Process
  {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLORTERM", "TERM_PROGRAM", "LC_TERMINAL", "MMSEARCH_MODEL"] {
      variables[name] = nil
    }
    variables["MMSEARCH"] = Self.executable.path
    variables["MMSEARCH_DB"] = folder.appendingPathComponent("library.sqlite").path
    variables["HOME"] = folder.path
    process.environment = variables.merging(environment) { $1 }
    return process
  }

  private func launch(
    _ executable: URL, _ arguments: [String], _ environment: [String: String]
  ) throws -> Outcome {
    let process = process(executable, arguments, environment)
    // Files rather than pipes: nothing can fill up while nobody reads.
    let name = UUID().uuidString
    let files = ["out", "err"].map { folder.appendingPathComponent("\(name).\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
