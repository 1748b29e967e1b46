internal import Glibc

/// Paths as a user writes them.
enum Path {
  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// The path from the root; `..` stays, since a folder before it may be a symbolic link.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    let components = path.split(separator: "/").filter { $0 != "." }
    let base = String(cString: folder)
    return ([base == "/" ? "" : base] + components.map(String.init)).joined(separator: "/")
  }

  /// The last component.
  static func name(_ path: String) -> Substring {
    path.split(separator: "/").last ?? path[...]
  }

  /// Everything before the last component, with the home folder as `~`.
  static func folder(_ path: String) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    guard let home = Environment.value("HOME"), home != "/" else { return folder }
    if folder == home { return "~" }
    return folder.hasPrefix(home + "/") ? "~" + folder.dropFirst(home.count) : folder
  }

  /// The running program as one would type it.
  static var program: String {
    guard let argument = CommandLine.arguments.first, argument.contains("/") else {
      return "mmsearch"
    }
    let here = absolute("") + "/"
    return argument.hasPrefix(here) ? "./" + argument.dropFirst(here.count) : argument
  }
}
