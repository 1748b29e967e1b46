internal import Glibc

/// The times of repeated runs of one workload, printed as one JSON line.
struct Measurement {
  let workload: String
  /// What was measured, such as the size of the input; part of the line.
  let subject: String
  /// Units of work done in one run, such as pictures.
  let unitsPerRun: Int
  /// Seconds of wall clock of each run.
  let wall: [Double]
  /// Seconds of processor time of the calling process in each run.
  let processor: [Double]
  /// Further figures, such as bytes.
  var figures: [(name: String, value: Double)] = []

  /// Runs `body` once to warm up and then `runs` times.
  init(
    _ workload: String, subject: String, units: Int = 1, runs: Int = 7, body: () throws -> Void
  ) rethrows {
    try body()
    var wall: [Double] = []
    var processor: [Double] = []
    for _ in 0..<runs {
      let start = (Self.seconds(CLOCK_MONOTONIC), Self.seconds(CLOCK_PROCESS_CPUTIME_ID))
      try body()
      wall.append(Self.seconds(CLOCK_MONOTONIC) - start.0)
      processor.append(Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - start.1)
    }
    self.init(workload, subject: subject, units: units, wall: wall, processor: processor)
  }

  /// Takes times measured elsewhere.
  init(_ workload: String, subject: String, units: Int, wall: [Double], processor: [Double]) {
    self.workload = workload
    self.subject = subject
    unitsPerRun = units
    self.wall = wall
    self.processor = processor
  }

  /// One JSON object: milliseconds a unit, units a second, and the number of runs.
  var line: String {
    let scale = 1000 / Double(unitsPerRun)
    var fields = [
      "\"workload\":\"\(workload)\"", "\"subject\":\"\(subject)\"",
      "\"wall_ms\":{\(spread(wall, scale))}", "\"cpu_ms\":{\(spread(processor, scale))}",
      "\"per_second\":\(rounded(1000 / (median(wall) * scale)))", "\"runs\":\(wall.count)",
    ]
    fields += figures.map { "\"\($0.name)\":\(rounded($0.value))" }
    return "{\(fields.joined(separator: ","))}"
  }

  private func spread(_ seconds: [Double], _ scale: Double) -> String {
    "\"median\":\(rounded(median(seconds) * scale)),\"min\":\(rounded((seconds.min() ?? 0) * scale)),"
      + "\"max\":\(rounded((seconds.max() ?? 0) * scale))"
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[sorted.count / 2]
  }

  private func rounded(_ value: Double) -> Double {
    (value * 1000).rounded() / 1000
  }

  /// The most memory that the process has had, in bytes.
  static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }

  static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
