/// How a command ended, as scripts see it; thrown to end a command early.
enum ExitStatus: Int32, Error {
  /// Done, with results.
  case done = 0
  /// A search found nothing.
  case nothingFound = 1
  case error = 2
  /// Done, but some inputs failed; only with `--strict`.
  case someInputsFailed = 3
  /// Wrong usage, as `EX_USAGE` of sysexits.h.
  case usage = 64
  /// Ended by SIGINT or SIGTERM; what was committed stays.
  case interrupted = 130
}
