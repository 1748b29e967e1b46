internal import ArgumentParser
internal import Glibc

/// The program `mmsearch`: its arguments in, an exit status out.
public enum Program {
  static let version = "0.1.0"

  /// Runs the command that the process's arguments name, and ends the process with its status.
  public static func main() -> Never {
    Interruption.install()
    signal(SIGPIPE, SIG_IGN)
    let status = run(Array(CommandLine.arguments.dropFirst()))
    StandardOutput.flush()
    exit(status.rawValue)
  }

  /// Runs one command line, given without the program's name.
  static func run(_ arguments: [String]) -> ExitStatus {
    var routed = arguments
    do {
      routed = try ArgumentRouting.route(arguments, exists: Path.exists)
      var command = try RootCommand.parseAsRoot(routed)
      try command.run()
      return .done
    } catch let status as ExitStatus {
      return status
    } catch {
      return report(error, from: routed)
    }
  }

  private static func report(_ error: any Error, from arguments: [String]) -> ExitStatus {
    let code = RootCommand.exitCode(for: error)
    if code.isSuccess {
      StandardOutput.write(RootCommand.fullMessage(for: error) + "\n")
      return .done
    }
    guard code == .validationFailure else {
      StandardError.writeLine("error: " + Sentence.onOneLine("\(error)"))
      return .error
    }
    StandardError.writeLine(
      "error: " + UsageError.sentence(RootCommand.message(for: error), arguments))
    return .usage
  }
}
