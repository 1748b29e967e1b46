/// What a scan in progress has seen, kept in temporary tables of the writing connection: marks are
/// of use only until the sweep that ends the scan, and marking costs no write to the library.
enum ScanMarks {
  static let tables = """
    CREATE TEMP TABLE seen_item (
      scan INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (scan, item)
    ) WITHOUT ROWID;
    CREATE TEMP TABLE seen_file (
      scan INTEGER NOT NULL, file INTEGER NOT NULL, PRIMARY KEY (scan, file)
    ) WITHOUT ROWID;
    """
}
