internal import Glibc
internal import SystemPackage

/// Where the files that ship with the program lie: the default model and the demo catalogue.
///
/// Looked for in `MMSEARCH_ASSETS`, in `share/mmsearch` beside the installed program, and upwards from the
/// program in its checkout, in this order.
public enum Assets {
  /// The directory of the default model, of one that was added by name, or of one given by its directory.
  ///
  /// Throws: `LibraryError` that lists the places looked in.
  public static func modelDirectory(named name: String) throws(LibraryError) -> String {
    if name == "default" {
      return try find("assets/default", containing: "model.json", what: "the default model")
    }
    // By the path with the name in it, which becomes the name of a model that states none.
    if InstalledModels.model(named: name) != nil {
      return InstalledModels.folder().appending(name).string
    }
    if isModelDirectory(name) { return absolute(name) }
    throw LibraryError(
      "no model is called '\(name)', and it is no folder with a model; "
        + "mmsearch model list shows those there are, without --model the default one is used")
  }

  private static func absolute(_ path: String) -> String {
    guard let absolute = realpath(path, nil) else { return path }
    defer { free(absolute) }
    return String(cString: absolute)
  }

  /// Whether a model lies in a folder.
  static func isModelDirectory(_ path: String) -> Bool {
    modelFiles.contains { FileStatus(of: FilePath(path).appending($0)) != nil }
  }

  /// The files by which the formats of models are told.
  private static let modelFiles = [
    "model.json", "open_clip_config.json", "modules.json", "config.json",
  ]

  /// The folder of the demo catalogue.
  ///
  /// Throws: `LibraryError` that lists the places looked in.
  public static func demoCatalogDirectory() throws(LibraryError) -> String {
    try find("catalog", containing: "catalog.csv", what: "the demo catalogue")
  }

  private static func find(
    _ relative: String, containing file: String, what: String
  ) throws(LibraryError) -> String {
    var looked: [String] = []
    for root in roots() {
      let candidate = root.appending(relative)
      if FileStatus(of: candidate.appending(file))?.kind == .regular { return candidate.string }
      looked.append(candidate.string)
    }
    throw LibraryError(
      "\(what) was not found in \(looked.joined(separator: ", ")); "
        + "set MMSEARCH_ASSETS to the folder that contains \(relative)")
  }

  private static func roots() -> [FilePath] {
    if let given = getenv("MMSEARCH_ASSETS") { return [FilePath(String(cString: given))] }
    guard var folder = executablePath()?.removingLastComponent() else { return [FilePath(".")] }
    var result = [folder.removingLastComponent().appending("share/mmsearch")]
    // .build/<triple>/<configuration>/mmsearch lies four folders below the checkout.
    for _ in 0..<6 {
      result.append(folder)
      if !folder.removeLastComponent() { break }
    }
    return result
  }

  private static func executablePath() -> FilePath? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return FilePath(platformString: path)
  }
}
