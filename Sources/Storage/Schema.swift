import GRDB

/// The tables of a library and how older ones become the present ones.
///
/// A migration that was released is never edited. Each sets `user_version` to its number, so that
/// one look tells whether anything is to be done.
enum Schema {
  /// The version this program writes.
  static let version = 5

  /// Brings a database from any earlier version to the present one, each step in a transaction.
  static func migrate(_ database: any DatabaseWriter, at location: LibraryLocation) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: version1)
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2") { database in
      try database.execute(sql: version2)
      try fillVersion2(WriteTransaction(Connection(database: database, location: location)))
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3") { database in
      try database.execute(sql: version3)
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4") { database in
      try database.execute(sql: version4)
      try database.execute(sql: "PRAGMA user_version = 4")
    }
    migrator.registerMigration("5") { database in
      try database.execute(sql: version5)
      try database.execute(sql: "PRAGMA user_version = 5")
    }
    try migrator.migrate(database)
  }

  /// The version of an open database.
  static func version(of database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  private static let version1 = """
    CREATE TABLE library (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      -- Grows with every change of items, parts or vectors.
      generation INTEGER NOT NULL
    ) STRICT;
    -- The start is random, so that a snapshot never fits another library.
    INSERT INTO library VALUES (1, random() & 0xffffffffffff);

    CREATE TABLE source (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('folder', 'feed')),
      -- A stored path; empty for standard input.
      location BLOB NOT NULL,
      UNIQUE (kind, location)
    ) STRICT;

    CREATE TABLE scan (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      started INTEGER NOT NULL,
      finished INTEGER
    ) STRICT;
    CREATE INDEX scan_source ON scan (source);

    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      path BLOB NOT NULL UNIQUE,
      source INTEGER REFERENCES source (id),
      byte_count INTEGER NOT NULL,
      -- Nanoseconds since 1970.
      modified INTEGER NOT NULL,
      -- NULL while the file is broken.
      content BLOB CHECK (length(content) = 32),
      offline INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX file_content ON file (content) WHERE content IS NOT NULL;
    CREATE INDEX file_source ON file (source);

    CREATE TABLE image (
      content BLOB PRIMARY KEY CHECK (length(content) = 32),
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      format TEXT NOT NULL,
      blank INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX image_blank ON image (content) WHERE blank = 1;

    CREATE TABLE model (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      dimension INTEGER NOT NULL CHECK (dimension > 0)
    ) STRICT;

    -- A table with row ids, because rows of a thousand bytes overflow the pages of one without.
    CREATE TABLE vector (
      id INTEGER PRIMARY KEY,
      content BLOB NOT NULL CHECK (length(content) = 32),
      part INTEGER NOT NULL,
      model INTEGER NOT NULL REFERENCES model (id),
      -- Bits a scalar: 16 or 32.
      precision INTEGER NOT NULL CHECK (precision IN (16, 32)),
      -- Little-endian floating-point numbers.
      scalars BLOB NOT NULL,
      UNIQUE (model, part, content)
    ) STRICT;

    CREATE TABLE item (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      source INTEGER NOT NULL REFERENCES source (id),
      group_key TEXT,
      title TEXT,
      description TEXT,
      price REAL,
      currency TEXT,
      -- A JSON object of strings; NULL for none.
      fields TEXT,
      row_hash BLOB CHECK (length(row_hash) = 32),
      offline INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX item_source ON item (source);
    CREATE INDEX item_offline ON item (id) WHERE offline = 1;

    CREATE TABLE part (
      item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
      part INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      content BLOB CHECK (length(content) = 32),
      file INTEGER REFERENCES file (id) ON DELETE SET NULL,
      PRIMARY KEY (item, part, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX part_content ON part (part, content) WHERE content IS NOT NULL;
    CREATE INDEX part_file ON part (file) WHERE file IS NOT NULL;

    CREATE TABLE broken (
      id INTEGER PRIMARY KEY,
      -- Empty for an image that never was a file.
      path BLOB NOT NULL,
      -- Empty for a file that belongs to no item.
      item_key TEXT NOT NULL,
      reason TEXT NOT NULL,
      format TEXT,
      detail TEXT NOT NULL,
      -- Seconds since 1970.
      since INTEGER NOT NULL,
      byte_count INTEGER,
      modified INTEGER,
      UNIQUE (path, item_key)
    ) STRICT;
    CREATE INDEX broken_item_key ON broken (item_key);
    """
}
