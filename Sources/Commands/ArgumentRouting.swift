import Ranking

internal import ArgumentParser

/// Finds the subcommand in a command line; words that name none are a query.
enum ArgumentRouting {
  static let commandNames = [
    "demo", "index", "ingest", "import", "search", "similar", "broken", "info", "verify", "eval",
    "tune", "feedback", "audit", "dedupe", "compress", "map", "drift", "export", "model",
    "completions", "help",
  ]

  /// The options that take the next argument as their value.
  static let valueOptions: Set<String> = [
    "--db", "--model", "--threads", "--max-pixels", "--color", "--image", "--minus", "-k",
    "--count", "--mode", "--where", "--weights", "--fusion", "--sort", "--facets", "--group-by",
    "--mmr", "--index", "--ef", "--min-score", "--html", "--queries", "--exclude", "--files-from",
    "--format", "--map", "--image-root", "--errors", "--run", "--vectors", "--items", "--by",
    "--pairs", "--direction", "--k", "--depth", "--sample", "--seed", "--compare", "--qrels",
    "--per-query", "--failures", "--worst", "--flagged", "--kinds", "--distance", "--similarity",
    "--labels", "--test-vectors", "--test-labels", "--loss", "--head", "--epochs", "--batch-size",
    "--learning-rate", "--margin", "--mining", "--temperature", "--save", "--use", "--remove",
    "--name", "--plot", "--teacher", "--teacher-model", "--metric", "--held-out",
    "--image-blocks", "--text-blocks", "--collection", "--like", "--unlike", "--out", "--layout",
    "--limit", "--thumbnails", "--since", "--against", "--dimensions", "--share", "--rerank",
    "--exclude-flagged", "--to", "--codes",
  ]

  /// The arguments with their subcommand in front.
  ///
  /// The first argument that is neither an option nor an option's value decides: the name of a subcommand is
  /// that subcommand, anything else is the first word of a query. A word that is almost a subcommand, followed
  /// by something that exists as a file, is taken for a slip; a word alone is searched for.
  /// - Parameter exists: Whether a file lies at a path.
  /// - Throws: `ValidationError` with the likely command.
  static func route(
    _ arguments: [String], exists: (String) -> Bool
  ) throws -> [String] {
    guard let first = arguments.first else { return ["--help"] }
    let isForRoot =
      ["-h", "--help", "-help", "--version", "--experimental-dump-help"].contains(first)
      || first.hasPrefix("--generate-completion-script")
    if isForRoot { return arguments }
    guard let position = firstWord(in: arguments) else { return ["search"] + arguments }
    let word = arguments[position]
    if commandNames.contains(word) {
      return [word] + arguments[..<position] + arguments[(position + 1)...]
    }
    let others = arguments[(position + 1)...]
    if let command = likelyCommand(for: word), others.contains(where: exists) {
      throw ValidationError(
        "'\(word)' is no command; did you mean mmsearch \(command)? To look for these words, type "
          + "mmsearch search \(word) …")
    }
    return ["search"] + arguments
  }

  /// The command that a single word may have been meant for; nil for longer queries.
  static func likelyCommand(forQuery words: [String]) -> String? {
    words.count == 1 ? likelyCommand(for: words[0]) : nil
  }

  private static func firstWord(in arguments: [String]) -> Int? {
    var position = 0
    while position < arguments.count {
      let argument = arguments[position]
      if argument == "--" { return nil }
      if valueOptions.contains(argument) {
        position += 2
      } else if argument.hasPrefix("-"), argument != "-" {
        position += 1
      } else {
        return position
      }
    }
    return nil
  }

  private static func likelyCommand(for word: String) -> String? {
    guard word.utf8.count <= 16 else { return nil }
    let letters = Array(word.lowercased().unicodeScalars)
    return commandNames.first {
      EditDistance.between(letters, Array($0.unicodeScalars), limit: 1) == 1
    }
  }
}
