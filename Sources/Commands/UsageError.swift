/// What is said about a command line that cannot be read.
enum UsageError {
  /// The parser's message as one sentence in the program's own style, with the next step.
  ///
  /// - Parameter arguments: The command line, its subcommand first.
  static func sentence(_ message: String, _ arguments: [String]) -> String {
    var text = Sentence.onOneLine(message)
    while text.hasSuffix(".") { text.removeLast() }
    if let first = text.first, text.dropFirst().first?.isLowercase == true {
      text = first.lowercased() + text.dropFirst()
    }
    let name = arguments.first.flatMap { ArgumentRouting.commandNames.contains($0) ? $0 : nil }
    if let advice = text.firstRange(of: ". Did you mean"), text.hasSuffix("?") {
      text.replaceSubrange(advice, with: " (did you mean")
      text += ")"
    }
    let isQuery = text.contains("unexpected argument") && name != nil && name != "search"
    if isQuery {
      let words = arguments.map(ShellQuoting.word).joined(separator: " ")
      text += "; to search for these words, type mmsearch search \(words)"
    }
    if text.hasPrefix("unknown option"), name == "search" {
      text += "; put -- before a word that begins with '-'"
    }
    return "\(text); see mmsearch\(name.map { " " + $0 } ?? "") --help"
  }
}
