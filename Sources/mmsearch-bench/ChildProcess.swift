internal import Glibc

/// A finished child process: how long it ran and how much it took.
struct ChildProcess {
  let wallSeconds: Double
  let processorSeconds: Double
  /// Largest resident set, in bytes.
  let peakMemory: Int
  let exitStatus: Int32

  /// Runs a program to its end with its output thrown away; nil where it cannot be started.
  init?(_ program: String, _ arguments: [String]) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var strings = ([program] + arguments).map { strdup($0) } + [nil]
    defer { strings.forEach { free($0) } }
    var child: pid_t = 0
    let start = Measurement.seconds(CLOCK_MONOTONIC)
    guard posix_spawn(&child, program, &actions, nil, &strings, environ) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(child, &status, 0, &usage) == child else { return nil }
    wallSeconds = Measurement.seconds(CLOCK_MONOTONIC) - start
    processorSeconds =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    peakMemory = usage.ru_maxrss * 1024
    exitStatus = (status >> 8) & 0xff
  }
}
