internal import Glibc

/// A question to the terminal, with its answer.
enum TerminalDialogue {
  /// Writes `question` to the controlling terminal and returns what it answers within so many milliseconds;
  /// nothing where there is no terminal, or where this process is in its background.
  static func answer(
    to question: String, isComplete: ([UInt8]) -> Bool, milliseconds: Int
  ) -> [UInt8] {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return [] }
    defer { close(terminal) }
    var saved = termios()
    guard tcgetpgrp(terminal) == getpgrp(), tcgetattr(terminal, &saved) == 0 else { return [] }
    // No signal may end the process while the terminal neither echoes nor waits for whole lines.
    var blocked = sigset_t()
    var earlier = sigset_t()
    sigemptyset(&blocked)
    for signal in [SIGINT, SIGTERM, SIGTSTP, SIGHUP] { sigaddset(&blocked, signal) }
    pthread_sigmask(SIG_BLOCK, &blocked, &earlier)
    defer { pthread_sigmask(SIG_SETMASK, &earlier, nil) }
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(terminal, TCSAFLUSH, &raw)
    defer { tcsetattr(terminal, TCSAFLUSH, &saved) }
    let bytes = Array(question.utf8)
    guard write(terminal, bytes, bytes.count) == bytes.count else { return [] }
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var answer: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 256)
    while !isComplete(answer), answer.count < 4096 {
      let left = Int32(max(0, (deadline - ContinuousClock.now) / .milliseconds(1)))
      var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&poller, 1, left) > 0 else { break }
      let count = read(terminal, &block, block.count)
      guard count > 0 else { break }
      answer += block[..<count]
    }
    return answer
  }
}
