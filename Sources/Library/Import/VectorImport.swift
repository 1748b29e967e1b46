internal import Encoders
internal import Imaging
internal import Storage
internal import SystemPackage

/// Stores vectors that another program made, with the items that they stand for.
///
/// A vector belongs to the content of its picture or text. Where the picture is there, its bytes are hashed and
/// its size is read; where it is not, its path or id stands for it, so that it can be found but not be shown.
final class VectorImport {
  private let session: IngestSession
  private let source: Int64
  private let scan: Int64
  private var waiting: [ImportedRow] = []
  private var counted: Set<String> = []

  /// Rows stored together.
  private static let chunkSize = 256

  /// - Parameter origin: The file or folder that the vectors come from.
  init(session: IngestSession, origin: FilePath) throws {
    self.session = session
    (source, scan) = try session.store.write { transaction in
      let source = try transaction.source(.feed, at: .path(origin))
      return (source, try transaction.beginScan(source: source))
    }
  }

  /// Takes the next row.
  func add(_ row: ImportedRow) throws {
    waiting.append(row)
    if waiting.count == Self.chunkSize { try flush() }
  }

  /// Stores the last rows.
  func finish() throws {
    try flush()
    try session.store.write { try $0.finishScan(scan) }
  }

  /// What lies at the path of a row.
  private enum Found {
    case nothing
    case picture(ImageRecord, FileStatus)
    case unusable(String)
  }

  private func flush() throws {
    let limits = session.intake.limits
    let found = parallelMapPrefix(waiting, threads: session.threads) { Self.look(at: $0, limits) }
    try session.store.write { transaction in
      for (row, found) in zip(waiting, found) {
        if let reason = try enter(row, found, in: transaction) {
          session.reject(row.number, row.id ?? row.path?.string, nil, reason)
        }
      }
    }
    session.advance(by: waiting.count)
    waiting = []
  }

  private static func look(at row: ImportedRow, _ limits: DecodingLimits) -> Found {
    guard row.part == .image, let path = row.path, let status = FileStatus(of: path),
      status.kind == .regular
    else { return .nothing }
    guard row.byteCount == nil || row.byteCount == status.byteCount else {
      return .unusable("the picture has changed since it was embedded")
    }
    do throws(ImageError) {
      let bytes = try Picture(at: path).read(limits: limits)
      let decoded = try ImageDecoder.decode(bytes, targetSide: 64, limits: limits)
      return .picture(
        ImageRecord(
          content: bytes.withUnsafeBytes { ContentHash(hashing: $0) }, width: decoded.width,
          height: decoded.height, format: decoded.format.rawValue,
          isBlank: decoded.image.isBlank), status)
    } catch {
      return .unusable(error.detail)
    }
  }

  /// Stores a row; returns why it cannot be used, if it cannot.
  private func enter(
    _ row: ImportedRow, _ found: Found, in transaction: WriteTransaction
  ) throws -> String? {
    let model = session.intake.modelRecord
    if let fingerprint = row.fingerprint, fingerprint != model.fingerprint {
      return "the vector is of another model than \(model.name)"
    }
    guard let scalars = row.scalars, scalars.count == model.dimension else {
      return "it has \(row.scalars?.count ?? 0) numbers, but the model \(model.name) has "
        + "\(model.dimension)"
    }
    // Squares of the largest numbers still fit the sum.
    let squares = scalars.reduce(0) { $0 + Double($1) * Double($1) }
    guard squares.isFinite, squares > 1e-12 else { return "its numbers have no direction" }
    if case .unusable(let reason) = found { return reason }

    guard let key = key(of: row), !key.isEmpty else { return "it has neither an id nor a path" }
    let known = try transaction.item(key: key)
    var parts = try known.map { try transaction.parts(of: $0.id) } ?? []
    let place = parts.firstIndex { $0.part == row.part && $0.ordinal == row.ordinal }
    let part = try partRecord(
      of: row, found, key: key, known: place.map { parts[$0] }, in: transaction)
    guard let content = part.content else { return "it has no text that it could stand for" }
    if let place { parts[place] = part } else { parts.append(part) }
    try transaction.putVector(
      Embedding(normalizing: scalars).scalars, content: content, part: row.part, model: model)
    let change = try transaction.upsertItem(
      known ?? item(row, key: key), parts: parts, seenIn: scan)
    if counted.insert(key).inserted { session.count(change) }
    return nil
  }

  private func key(of row: ImportedRow) -> String? {
    row.id ?? row.path.map { session.store.key(for: $0) }
  }

  private func partRecord(
    of row: ImportedRow, _ found: Found, key: String, known: PartRecord?,
    in transaction: WriteTransaction
  ) throws -> PartRecord {
    if case .picture(let image, let status) = found, let path = row.path {
      try transaction.putImage(image)
      let file = try transaction.upsertFile(
        at: path, byteCount: status.byteCount, modifiedNanoseconds: status.modifiedNanoseconds,
        content: image.content)
      try transaction.markFile(file, seenIn: scan)
      return PartRecord(
        part: .image, ordinal: row.ordinal, content: image.content, file: file)
    }
    if let known, known.content != nil { return known }
    guard row.part == .image else {
      let text = row.part == .title ? row.title : row.description
      return PartRecord(
        part: row.part, ordinal: row.ordinal, content: text.map { ContentHash(hashing: $0) })
    }
    // The picture is not here: its name stands for it.
    let content = ContentHash(hashing: "imported picture \(row.ordinal) of \(key)")
    try transaction.putImage(
      ImageRecord(content: content, width: 0, height: 0, format: "unknown", isBlank: false))
    return PartRecord(part: .image, ordinal: row.ordinal, content: content)
  }

  private func item(_ row: ImportedRow, key: String) -> ItemRecord {
    ItemRecord(
      key: key, source: source, group: row.group, title: row.title, description: row.description,
      price: row.price, currency: row.currency, fields: row.fields)
  }
}
