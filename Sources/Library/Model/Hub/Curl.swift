internal import Glibc

/// Transfers over HTTPS, by the program `curl`: it is on most machines, follows their proxies and
/// certificates, and costs the start of this program nothing.
struct Curl {
  /// How a transfer failed.
  struct Failure: Error {
    /// Curl's exit status; 22 for an answer that is an error.
    let status: Int32
    let message: String

    /// Whether another try may go better: the connection broke, or was never made.
    var isTransient: Bool { [7, 16, 18, 28, 35, 52, 55, 56, 92].contains(status) }
    /// Whether the server does not take up a transfer in the middle.
    var refusesToResume: Bool { status == 33 || message.contains("416") }
  }

  /// Sent with each request to the hub itself; curl keeps it from other hosts that it is sent on to.
  let token: String?

  /// Fetches an address into a file; goes on behind what is there already.
  ///
  /// - Parameter tick: called ten times a second; true stops the transfer, which then fails.
  /// - Throws: `LibraryError` where there is no curl; `Failure`.
  func fetch(
    _ address: String, into path: String, resuming: Bool, tick: () -> Bool
  ) throws {
    var settings = [
      "url = \(Self.quoted(address))", "output = \(Self.quoted(path))", "location", "fail",
      "silent", "show-error", "globoff", "proto = \"=http,https\"", "connect-timeout = 20",
      "speed-limit = 1", "speed-time = 60", "user-agent = \"mmsearch\"",
    ]
    if resuming { settings.append("continue-at = \"-\"") }
    if let token { settings.append("header = \(Self.quoted("Authorization: Bearer \(token)"))") }
    let (status, message) = try Self.run(settings.joined(separator: "\n") + "\n", tick: tick)
    guard status == 0 else { throw Failure(status: status, message: message) }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text where character != "\n" && character != "\r" {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "\""
  }

  /// Runs curl with settings on its standard input, where no other user of the machine sees them.
  private static func run(
    _ settings: String, tick: () -> Bool
  ) throws(LibraryError) -> (status: Int32, message: String) {
    var input: [Int32] = [0, 0]
    var errors: [Int32] = [0, 0]
    guard pipe(&input) == 0, pipe(&errors) == 0 else {
      throw LibraryError("no pipe can be opened: \(String(cString: strerror(errno)))")
    }
    // Curl gets one end of each; were it to keep the others, it would wait for itself.
    for end in input + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(errors[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
    let words = ["curl", "--disable", "--config", "-"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var child: pid_t = 0
    let spawned = posix_spawnp(&child, "curl", &actions, nil, &arguments, environ)
    close(input[0])
    close(errors[1])
    guard spawned == 0 else {
      close(input[1])
      throw LibraryError(
        "models are downloaded with curl, which cannot be started "
          + "(\(String(cString: strerror(spawned)))); install it, or download the model's folder yourself"
      )
    }
    // Settings are shorter than what a pipe holds, so that this never waits.
    _ = settings.withCString { write(input[1], $0, strlen($0)) }
    close(input[1])
    let status = wait(for: child, tick: tick)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(errors[0], &buffer, buffer.count)
    let message = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    let line =
      message.split(separator: "\n").first.map { String($0) } ?? "curl ended with \(status)"
    return (status, line.replacing("curl: ", with: ""))
  }

  private static func wait(for child: pid_t, tick: () -> Bool) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      if tick() { kill(child, SIGTERM) }
      usleep(100_000)
    }
    // The exit status, or 128 and the signal, as shells count.
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
