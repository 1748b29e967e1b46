extension ReadTransaction {
  /// The contents of pictures that are one flat colour.
  public func blankContents() throws -> Set<ContentHash> {
    var contents: Set<ContentHash> = []
    try connection.stream("SELECT content FROM image WHERE blank = 1") { row in
      contents.insert(try connection.requiredHash(row, 0))
    }
    return contents
  }
}
