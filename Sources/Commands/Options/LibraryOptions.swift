internal import ArgumentParser
internal import Glibc
internal import Library

/// Which library and model to use; every command takes these.
struct LibraryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The library, one SQLite file (default: $MMSEARCH_DB, else ~/.local/share/mmsearch/library.sqlite).",
      valueName: "path"),
    completion: .file())
  var db: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The model, by name or folder; @int8 behind it is twice as fast on pictures, @flip looks at both sides of them; several are an ensemble, as in --model default --model clip*0.5 (default: $MMSEARCH_MODEL, else 'default').",
      valueName: "name|dir"),
    completion: .directory)
  var model: [String] = []

  @Option(help: ArgumentHelp("Threads to work with (default: all cores).", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Refuse pictures of more pixels (default: 178956970, half a gigabyte decoded).",
      valueName: "n"))
  var maxPixels: Int?

  func validate() throws {
    if let maxPixels, !(1...Self.mostPixels).contains(maxPixels) {
      throw ValidationError(
        "--max-pixels takes a number from 1 to \(Self.mostPixels), not \(maxPixels)")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
    }
  }

  /// Where everything lies; `fallback` is the database used where neither option nor environment names one.
  func configuration(fallback: String? = nil) -> LibraryConfiguration {
    let database =
      db ?? fallback ?? MMSearchLibrary.defaultDatabasePath()
    return LibraryConfiguration(
      databasePath: Path.absolute(database),
      models: model.isEmpty ? [Environment.value("MMSEARCH_MODEL") ?? "default"] : model,
      threads: threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), maximumPixels: maxPixels)
  }

  /// Ten gigapixels: 30 GB once decoded.
  private static let mostPixels = 10_000_000_000
}
