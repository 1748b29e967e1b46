internal import Encoders
internal import Storage
internal import Tuning
internal import VectorIndex

extension MMSearchLibrary {
  /// Checks the database, the model's files, the vectors, the index and its graphs.
  public func verify() throws -> VerificationReport {
    var problems = try store.read { try $0.problems() }
    for opened in models {
      do {
        try opened.model.verifyFiles()
      } catch {
        problems.append("\(error)")
      }
    }
    let (items, record) = try store.read { transaction in
      (
        try transaction.counts().items,
        try transaction.model(fingerprint: model.fingerprint.hex)
      )
    }
    guard let record, problems.isEmpty else {
      return VerificationReport(
        problems: problems, checkedItems: items, checkedVectors: 0, recallAt10: nil)
    }
    let head: LibraryHead?
    let compression: IndexCompression?
    do {
      head = try self.head(of: record)
      compression = try self.compression(of: record, behind: head)
    } catch let error as LibraryError {
      return VerificationReport(
        problems: ["\(error)"], checkedItems: items, checkedVectors: 0, recallAt10: nil)
    }
    let cache = IndexCache(
      store: store, model: record, head: head, compression: compression,
      threads: configuration.threads)
    let index = FlatIndex(try cache.open().snapshot, threads: configuration.threads)
    let graphs = GraphCache(
      index.snapshot, besideIndexAt: cache.path, threads: configuration.threads)
    do {
      try index.snapshot.verify(threads: configuration.threads)
      try graphs.verify()
    } catch {
      return VerificationReport(
        problems: ["\(error); delete it"], checkedItems: items, checkedVectors: 0,
        recallAt10: nil)
    }
    let approximate: (any VectorIndex)? = graphs.keptIndex
    let check = try IndexCheck(
      store: store, model: record, head: head?.heads.image, compression: compression,
      index: approximate ?? index, threads: configuration.threads
    ).run()
    let expected = compression?.summary.recallAt10 ?? 1
    if let recall = check.recallAt10, recall < IndexCheck.leastRecall(of: expected) {
      problems.append(
        "the index finds only \(Int(recall * 100)) % of the nearest neighbours"
          + (expected < 1 ? ", not \(Int(expected * 100)) %; " : "; ")
          + "delete it and it is built again")
    }
    return VerificationReport(
      problems: problems, checkedItems: items, checkedVectors: check.vectors,
      recallAt10: check.recallAt10)
  }
}
