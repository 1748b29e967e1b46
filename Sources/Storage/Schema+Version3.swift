extension Schema {
  /// Several models in one library: where each lies, what it embeds, and how much it has still to.
  static let version3 = """
    -- The folder that the model was last opened from; empty where it has none.
    ALTER TABLE model ADD COLUMN directory TEXT NOT NULL DEFAULT '';
    -- The parts that it embeds: the sum of 1 << code.
    ALTER TABLE model ADD COLUMN parts INTEGER NOT NULL DEFAULT 7;
    -- Contents of those parts without a vector of it, as the last writer left them.
    ALTER TABLE model ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
    """
}
