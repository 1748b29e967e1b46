import Glibc

extension ReadTransaction {
  /// How much of everything there is. Walks whole indexes: a matter of tens of milliseconds for a
  /// hundred thousand items.
  public func counts() throws(StorageError) -> LibraryCounts {
    let items = try connection.integer("SELECT count(*) FROM item")
    let offline = try connection.integer("SELECT count(*) FROM item WHERE offline = 1")
    return LibraryCounts(
      items: items - offline, offlineItems: offline,
      files: try connection.integer("SELECT count(*) FROM file"),
      images: try connection.integer("SELECT count(*) FROM image"),
      blankImages: try connection.integer("SELECT count(*) FROM image WHERE blank = 1"),
      vectors: try vectorCounts(),
      broken: try connection.rows(
        "SELECT reason, count(*) FROM broken GROUP BY reason ORDER BY reason"
      ) { row in LibraryCounts.Broken(reason: try row.value(0), count: try row.value(1)) },
      databaseBytes: byteCount("") + byteCount("-wal"))
  }

  private func vectorCounts() throws(StorageError) -> [LibraryCounts.Vectors] {
    var counts: [LibraryCounts.Vectors] = []
    for model in try models() {
      counts += try connection.rows(
        "SELECT part, count(*) FROM vector WHERE model = ? GROUP BY part ORDER BY part",
        [model.id]
      ) { row in
        LibraryCounts.Vectors(
          model: model, part: try connection.part(try row.value(0)), count: try row.value(1))
      }
    }
    return counts
  }

  /// The size of the database or of a file beside it; 0 if there is none.
  private func byteCount(_ suffix: String) -> Int64 {
    var status = stat()
    return stat(connection.location.sibling(suffix), &status) == 0 ? Int64(status.st_size) : 0
  }
}
