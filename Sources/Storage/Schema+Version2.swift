import GRDB

extension Schema {
  /// Fields that can be compared and words that can be searched, both derived from the items.
  static let version2 = """
    CREATE TABLE field (
      id INTEGER PRIMARY KEY,
      -- Folded: `sale price`.
      name TEXT NOT NULL UNIQUE,
      -- As the first feed wrote it: `sale_price`.
      written TEXT NOT NULL
    ) STRICT;

    CREATE TABLE item_field (
      -- A row of `field`; unchecked, as is `item`, because checking costs as much as entering.
      field INTEGER NOT NULL,
      -- Folded.
      value TEXT NOT NULL,
      -- 0 all of a field, 1 all of a list that has elements, 2 an element, 3 a level of a path.
      role INTEGER NOT NULL,
      item INTEGER NOT NULL,
      number REAL,
      PRIMARY KEY (field, value, role, item)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX item_field_item ON item_field (item, field);
    CREATE INDEX item_field_number ON item_field (field, number) WHERE number IS NOT NULL;

    -- Keeps its own copy of the texts, so that what is deleted is exactly what was entered.
    CREATE VIRTUAL TABLE item_words USING fts5 (
      title, brand, category, attributes, description, code,
      tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER item_deletion AFTER DELETE ON item BEGIN
      DELETE FROM item_field WHERE item = old.id;
      DELETE FROM item_words WHERE rowid = old.id;
    END;
    CREATE VIRTUAL TABLE item_vocabulary USING fts5vocab (item_words, row);
    CREATE VIRTUAL TABLE item_occurrence USING fts5vocab (item_words, instance);
    """

  /// Derives the fields and words of all items that a library of version 1 has.
  static func fillVersion2(_ transaction: WriteTransaction) throws {
    try transaction.forEachItem(includingOffline: true) { item in
      try transaction.enterFieldsAndWords(of: item)
    }
  }
}
