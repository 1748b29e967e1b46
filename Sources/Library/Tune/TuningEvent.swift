public import Tuning

/// What training says while it runs.
public enum TuningEvent: Sendable {
  /// What is being done, such as "reading".
  case phase(String)
  /// The state after an epoch, or before the first, and how many there will be at most.
  case epoch(TrainingState, of: Int)
  /// Something the user should know.
  case warning(String)
}
