internal import ArgumentParser

/// `mmsearch completions`: a script that completes commands and options in a shell.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Write a completion script for a shell.",
    discussion: """
        mmsearch completions bash > ~/.local/share/bash-completion/completions/mmsearch
        mmsearch completions zsh > ~/.zfunc/_mmsearch
        mmsearch completions fish > ~/.config/fish/completions/mmsearch.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    var completionShell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: ArgumentHelp("The shell.", valueName: "shell"))
  var shell: Shell

  func run() throws {
    StandardOutput.write(RootCommand.completionScript(for: shell.completionShell) + "\n")
  }
}
