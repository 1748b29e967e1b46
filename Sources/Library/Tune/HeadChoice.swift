internal import Storage

/// Which head of a library a search uses.
public enum HeadChoice: Sendable, Equatable {
  /// The one that was trained last, or that was chosen since.
  case active
  /// None: the model as it is.
  case none
  /// The one with a name.
  case named(String)
  /// The active one, without which nothing is answered: its learned metric is asked for.
  case learned

  /// The choice as it is written: `none`, or a name.
  public init(named name: String) {
    self = name == "none" ? .none : .named(name)
  }
}

extension MMSearchLibrary {
  /// The head behind a model that the configuration chooses.
  ///
  /// Throws: `LibraryError` where there is none of that name, or where it is damaged.
  func head(of record: ModelRecord) throws -> LibraryHead? {
    switch configuration.head {
    case .none: return nil
    case .active, .learned:
      let active = try store.read { try $0.activeHead(of: record) }
      guard active != nil || configuration.head == .active else {
        throw LibraryError(
          "no metric was learned for \(record.name) in this library, or none is in use; learn one with "
            + "mmsearch tune, or leave out --metric")
      }
      return try active.map { try LibraryHead($0, dimension: record.dimension) }
    case .named(let name):
      let heads = try store.read { try $0.heads(of: record) }
      guard let head = heads.first(where: { $0.name == name }) else {
        let known = heads.isEmpty ? "none" : heads.map(\.name).joined(separator: ", ")
        throw LibraryError(
          "\(record.name) has no head called '\(name)' in this library, which has \(known); "
            + "train one with mmsearch tune, or search with --head none")
      }
      return try LibraryHead(head, dimension: record.dimension)
    }
  }
}

/// A head of a library, for people.
public struct HeadSummary: Sendable, Equatable {
  /// The model it stands behind.
  public let model: String
  /// Its name.
  public let name: String
  /// What tells heads apart.
  public let fingerprint: String
  /// Whether searches use it.
  public let isActive: Bool
  /// When it was trained, in seconds since 1970.
  public let created: Int64
}

/// What is done with the heads of the first model of a configuration.
public enum HeadAction: Sendable, Equatable {
  /// Nothing.
  case list
  /// Searches use this one; nil for none.
  case use(String?)
  /// Searches use the one before the present one, or none.
  case rollBack
  /// It is forgotten.
  case remove(String)
}

extension MMSearchLibrary {
  /// Carries out an action; returns the heads that there are then.
  ///
  /// Throws: `LibraryError` where there is no such head.
  public static func heads(
    _ configuration: LibraryConfiguration, _ action: HeadAction
  ) throws -> [HeadSummary] {
    try MMSearchLibrary(
      opening: configuration, access: action == .list ? .readExisting : .writeExisting
    ).heads(action)
  }

  func heads(_ action: HeadAction) throws -> [HeadSummary] {
    let record = try modelRecord()
    if action != .list {
      let lock = try store.acquireWriterLock(purpose: "tune", timeout: 60) { _ in }
      defer { lock.release() }
      try store.write { transaction in
        func head(_ name: String) throws -> HeadRecord {
          let heads = try transaction.heads(of: record)
          guard let head = heads.first(where: { $0.name == name }) else {
            throw LibraryError(
              "\(record.name) has no head called '\(name)'; see them with mmsearch tune --list")
          }
          return head
        }
        switch action {
        case .list: break
        case .use(let name): try transaction.activateHead(name.map(head), of: record)
        case .remove(let name):
          let head = try head(name)
          let compression = try transaction.compression(
            of: record, behindHead: head.fingerprint)
          try transaction.removeHead(head, of: record)
          for fingerprint in [head.fingerprint] + (compression.map { [$0.fingerprint] } ?? []) {
            _ = IndexCache.remove(fingerprint, of: store)
          }
        case .rollBack:
          guard try transaction.rollBackHead(of: record) else {
            throw LibraryError(
              "no head of \(record.name) is active, so there is nothing to roll back; see "
                + "mmsearch tune --list")
          }
        }
      }
    }
    return try store.read { try $0.heads(of: record) }.map { head in
      HeadSummary(
        model: record.name, name: head.name, fingerprint: head.fingerprint,
        isActive: head.isActive, created: head.createdUnixSeconds)
    }
  }
}
