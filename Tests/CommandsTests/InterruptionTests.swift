import Foundation
import Testing

/// Whole processes that are stopped in the middle of their work.
@Suite("Interrupted runs", .serialized)
struct InterruptionTests {
  /// A program with a folder of 40 pictures of the catalogue and one that is none.
  private func programWithPictures() throws -> BuiltProgram {
    let program = try BuiltProgram()
    let source = BuiltProgram.checkout.appendingPathComponent("catalog/images")
    let target = program.folder.appendingPathComponent("pictures")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted().prefix(40)
    {
      try FileManager.default.copyItem(
        at: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
    }
    try Data("<html>".utf8).write(to: target.appendingPathComponent("page.jpg"))
    return program
  }

  /// What an export says of the library, in an order that does not depend on when items were stored.
  private func exportedItems(_ program: BuiltProgram) throws -> [String] {
    let outcome = try program.run("export", "--vectors", "v.npy", "--items", "items.jsonl")
    #expect(outcome.status == 0)
    let items = try String(
      contentsOf: program.folder.appendingPathComponent("items.jsonl"), encoding: .utf8)
    return items.replacingOccurrences(of: program.folder.path, with: "")
      .split(separator: "\n").map(String.init).sorted()
  }

  /// Starts to index, sends a signal after a while, and gives the exit status.
  private func index(
    _ program: BuiltProgram, stoppedAfter seconds: Double, by signal: Int32
  ) throws -> (status: Int32, reason: Process.TerminationReason) {
    let process = program.process(
      BuiltProgram.executable, ["index", "pictures", "--quiet"], [:])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return (process.terminationStatus, process.terminationReason)
  }

  @Test("a run that is killed again and again ends with the same library as one that is not")
  func killed() throws {
    let undisturbed = try programWithPictures()
    defer { undisturbed.remove() }
    #expect(try undisturbed.run("index", "pictures").status == 0)

    let disturbed = try programWithPictures()
    defer { disturbed.remove() }
    for attempt in 1...4 {
      _ = try index(disturbed, stoppedAfter: 0.3 * Double(attempt), by: SIGKILL)
    }
    #expect(try disturbed.run("index", "pictures").status == 0)
    #expect(try exportedItems(disturbed) == exportedItems(undisturbed))
    #expect(try disturbed.run("verify").status == 0)
    #expect(try disturbed.run("broken").output.hasPrefix("not-an-image\t"))
  }

  @Test("a graph whose building is killed leaves a library that answers and is sound")
  func killedGraph() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let rows = (0..<800).map { "\($0),thing \($0 % 89) of kind \($0)" }
    try Data((["id,title"] + rows).joined(separator: "\n").utf8)
      .write(to: program.folder.appendingPathComponent("feed.csv"))
    #expect(try program.run("ingest", "feed.csv").status == 0)
    /// Graphs: finished ones, or such as have been begun.
    func graphs(_ suffix: String) throws -> [URL] {
      try FileManager.default.contentsOfDirectory(
        at: program.folder, includingPropertiesForKeys: nil
      )
      .filter { $0.lastPathComponent.contains(".graph") && $0.path.hasSuffix(suffix) }
    }
    for attempt in 1...3 {
      let process = program.process(
        BuiltProgram.executable, ["thing 5", "--index", "hnsw", "--mode", "text"], [:])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // A file is begun before nodes are linked, and written when they are.
      while process.isRunning, try graphs(".partial").isEmpty { usleep(1000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      #expect(try graphs(".graph").isEmpty)
      let begun = try #require(try graphs(".partial").first)
      #expect(try Data(contentsOf: begun).isEmpty)
      // The next attempt waits for one of its own; what the last leaves behind, the program deletes.
      if attempt < 3 {
        try FileManager.default.removeItem(at: begun)
      }
      #expect(try program.run("verify").status == 0)
      #expect(try program.run("thing 5", "-k", "3").status == 0)
    }
    #expect(try program.run("thing 5", "--index", "hnsw", "--mode", "text").status == 0)
    #expect(try graphs(".graph").count == 1)
    #expect(try graphs(".partial").isEmpty)
    #expect(try program.run("verify").status == 0)
  }

  @Test("a run that is interrupted says so by status 130 and goes on the next time")
  func interrupted() throws {
    let program = try programWithPictures()
    defer { program.remove() }
    let stopped = try index(program, stoppedAfter: 0.3, by: SIGINT)
    #expect(stopped.reason == .exit)
    // A fast machine may have finished before the signal came.
    #expect(stopped.status == 130 || stopped.status == 0)
    #expect(try program.run("index", "pictures").status == 0)
    #expect(try exportedItems(program).count == 40)
    #expect(try program.run("verify").status == 0)
  }
}
