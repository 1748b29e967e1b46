extension Schema {
  /// Heads: small networks behind a model, trained on a library, that map its vectors to better ones.
  static let version4 = """
    CREATE TABLE head (
      id INTEGER PRIMARY KEY,
      model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE,
      -- The name for the user; one head of a model has it.
      name TEXT NOT NULL,
      -- What tells heads apart: a hash over the model's fingerprint and the weights.
      fingerprint TEXT NOT NULL,
      -- Whether searches with the model use it; of a model's heads at most one.
      active INTEGER NOT NULL DEFAULT 0,
      -- The head that was active before it; NULL for none.
      previous INTEGER REFERENCES head (id) ON DELETE SET NULL,
      -- A JSON object: how it was trained, and what was measured.
      settings TEXT NOT NULL,
      -- A safetensors file.
      weights BLOB NOT NULL,
      -- Seconds since 1970.
      created INTEGER NOT NULL,
      UNIQUE (model, name)
    ) STRICT;
    CREATE UNIQUE INDEX head_active ON head (model) WHERE active = 1;
    CREATE INDEX head_previous ON head (previous) WHERE previous IS NOT NULL;
    """
}
