internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// A model that has a name of its own here.
public struct InstalledModel: Sendable, Equatable {
  /// The name by which `--model` finds it.
  public let name: String
  /// The folder it lies in.
  public let directory: String
  /// Whether the folder is the user's own, which is only pointed to.
  public let isLink: Bool
}

/// The models that were added by name: a folder of links to models elsewhere and of models that were
/// downloaded, `models` in the user's data folder or `MMSEARCH_MODELS`.
public enum InstalledModels {
  /// The folder, which need not be there yet.
  static func folder() -> FilePath {
    if let given = getenv("MMSEARCH_MODELS"), given.pointee != 0 {
      return FilePath(String(cString: given))
    }
    return FilePath(MMSearchLibrary.defaultDataFolder()).appending("models")
  }

  /// The model that comes with the program, as far as it is found, then all others by name.
  public static func all() -> [InstalledModel] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder().string)) ?? []
    let own = try? Assets.modelDirectory(named: "default")
    return (own.map { [InstalledModel(name: "default", directory: $0, isLink: true)] } ?? [])
      + names.sorted().compactMap(model(named:))
  }

  /// The model of a name; nil for none.
  public static func model(named name: String) -> InstalledModel? {
    let path = folder().appending(name)
    guard isName(name), let kind = FileStatus(of: path, followingLinks: false)?.kind,
      kind == .folder || kind == .link, let directory = realpath(path.string, nil)
    else { return nil }
    defer { free(directory) }
    return InstalledModel(
      name: name, directory: String(cString: directory), isLink: kind == .link)
  }

  /// Gives a model's folder, or the folder of one of its files, a name.
  ///
  /// Throws: `LibraryError` for a name that is taken and for a folder without a model; `ModelError` for a
  /// model that cannot be used.
  public static func add(_ path: String, name: String? = nil) throws -> InstalledModel {
    let (location, name) = try source(path, name: name)
    _ = try OpenedModel(location)
    try FileManager.default.createDirectory(
      atPath: folder().string, withIntermediateDirectories: true)
    let link = folder().appending(name).string
    guard symlink(location, link) == 0 else {
      throw LibraryError("\(link) cannot be written: \(String(cString: strerror(errno)))")
    }
    return InstalledModel(name: name, directory: location, isLink: true)
  }

  /// The folder of a model, and the name that it can have.
  static func source(
    _ path: String, name: String?
  ) throws -> (directory: String, name: String) {
    let given = FilePath(path)
    let directory = FileStatus(of: given)?.kind == .regular ? given.removingLastComponent() : given
    let location = try Assets.modelDirectory(named: directory.isEmpty ? "." : directory.string)
    return (location, try freeName(name ?? FilePath(location).lastComponent?.string ?? ""))
  }

  /// Downloads a model from a hub and gives it a name; a download that broke off goes on.
  ///
  /// Throws: `LibraryError` where it cannot be fetched, `ModelError` where it cannot be used.
  public static func add(
    _ reference: HubReference, name: String? = nil, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> InstalledModel {
    let name = try freeName(name ?? reference.name)
    let unfinished = try download(
      reference, isCancelled: isCancelled, progress: progress)
    _ = try OpenedModel(unfinished.string)
    let directory = folder().appending(name).string
    guard rename(unfinished.string, directory) == 0 else {
      throw LibraryError("\(directory) cannot be written: \(String(cString: strerror(errno)))")
    }
    return InstalledModel(name: name, directory: directory, isLink: false)
  }

  /// Downloads a model into a folder that is no model's name, and goes on where a download of it broke off.
  static func download(
    _ reference: HubReference, isCancelled: () -> Bool,
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws -> FilePath {
    // Named by what it holds, so that another revision never goes on from it.
    let unfinished = folder().appending(
      ".\(reference.organization)-\(reference.name)@\(reference.revision.replacing("/", with: "-"))"
    )
    try withoutActuallyEscaping(isCancelled) { isCancelled in
      try withoutActuallyEscaping(progress) { progress in
        let download = HubDownload(
          reference: reference, settings: .ofEnvironment(), isCancelled: isCancelled,
          progress: progress)
        let commit = try download.fetch(into: unfinished)
        let note = "hf:\(reference.organization)/\(reference.name)@\(commit)\n"
        try Data(note.utf8).write(to: URL(filePath: unfinished.appending("origin.txt").string))
      }
    }
    return unfinished
  }

  /// Takes a name away; deletes a model that was downloaded, never one that is only pointed to. Returns
  /// the bytes that became free.
  ///
  /// Throws: `LibraryError` where it cannot be removed.
  public static func remove(_ model: InstalledModel) throws -> Int64 {
    let path = folder().appending(model.name).string
    if model.isLink {
      guard unlink(path) == 0 else {
        throw LibraryError("\(path) cannot be removed: \(String(cString: strerror(errno)))")
      }
      return 0
    }
    let bytes = byteCount(of: FilePath(path))
    try FileManager.default.removeItem(atPath: path)
    return bytes
  }

  /// The bytes of the files below a folder.
  static func byteCount(of folder: FilePath) -> Int64 {
    var walk = DirectoryWalk(root: folder, isExcluded: { _ in false })
    var bytes: Int64 = 0
    while let file = walk.next() { bytes += file.status.byteCount }
    return bytes
  }

  /// A name that a new model can have.
  ///
  /// Throws: `LibraryError` for one that is taken, or cannot be a name.
  static func freeName(
    _ text: String, in folder: FilePath = folder()
  ) throws(LibraryError) -> String {
    guard isName(text) else {
      throw LibraryError(
        "'\(text)' cannot be a model's name; give one of letters, digits, '.', '_' and '-' with --name"
      )
    }
    guard text != "default", FileStatus(of: folder.appending(text), followingLinks: false) == nil
    else {
      throw LibraryError(
        "a model is called '\(text)' already; give another name with --name, or remove that one "
          + "with mmsearch model remove \(text)")
    }
    return text
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first.isNumber else { return false }
    return text.utf8.count <= 100
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
  }
}
