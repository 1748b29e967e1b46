internal import ArgumentParser

/// `mmsearch`: the list of subcommands; a query without a subcommand is a search.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mmsearch",
    abstract: "Search pictures and products by words, by pictures, or by both.",
    usage: """
      mmsearch <query> …
      mmsearch <subcommand>
      """,
    discussion: """
      Everything happens on this machine: pictures are turned into vectors by a model that comes \
      with the program and kept in a library, one SQLite file.

        mmsearch demo "a red mug"            try the catalogue that comes along
        mmsearch index ~/Pictures            put photos in
        mmsearch a dog in the snow           find them by words
        mmsearch @sketch.jpg + blue - text   by a picture, but blue and without text
        mmsearch similar ~/Pictures/cat.jpg  find what looks alike
        mmsearch ingest products.csv         put a shop's feed in

      Exit status: 0 done, 1 nothing found, 2 error, 3 some inputs failed (with --strict), \
      64 wrong usage, 130 interrupted.
      """,
    version: "mmsearch \(Program.version)",
    subcommands: [
      DemoCommand.self, IndexCommand.self, IngestCommand.self, ImportCommand.self,
      SearchCommand.self,
      SimilarCommand.self, BrokenCommand.self, InfoCommand.self, VerifyCommand.self,
      EvaluateCommand.self, TuneCommand.self, FeedbackCommand.self, AuditCommand.self,
      DedupeCommand.self, CompressCommand.self, MapCommand.self, DriftCommand.self,
      ExportCommand.self, ModelCommand.self, CompletionsCommand.self,
    ],
    defaultSubcommand: SearchCommand.self)
}
