import GRDB
import Glibc
import SystemPackage

/// What the end of a scan did to the items of its source that it had not seen.
public struct SweepOutcome: Sendable, Equatable {
  /// Items that are offline now, whether or not they were before.
  public var offline: Int
  /// Items that were removed.
  public var removed: Int

  /// An outcome with both counts.
  public init(offline: Int, removed: Int) {
    self.offline = offline
    self.removed = removed
  }
}

extension WriteTransaction {
  /// The row of a source, which is entered if it is new.
  public func source(
    _ kind: SourceRecord.Kind, at location: SourceRecord.Location
  ) throws(StorageError) -> Int64 {
    let path =
      switch location {
      case .path(let path): connection.location.stored(path)
      case .standardInput: StoredPath(bytes: [])
      }
    let found = try connection.first(
      "SELECT id FROM source WHERE kind = ? AND location = ?", [kind.rawValue, path.blob]
    ) { try $0.value(0, as: Int64.self) }
    if let found { return found }
    return try connection.insert(
      "INSERT INTO source (kind, location) VALUES (?, ?)", [kind.rawValue, path.blob])
  }

  /// Begins to look through a source and returns the scan's number. What is seen is remembered only
  /// as long as this library stays open; an interrupted scan starts again.
  public func beginScan(source: Int64) throws(StorageError) -> Int64 {
    try connection.insert(
      "INSERT INTO scan (source, started) VALUES (?, ?)", [source, Int64(time(nil))])
  }

  /// Notes that a scan ran to its end, and forgets its marks and the earlier scans of its source.
  public func finishScan(_ scan: Int64) throws(StorageError) {
    try connection.execute(
      "UPDATE scan SET finished = ? WHERE id = ?", [Int64(time(nil)), scan])
    try connection.execute(
      "DELETE FROM scan WHERE id < ?1 AND source = (SELECT source FROM scan WHERE id = ?1)", [scan])
    try connection.execute("DELETE FROM temp.seen_item WHERE scan = ?", [scan])
    try connection.execute("DELETE FROM temp.seen_file WHERE scan = ?", [scan])
  }

  /// Notes that a scan found a file. A file that was offline is so no more. A file belongs to the
  /// folder that found it last, and to a feed only if no folder ever found it.
  public func markFile(_ file: Int64, seenIn scan: Int64) throws(StorageError) {
    try connection.execute("INSERT OR IGNORE INTO temp.seen_file VALUES (?, ?)", [scan, file])
    try connection.execute(
      """
      UPDATE file SET offline = 0, source =
        iif(file.source IS NULL OR source.kind = 'folder', scan.source, file.source)
      FROM scan JOIN source ON source.id = scan.source
      WHERE file.id = ? AND scan.id = ?
        AND (offline = 1 OR file.source IS NULL
          OR (source.kind = 'folder' AND file.source <> scan.source))
      """,
      [file, scan])
  }

  /// Notes that a scan found an item. An item that was offline is so no more, and the item belongs
  /// to the source of the scan from now on.
  public func markSeen(item: Int64, scan: Int64) throws(StorageError) {
    try noteSeen(item: item, scan: scan)
    let update = try DirectStatement(
      connection,
      """
      UPDATE item SET source = ?1, offline = 0
      WHERE id = ?2 AND (source <> ?1 OR offline = 1)
      """)
    guard let source = try source(ofScan: scan) else { return }
    update.bind(source, at: 1)
    update.bind(item, at: 2)
    try update.execute()
    if connection.database.changesCount > 0 { contentChanged() }
  }

  /// Notes that a scan found an item whose columns say so already.
  func noteSeen(item: Int64, scan: Int64) throws(StorageError) {
    let insertion = try DirectStatement(
      connection, "INSERT OR IGNORE INTO temp.seen_item VALUES (?, ?)")
    insertion.bind(scan, at: 1)
    insertion.bind(item, at: 2)
    try insertion.execute()
  }

  /// The source that a scan looks through; nil for a number that is no scan.
  func source(ofScan scan: Int64) throws(StorageError) -> Int64? {
    if let source = scanSources[scan] { return source }
    let source = try connection.first("SELECT source FROM scan WHERE id = ?", [scan]) { row in
      try row.value(0, as: Int64.self)
    }
    scanSources[scan] = source
    return source
  }

  /// Deals with the items and files of a source that a completed scan has not seen (of a folder: also
  /// those that a folder below or above it brought, as long as they lie in it): they become
  /// offline, or with `prune` are removed, together with every image and vector that nothing uses any
  /// more. Without `prune` images and vectors stay, so that what returns costs nothing. Entries of
  /// the ledger that speak of what is gone are cleared.
  public func sweep(
    source: Int64, scan: Int64, prune: Bool
  ) throws(StorageError) -> SweepOutcome {
    try takeOverFolder(of: source)
    var outcome = SweepOutcome(offline: 0, removed: 0)
    let unseenItems =
      "source = ? AND id NOT IN (SELECT item FROM temp.seen_item WHERE scan = ?)"
    try connection.execute(
      "DELETE FROM broken WHERE item_key IN (SELECT key FROM item WHERE \(unseenItems))",
      [source, scan])
    if prune {
      outcome.removed = try connection.execute(
        "DELETE FROM item WHERE \(unseenItems)", [source, scan])
      if outcome.removed > 0 { contentChanged() }
    } else {
      let newly = try connection.execute(
        "UPDATE item SET offline = 1 WHERE offline = 0 AND \(unseenItems)", [source, scan])
      if newly > 0 { contentChanged() }
      outcome.offline = try connection.integer(
        "SELECT count(*) FROM item WHERE \(unseenItems)", [source, scan])
    }
    try sweepFiles(source: source, scan: scan, prune: prune)
    if prune { try removeUnusedContents() }
    return outcome
  }

  /// Makes a folder's source the owner of all photos that lie in the folder, so that a photo that was
  /// last seen by a scan of another folder, within this one or around it, is not missed.
  private func takeOverFolder(of source: Int64) throws(StorageError) {
    let location = try connection.first(
      "SELECT location FROM source WHERE id = ? AND kind = 'folder' AND location <> x''", [source]
    ) { try $0.path(0) }
    guard let location else { return }
    let otherFolders = "SELECT id FROM source WHERE kind = 'folder' AND id <> ?"
    guard try connection.exists(otherFolders, [source]) else { return }
    for range in connection.location.ranges(under: connection.location.absolute(location)) {
      try connection.execute(
        """
        UPDATE item SET source = ? WHERE source IN (\(otherFolders)) AND id IN
          (SELECT part.item FROM part JOIN file ON file.id = part.file WHERE \(range.condition))
        """,
        [source, source] + range.arguments)
      try connection.execute(
        "UPDATE file SET source = ? WHERE source IN (\(otherFolders)) AND \(range.condition)",
        [source, source] + range.arguments)
    }
  }

  private func sweepFiles(source: Int64, scan: Int64, prune: Bool) throws(StorageError) {
    let unseenFiles =
      "source = ? AND id NOT IN (SELECT file FROM temp.seen_file WHERE scan = ?)"
    // A row of a feed that is still there keeps its entry: the image it names is missing.
    try connection.execute(
      """
      DELETE FROM broken WHERE path IN (SELECT path FROM file WHERE \(unseenFiles))
        AND item_key NOT IN (SELECT key FROM item WHERE offline = 0)
      """,
      [source, scan])
    if prune {
      try connection.execute(
        """
        DELETE FROM file WHERE \(unseenFiles)
          AND NOT EXISTS (SELECT 1 FROM part WHERE part.file = file.id)
        """,
        [source, scan])
    }
    try connection.execute(
      "UPDATE file SET offline = 1 WHERE offline = 0 AND \(unseenFiles)", [source, scan])
  }

  private func removeUnusedContents() throws(StorageError) {
    // The inner query reads the index of vectors alone, not the vectors.
    let vectors = try connection.execute(
      """
      DELETE FROM vector WHERE id IN (SELECT id FROM vector AS known WHERE NOT EXISTS
        (SELECT 1 FROM part WHERE part.part = known.part AND part.content = known.content))
      """)
    let images = try connection.execute(
      """
      DELETE FROM image
      WHERE NOT EXISTS (SELECT 1 FROM part WHERE part.part = ? AND part.content = image.content)
        AND NOT EXISTS (SELECT 1 FROM file WHERE file.content = image.content)
      """,
      [Part.image.code])
    if vectors + images > 0 { contentChanged() }
  }
}
