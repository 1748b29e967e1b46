import Foundation
import Testing

@testable import Commands

@Suite("The program, run from outside")
struct ProgramTests {
  @Test("--help and no arguments print help on standard output")
  func help() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    for outcome in [try program.run("--help"), try program.run()] {
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      #expect(outcome.output.contains("mmsearch index ~/Pictures"))
    }
    #expect(try program.run("--version").output == "mmsearch \(Program.version)\n")
  }

  @Test("every command explains itself", arguments: ArgumentRouting.commandNames.dropLast())
  func subcommandHelp(_ command: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.run(command, "--help")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("USAGE: mmsearch \(command)"))
  }

  @Test(
    "wrong usage is one line on standard error and status 64",
    arguments: [
      ["search", "--no-such-flag", "x"], ["search"], ["search", "-k", "0", "x"],
      ["search", "x", "--json", "-f"], ["search", "x", "--mode", "nonsense"],
      ["search", "x", "--where", "price <"], ["search", "x", "--sort", "-"], ["search", "- red"],
      ["mug", "+"],
      ["index"], ["index", "-0", "."],
      ["ingest", "a.csv", "--map", "title"], ["broken", "umbrella"], ["info", "--threads", "0"],
      ["audit", "-k", "0"], ["dedupe", "--kinds", "like"],
      ["completions", "csh"], ["idnex", "/tmp"], ["search", "--queries", "f", "x"],
    ])
  func usage(_ arguments: [String]) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let words = arguments.map(ShellQuoting.word).joined(separator: " ")
    let outcome = try program.shell("exec \"$MMSEARCH\" \(words)")
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("error: ") && outcome.errors.hasSuffix("--help\n"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "without a library, questions are errors with status 2 that say what to type next",
    arguments: [
      "search mug", "similar x", "broken", "broken --retry", "info", "verify", "eval q.jsonl",
      "audit", "dedupe",
    ])
  func noLibrary(_ command: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell("exec \"$MMSEARCH\" \(command)")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("error: "))
    #expect(outcome.errors.contains("mmsearch index"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    let made = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(!made.contains { $0.contains("sqlite") })
  }

  @Test("a slip in a command that is alone is searched for, and its error asks back")
  func likelyCommand() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.run("serch")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("did you mean mmsearch search?"))
  }

  @Test("words that are no UTF-8 do not crash it")
  func invalidUTF8() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell("exec \"$MMSEARCH\" search \"$(printf '\\377\\376 mug')\"")
    #expect([0, 1, 2].contains(outcome.status))
  }

  @Test("a reader that goes away ends it quietly")
  func closedPipe() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell(
      "{ sleep 0.2; \"$MMSEARCH\" completions bash; echo $? > status; } | true; cat status")
    #expect(outcome.output == "0\n" && outcome.errors.isEmpty)
  }

  @Test("results that cannot be written are an error")
  func fullDisk() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell("\"$MMSEARCH\" completions bash > /dev/full")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("error: the results could not be written: "))
  }

  @Test("an interrupt ends a question at once with status 130")
  func interrupt() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let process = program.process(BuiltProgram.executable, ["search", "--queries", "-"], [:])
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The signal is sent once the process catches it (bit 1 of SigCgt), or never.
    var catches = false
    for _ in 0..<2000 where !catches {
      let status = try String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let mask = status.firstMatch(of: #/SigCgt:\s*([0-9a-f]+)/#).flatMap {
        UInt64($0.output.1, radix: 16)
      }
      catches = (mask ?? 0) >> UInt64(SIGINT - 1) & 1 == 1
      if !catches { usleep(5_000) }
    }
    #expect(catches)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    try input.fileHandleForWriting.close()
  }

  @Test("completion scripts know the commands", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.run("completions", shell)
    #expect(outcome.status == 0 && outcome.output.contains("similar"))
  }
}
