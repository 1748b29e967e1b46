/// Why a library cannot be opened, read or written; the database is left as it was.
public enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no library at the path.
  case missing(path: String)
  /// The file is no SQLite database; the detail says what it is.
  case notADatabase(path: String, detail: String)
  /// A SQLite database of some other program.
  case foreignDatabase(path: String, applicationID: UInt32)
  /// The library was written by a later version of the program.
  case newerSchema(path: String, found: Int, supported: Int)
  /// The library was written by an earlier version of the program and cannot be upgraded where it
  /// lies; the detail says why.
  case olderSchema(path: String, found: Int, needed: Int, detail: String)
  /// SQLite found the file damaged, or a stored value has an impossible form.
  case damaged(path: String, detail: String)
  /// The file or its folder may not be read or written.
  case noPermission(path: String, detail: String)
  /// The disk has no room left.
  case diskFull(path: String)
  /// Another process keeps the database busy.
  case busy(path: String)
  /// Another process writes to the library.
  case heldByAnotherWriter(path: String, holder: WriterLock.Holder)
  /// Any other failure of SQLite or of the operating system.
  case failed(path: String, detail: String)
  /// A vector with another number of scalars than its model has.
  case wrongDimension(model: String, expected: Int, found: Int)
  /// A vector that is not finite or not of unit length.
  case notAUnitVector(model: String, norm: Float)
  /// A file cannot take this path: another one in the library has it.
  case pathInUse(path: String)
  /// A condition, facet or order names a field that no item ever had; `known` are the names there are.
  case unknownField(name: String, known: [String])
  /// A database of another program whose vectors cannot be read.
  case foreignVectors(path: String, detail: String)

  /// One sentence: what, where, why, and what to do next.
  public var description: String {
    switch self {
    case .missing(let path):
      "there is no library at \(path); run `mmsearch index PATH` or `mmsearch ingest FEED` "
        + "to create it"
    case .notADatabase(let path, let detail):
      "\(path) is not a library, \(detail); name another file with --db"
    case .foreignDatabase(let path, let applicationID):
      "\(path) is a SQLite database of another program (application id "
        + "\(String(applicationID, radix: 16))) and was left as it is; name another file with --db"
    case .newerSchema(let path, let found, let supported):
      "the library \(path) has schema version \(found), but this program knows versions up to "
        + "\(supported); use the newer mmsearch that wrote it"
    case .olderSchema(let path, let found, let needed, let detail):
      "the library \(path) has schema version \(found) and would have to be upgraded to "
        + "\(needed), but it cannot be written (\(detail)); make it writable for once, or copy it "
        + "and name the copy with --db"
    case .damaged(let path, let detail):
      "the library \(path) is damaged: \(detail); run `mmsearch verify` to see the extent, then "
        + "restore a copy or move the file away and index again"
    case .noPermission(let path, let detail):
      "cannot open \(path): \(detail); change its permissions or name another file with --db"
    case .diskFull(let path):
      "the disk of the library \(path) is full, so the last batch was not saved; free some space "
        + "and run the command again"
    case .busy(let path):
      "the library \(path) is kept busy by another process; wait until it ends and try again"
    case .heldByAnotherWriter(let path, let holder):
      "the library \(path) is being written by process \(holder.processID) (\(holder.purpose), "
        + "since \(holder.sinceText)); wait until it ends and try again"
    case .failed(let path, let detail):
      "the library \(path) could not be used: \(detail); check the disk and try again"
    case .wrongDimension(let model, let expected, let found):
      "a vector of \(found) scalars cannot belong to the model \(model), whose vectors have "
        + "\(expected); embed it with that model"
    case .notAUnitVector(let model, let norm):
      "a vector of the model \(model) has the length \(norm) instead of 1; normalise it before "
        + "storing it"
    case .pathInUse(let path):
      "\(path) already has an entry in the library; remove that entry before giving its path to "
        + "another file"
    case .unknownField(let name, let known):
      "no item has a field named \(name); the fields are \(known.joined(separator: ", "))"
    case .foreignVectors(let path, let detail):
      "no vectors can be imported from \(path): \(detail); name a database of rclip or llm that "
        + "its program can still read"
    }
  }
}
