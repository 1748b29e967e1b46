internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// The terms of a recommendation: items of the library that attract, and others that repel.
  ///
  /// What attracts counts as much as one term of weight 1 and what repels a third of that, each shared
  /// evenly among its items, as in Rocchio's relevance feedback with the weights of Salton and Buckley
  /// (JASIS 41, 1990): what is not liked often resembles what is, and more would push that away, too.
  /// Answer the terms with `leavesOutSources`, so that none of the items is recommended again.
  ///
  /// - Parameters:
  ///   - liked: Ids of items or paths of their pictures, or several of them separated by commas; an id
  ///     that has a comma in it is found, too.
  ///   - unliked: The same.
  /// - Throws: `LibraryError` where the library has no such item, or one is both liked and not.
  public func recommendation(liking liked: [String], avoiding unliked: [String]) throws
    -> [SearchTerm]
  {
    let (attracting, repelling) = try store.read { transaction in
      (try keys(in: liked, transaction), try keys(in: unliked, transaction))
    }
    if let both = repelling.first(where: attracting.contains) {
      throw LibraryError(
        "the item '\(both)' cannot both attract and repel; leave it out of --like or of --unlike")
    }
    return attracting.map { SearchTerm(.item($0), weight: 1 / Double(attracting.count)) }
      + repelling.map { SearchTerm(.item($0), weight: -Self.repulsion / Double(repelling.count)) }
  }

  /// 0.25 beside 0.75.
  private static let repulsion = 1.0 / 3

  /// The keys of the named items, each once, in the order of their names.
  private func keys(in names: [String], _ transaction: ReadTransaction) throws -> [String] {
    var keys: [String] = []
    for name in names {
      let found = try item(named: name, transaction).map { [$0] }
      let items =
        try found
        ?? name.split(separator: ",").map { part in
          let name = String(part.drop { $0 == " " })
          guard let item = try item(named: name, transaction) else {
            throw LibraryError(
              "the library has no item with the id or picture '\(name)'; check it, or give a "
                + "picture from elsewhere as @PATH")
          }
          return item
        }
      for item in items where !keys.contains(item.key) { keys.append(item.key) }
    }
    return keys
  }

  private func item(named name: String, _ transaction: ReadTransaction) throws -> ItemRecord? {
    try transaction.item(key: name) ?? transaction.items(withImageAt: FilePath(name)).first
  }
}
