extension Schema {
  /// When items came, what users said of answers, smaller indexes, and a second look at the best results.
  static let version5 = """
    -- When it came into the library, in seconds since 1970; NULL for an item that an earlier version of
    -- the program stored.
    ALTER TABLE item ADD COLUMN added INTEGER;
    -- What users said of answers, in the order in which they said it.
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
    -- How the index of a model's vectors is made smaller than they are.
    CREATE TABLE compression (
      id INTEGER PRIMARY KEY,
      model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE,
      -- The head behind which it stands; NULL for the model as it is. Each has one at most.
      head INTEGER REFERENCES head (id) ON DELETE CASCADE,
      -- What tells indexes apart: a hash over the fingerprint of model or head, the form and the map.
      fingerprint TEXT NOT NULL,
      -- A JSON object: the form of the rows, and what was measured.
      settings TEXT NOT NULL,
      -- A safetensors file with what maps and rounds vectors; NULL where there is nothing of it.
      maps BLOB,
      -- Seconds since 1970.
      created INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX compression_model ON compression (model) WHERE head IS NULL;
    CREATE UNIQUE INDEX compression_head ON compression (head) WHERE head IS NOT NULL;
    -- What a second look at the best results knows of a library's queries; one for each model.
    CREATE TABLE reranker (
      model INTEGER PRIMARY KEY REFERENCES model (id) ON DELETE CASCADE,
      -- A JSON object: how it was made, and what was measured.
      settings TEXT NOT NULL,
      -- A safetensors file.
      weights BLOB NOT NULL,
      -- Seconds since 1970.
      created INTEGER NOT NULL
    ) STRICT;
    """
}
