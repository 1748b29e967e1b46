extension Schema {
  /// What users said of answers, in the order in which they said it.
  static let version5 = """
    CREATE TABLE feedback (
      id INTEGER PRIMARY KEY,
      -- What came in with one command has one number; the last is taken back first.
      round INTEGER NOT NULL,
      -- 0 words, 1 a picture, 2 an item.
      query_kind INTEGER NOT NULL,
      -- The words or the item's key in UTF-8; of a picture its content.
      query BLOB NOT NULL,
      -- Where the picture lay: a stored path.
      path BLOB,
      -- The key of the item, which may go and come back.
      item TEXT NOT NULL,
      -- 0 liked, 1 disliked, 2 clicked, 3 passed over.
      kind INTEGER NOT NULL,
      -- Milliseconds since 1970; NULL where a log does not say.
      time INTEGER
    ) STRICT;
    -- A log that comes in again says nothing new.
    CREATE UNIQUE INDEX feedback_observation ON feedback (query, item, kind, time, query_kind)
      WHERE kind >= 2;
    """
}
