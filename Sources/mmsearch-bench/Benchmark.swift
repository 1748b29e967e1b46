internal import ArgumentParser

/// Timed workloads; each prints JSON lines.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mmsearch-bench",
    abstract: "Measure what users feel: one JSON line a workload.",
    subcommands: [
      DecodeBenchmark.self, EncodeBenchmark.self, IngestBenchmark.self, FeedBenchmark.self,
      ExactSearchBenchmark.self,
      AnnBenchmark.self, GrowthBenchmark.self, ColdQueryBenchmark.self,
    ])
}
