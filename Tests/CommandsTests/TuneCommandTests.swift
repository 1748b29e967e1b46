import Foundation
import Testing

@testable import Commands

@Suite("mmsearch tune, run from outside", .serialized)
struct TuneCommandTests {
  /// Writes vectors of 16 dimensions, of which two tell four labels apart and the others are noise, and the
  /// labels; the same each time.
  private func write(_ name: String, count: Int, _ program: BuiltProgram) throws {
    var state = UInt64(count)
    func random() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(count), 16), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
    var labels = ""
    for row in 0..<count {
      let label = row % 4
      labels += "label \(label)\n"
      for column in 0..<16 {
        let signal: Float =
          column == 0 ? Float(label % 2) - 0.5 : column == 1 ? Float(label / 2) - 0.5 : 0
        withUnsafeBytes(of: (signal + 0.5 * random()).bitPattern.littleEndian) { bytes += $0 }
      }
    }
    try Data(bytes).write(to: program.folder.appendingPathComponent("\(name).npy"))
    try Data(labels.utf8).write(to: program.folder.appendingPathComponent("\(name).txt"))
  }

  private static let files = [
    "tune", "--vectors", "x.npy", "--labels", "x.txt", "--test-vectors", "z.npy",
    "--test-labels", "z.txt", "--k", "10,50", "--epochs", "6", "--batch-size", "64",
    "--learning-rate", "0.02",
  ]

  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try write("x", count: 600, program)
    try write("z", count: 300, program)
    return program
  }

  private func words(_ more: String...) -> String {
    (Self.files + more).map(ShellQuoting.word).joined(separator: " ")
  }

  @Test("labelled vectors in files need no library and give one object")
  func vectors() throws {
    let program = try program()
    defer { program.remove() }
    let outcome = try program.shell(
      "exec \"$MMSEARCH\" \(words("--json", "--save", "head.safetensors", "--plot", "plot.svg"))")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["schema"] as? Int == 1 && object["metric"] as? String == "same-label@k")
    #expect(object["k"] as? [Int] == [10, 50])
    let base = try #require(object["base"] as? [Double])
    let tuned = try #require(object["tuned"] as? [Double])
    #expect(zip(base, tuned).allSatisfy { $0 < $1 } && object["seconds"] is Double)
    let plot = try String(
      contentsOf: program.folder.appendingPathComponent("plot.svg"), encoding: .utf8)
    #expect(plot.hasPrefix("<svg ") && plot.contains("polyline"))
    let made = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(made.contains("head.safetensors") && !made.contains { $0.contains("checkpoint") })
  }

  @Test(
    "whoever is killed between any two epochs goes on from the last and ends with the same head")
  func killed() throws {
    let program = try program()
    defer { program.remove() }
    #expect(
      try program.shell("exec \"$MMSEARCH\" \(words("--save", "undisturbed.safetensors"))").status
        == 0)
    let checkpoint = program.folder.appendingPathComponent("head.safetensors.checkpoint")
    var sizes: Set<Int> = []
    for _ in 0..<2 {
      let process = program.process(
        BuiltProgram.executable, Self.files + ["--save", "head.safetensors"], [:])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let before = try? Data(contentsOf: checkpoint)
      try process.run()
      while process.isRunning, (try? Data(contentsOf: checkpoint)) == before { usleep(1000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      sizes.insert((try? Data(contentsOf: checkpoint).count) ?? 0)
    }
    #expect(sizes.allSatisfy { $0 > 0 })
    #expect(
      try program.shell("exec \"$MMSEARCH\" \(words("--save", "head.safetensors"))").status == 0)
    #expect(
      try Data(contentsOf: program.folder.appendingPathComponent("head.safetensors"))
        == Data(contentsOf: program.folder.appendingPathComponent("undisturbed.safetensors")))
  }

  @Test(
    "what cannot be read is one line with status 2",
    arguments: [("x.npy", "npy"), ("x.txt", "labels"), ("z.npy", "npy"), ("z.txt", "labels")])
  func hostile(_ file: String, _ word: String) throws {
    let program = try program()
    defer { program.remove() }
    try Data("no such thing\n\n".utf8).write(to: program.folder.appendingPathComponent(file))
    let outcome = try program.shell("exec \"$MMSEARCH\" \(words())")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("error: ") && outcome.errors.contains(file))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "wrong usage is told before anything is read",
    arguments: [
      "tune", "tune --by a --pairs title", "tune --vectors x.npy", "tune --list --rollback",
      "tune --from-feedback --by a", "tune --from-feedback --exclude-flagged x",
      "tune --by a --epochs 0", "tune --by a --name none",
      "tune --reranker", "tune --reranker --by a", "tune --reranker q.jsonl --pairs title",
      "tune --forget-reranker --pairs title", "tune --reranker --forget-reranker --pairs title",
      "tune --vectors a --labels b --test-vectors c --test-labels d --k 0",
      "search mug --head none --metric learned", "search mug --head a --metric cosine",
    ])
  func usage(_ command: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell("exec \"$MMSEARCH\" \(command)")
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
