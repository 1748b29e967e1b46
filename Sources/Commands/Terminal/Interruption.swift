internal import Glibc
internal import Synchronization

/// SIGINT and SIGTERM: end the process with status 130, at once or after the work in hand.
enum Interruption {
  private static let signalCount = Atomic<Int>(0)
  /// Whether the first signal only asks to stop.
  private static let isGraceful = Atomic<Bool>(false)

  /// Whether a signal has asked to stop.
  static var isRequested: Bool { signalCount.load(ordering: .relaxed) > 0 }

  /// Takes the two signals over; until `finishWorkFirst` they end the process at once.
  static func install() {
    // Both globals exist before a handler can run, so that the handler allocates nothing.
    _ = signalCount.load(ordering: .relaxed)
    _ = isGraceful.load(ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let earlier = Interruption.signalCount.add(1, ordering: .relaxed).oldValue
      if earlier > 0 || !Interruption.isGraceful.load(ordering: .relaxed) {
        _exit(ExitStatus.interrupted.rawValue)
      }
    }
    action.sa_flags = Int32(SA_RESTART)
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    // A parent may have started this process from a thread that blocks signals.
    var both = sigset_t()
    sigemptyset(&both)
    sigaddset(&both, SIGINT)
    sigaddset(&both, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &both, nil)
  }

  /// From now on the first signal only sets `isRequested`; the second ends the process.
  static func finishWorkFirst() {
    isGraceful.store(true, ordering: .relaxed)
  }
}
