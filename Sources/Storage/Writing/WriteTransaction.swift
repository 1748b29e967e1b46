/// Changes of a library that are stored together or not at all; reads see the changes made so far.
public final class WriteTransaction: ReadTransaction {
  /// Whether items, parts, images or vectors changed.
  private var changesContent = false
  /// The rows of the fields met so far, by their names as written.
  var fieldIDs: [String: Int64] = [:]
  /// The sources of the scans met so far.
  var scanSources: [Int64: Int64] = [:]

  /// Says that what snapshots are made from has changed.
  func contentChanged() {
    changesContent = true
  }

  /// Ends the transaction's own book-keeping, just before the commit. The step is random, so that a
  /// restored copy of the database does not come by the numbers of the original again.
  func finish() throws(StorageError) {
    guard changesContent else { return }
    try connection.execute(
      "UPDATE library SET generation = generation + ?", [Int64.random(in: 1...1 << 20)])
  }
}
