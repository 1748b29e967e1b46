internal import Encoders
internal import Imaging
internal import Storage
internal import SystemPackage

/// Where a picture stands in the library once it has been dealt with.
enum SettledPicture {
  /// Its vector is stored.
  case usable(UsablePicture)
  /// It is in the ledger.
  case refused(file: Int64?, Refusal)
}

/// A picture whose vector is stored.
struct UsablePicture {
  /// Nil for bytes given in a feed.
  let file: Int64?
  let content: ContentHash
  let isBlank: Bool
  /// Whether it was known under a path that is gone.
  var isRenamed = false
}

/// Why a picture cannot be used.
struct Refusal: Sendable, Equatable {
  let reason: String
  let format: String?
  let detail: String

  /// For a picture that can be decoded but shows nothing.
  static let blank = Refusal(
    reason: RefusalReason.blank.rawValue, format: nil, detail: "the picture is one flat colour")
}

/// A picture and the item it belongs to.
struct OwnedPicture: Sendable {
  let picture: Picture
  /// The key of the product; nil for a photo, which is its own item.
  let owner: String?
}

extension IngestSession {
  /// Decodes, embeds and stores whatever of `pictures` the library does not have yet.
  ///
  /// Commits after at most about two seconds of work, so that an interrupted run loses no more. Returns one
  /// result for each picture in order, or fewer if the run was cancelled.
  func settle(_ pictures: [OwnedPicture]) throws -> [SettledPicture] {
    var settled = [SettledPicture?](repeating: nil, count: pictures.count)
    var waiting: [Int] = []
    try store.read { transaction in
      for (position, owned) in pictures.enumerated() {
        switch try intake.state(of: owned.picture, in: transaction) {
        case .ready(let file, let content):
          let isBlank = try transaction.image(content)?.isBlank ?? false
          settled[position] = .usable(
            UsablePicture(file: file, content: content, isBlank: isBlank))
        case .refused(let file, let record):
          let refusal = Refusal(
            reason: record.reason, format: record.format, detail: record.detail)
          settled[position] = .refused(file: file, refusal)
        case .waiting:
          waiting.append(position)
        }
      }
    }
    while !waiting.isEmpty && !isCancelled() {
      let outcomes = process(waiting.map { pictures[$0].picture })
      try store.write { transaction in
        for (position, outcome) in zip(waiting, outcomes) {
          settled[position] = try record(outcome, of: pictures[position], in: transaction)
        }
      }
      waiting.removeFirst(outcomes.count)
    }
    try store.write { transaction in
      for (owned, result) in zip(pictures, settled) {
        try enterLedger(result, of: owned, in: transaction)
      }
    }
    let complete = settled.prefix { $0 != nil }.compactMap { $0 }
    for (owned, result) in zip(pictures, complete) { count(result, of: owned) }
    return complete
  }

  private func record(
    _ outcome: PictureIntake.Outcome, of owned: OwnedPicture, in transaction: WriteTransaction
  ) throws -> SettledPicture {
    switch outcome {
    case .embedded(let image, let scalars, let warning):
      try transaction.putImage(image)
      if let scalars {
        try transaction.putVector(
          scalars, content: image.content, part: .image, model: intake.modelRecord)
      }
      if let warning, let path = owned.picture.path {
        report(.warning("\(path.string): \(warning)"))
      }
      let file = try enterFile(owned.picture, content: image.content, in: transaction)
      return .usable(UsablePicture(file: file, content: image.content, isBlank: image.isBlank))
    case .known(let content):
      let isRenamed = try renameIfMoved(to: owned, content: content, in: transaction)
      let file = try enterFile(owned.picture, content: content, in: transaction)
      let isBlank = try transaction.image(content)?.isBlank ?? false
      return .usable(
        UsablePicture(file: file, content: content, isBlank: isBlank, isRenamed: isRenamed))
    case .refused(let error):
      let file = try enterFile(owned.picture, content: nil, in: transaction)
      let refusal = Refusal(
        reason: error.reason.rawValue, format: error.format, detail: error.detail)
      return .refused(file: file, refusal)
    }
  }

  private func enterFile(
    _ picture: Picture, content: ContentHash?, in transaction: WriteTransaction
  ) throws -> Int64? {
    guard case .file(let path, let status?) = picture else { return nil }
    return try transaction.upsertFile(
      at: path, byteCount: status.byteCount, modifiedNanoseconds: status.modifiedNanoseconds,
      content: content)
  }

  /// A photo whose content is known under a path that is gone has moved: its item follows it.
  private func renameIfMoved(
    to owned: OwnedPicture, content: ContentHash, in transaction: WriteTransaction
  ) throws -> Bool {
    guard owned.owner == nil, let path = owned.picture.path,
      try transaction.file(at: path) == nil,
      let former = try transaction.files(with: content).first(where: {
        FileStatus(of: $0.path) == nil
      })
    else { return false }
    try transaction.renameFile(former.id, to: path)
    return true
  }

  /// Brings the ledger up to date with what became of one picture.
  private func enterLedger(
    _ settled: SettledPicture?, of owned: OwnedPicture, in transaction: WriteTransaction
  ) throws {
    switch settled {
    case .usable(let usable) where usable.isBlank:
      try transaction.recordBroken(entry(for: .blank, of: owned))
    case .usable:
      if let path = owned.picture.path { try transaction.clearBroken(path: path) }
    case .refused(_, let refusal):
      try transaction.recordBroken(entry(for: refusal, of: owned))
    case nil:
      return
    }
  }

  private func entry(for refusal: Refusal, of owned: OwnedPicture) -> BrokenRecord {
    var status: FileStatus?
    if case .file(_, let found) = owned.picture { status = found }
    return BrokenRecord(
      path: owned.picture.path, key: owned.owner, reason: refusal.reason,
      format: refusal.format, detail: refusal.detail, sinceUnixSeconds: Self.unixSeconds(),
      byteCount: status?.byteCount,
      modifiedNanoseconds: status?.modifiedNanoseconds)
  }

  private func count(_ settled: SettledPicture, of owned: OwnedPicture) {
    switch settled {
    case .usable(let usable):
      if usable.isBlank { countBroken(owned.picture.path, .blank) }
    case .refused(_, let refusal): countBroken(owned.picture.path, refusal)
    }
  }
}
