internal import ArgumentParser
internal import Library

/// What is done with the heads that a library has.
struct HeadActionOptions: ParsableArguments {
  @Flag(help: "List the heads.")
  var list = false

  @Flag(help: "Use the head again that was used before the last one was trained, or none.")
  var rollback = false

  @Option(
    help: ArgumentHelp("Use this head from now on; none: the model as it is.", valueName: "name"))
  var use: String?

  @Option(help: ArgumentHelp("Forget this head.", valueName: "name"))
  var remove: String?

  /// How many actions are named.
  var count: Int { [list, rollback, use != nil, remove != nil].count { $0 } }

  /// The action; nil where none is named.
  var action: HeadAction? {
    if list { return .list }
    if rollback { return .rollBack }
    if let use { return .use(use == "none" ? nil : use) }
    return remove.map { .remove($0) }
  }
}
