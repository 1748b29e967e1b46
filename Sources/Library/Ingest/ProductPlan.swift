internal import Feeds
internal import Storage
internal import SystemPackage

/// What is to be stored of one row of a feed.
struct ProductPlan {
  private let row: ProductRow
  /// The product's id.
  let key: String
  /// The pictures that can be read, the main one first.
  let pictures: [Picture]
  /// A sentence for each picture that cannot be read.
  let imageProblems: [String]
  /// The hash of the row and of where its pictures are looked for.
  let rowHash: ContentHash

  /// The row's place in the feed.
  var rowNumber: Int { row.rowNumber }

  /// Resolves the pictures of a row; relative paths start at `imageRoot`.
  init(_ row: ProductRow, imageRoot: FilePath) {
    self.row = row
    key = row.id
    var pictures: [Picture] = []
    var problems: [String] = []
    for written in row.images {
      switch ImageReference(written, root: imageRoot) {
      case .file(let path): pictures.append(Picture(at: path))
      case .bytes(let bytes): pictures.append(.bytes(bytes))
      case .remote(let address):
        problems.append("\(address.prefix(200)) is not fetched; download it and give its path")
      case .unusable(let reason): problems.append(reason)
      }
    }
    self.pictures = pictures
    rowHash = (row.canonicalBytes() + imageRoot.string.utf8).withUnsafeBytes {
      ContentHash(hashing: $0)
    }
    imageProblems = problems
  }

  /// Whether there are words to find it by.
  var hasText: Bool { text(of: .title) != nil || text(of: .description) != nil }

  /// The cleaned text of a part; nil for none.
  func text(of part: Part) -> String? {
    let text: String? =
      switch part {
      case .title: row.title
      case .description: row.description
      case .image: nil
      }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The item as it is stored.
  func item(source: Int64) -> ItemRecord {
    var fields = row.fields
    fields["alt"] = row.alt
    fields["sale_price"] = row.salePrice.map { "\($0)" }
    fields["raw_title"] = row.rawTitle
    fields["raw_description"] = row.rawDescription
    return ItemRecord(
      key: key, source: source, group: row.group, title: text(of: .title),
      description: text(of: .description), price: row.price, currency: row.currency, fields: fields,
      rowHash: rowHash)
  }
}
