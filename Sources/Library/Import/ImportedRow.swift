internal import Feeds
internal import Storage
internal import SystemPackage

/// A vector that another program made, and what it says it stands for.
struct ImportedRow: Sendable {
  /// Its place in the source, from 1.
  let number: Int
  /// The product's id; nil for a photo, which is known by its path.
  var id: String?
  /// The picture, if the source names a file.
  var path: FilePath?
  var part = Part.image
  var ordinal = 0
  var group: String?
  var title: String?
  var description: String?
  var price: Double?
  var currency: String?
  var fields: [String: String] = [:]
  /// The size that the file had when it was embedded.
  var byteCount: Int64?
  /// The model that made it, where the source says so for each vector.
  var model: String?
  var fingerprint: String?
  /// As they are stored; nil where the source has no list of numbers.
  var scalars: [Float]?

  init(number: Int, scalars: [Float]?) {
    self.number = number
    self.scalars = scalars
  }

  /// A row of rclip or llm. What llm embedded is a text, kept or not, unless its id is the path of a picture.
  init(_ entry: ForeignVectors.Entry, number: Int, kind: ForeignVectors.Kind, root: FilePath) {
    self.init(number: number, scalars: entry.scalars)
    byteCount = entry.byteCount
    let isPath = !entry.id.isEmpty && !entry.id.utf8.contains(0)
    let file = isPath ? root.pushing(FilePath(entry.id)).lexicallyNormalized() : nil
    if kind != .llm {
      path = file
    } else if entry.text == nil, let file, FileStatus(of: file)?.kind == .regular,
      PictureCandidate.isCandidate(file)
    {
      path = file
    } else {
      id = entry.id
      part = .title
      title = entry.text ?? entry.id
    }
  }

  /// A row of a matrix, with what a line of JSON or CSV says of it.
  init(_ row: ProductRow, scalars: [Float], root: FilePath) {
    self.init(number: row.rowNumber, scalars: scalars)
    if let written = row.images.first, case .file(let file) = ImageReference(written, root: root) {
      path = file
    }
    fields = row.fields
    model = fields.removeValue(forKey: "model")
    fingerprint = fields.removeValue(forKey: "fingerprint")
    part = fields.removeValue(forKey: "part").flatMap(Part.init) ?? .image
    ordinal = fields.removeValue(forKey: "ordinal").flatMap { Int($0) }.map { max(0, $0) } ?? 0
    // A row without an identifier is called after its picture, and then is a photo.
    let isPhoto = row.images.first == row.id && path.map { FileStatus(of: $0) != nil } ?? false
    id = isPhoto ? nil : row.id
    (group, title, description) = (row.group, row.title, row.description)
    (price, currency) = (row.price, row.currency)
  }
}
