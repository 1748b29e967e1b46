internal import Storage
internal import SystemPackage

/// The first picture of an item, with all that decides whether it is the best of several copies.
struct CandidatePicture {
  let item: Int64
  let content: ContentHash
  let copy: PictureCopy
  let modified: Int64
  /// What tells products apart: variants of one have a group, or at least a title, in common. Nil for photos.
  let product: String?
  /// What variants of one product have in common.
  let group: String?

  /// The first pictures that show something of all items, the best copies first.
  static func all(in transaction: ReadTransaction) throws -> [CandidatePicture] {
    let feeds = Set(try transaction.sources().filter { $0.kind == .feed }.map(\.id))
    var candidates: [CandidatePicture] = []
    try transaction.forEachItem { item in
      let parts = try transaction.parts(of: item.id)
      for part in parts where part.part == .image {
        guard let content = part.content, let image = try transaction.image(content),
          !image.isBlank
        else { continue }
        let file = try part.file.flatMap { try transaction.file(id: $0) }
        let copy = PictureCopy(
          id: item.key, path: file?.path.string, title: item.title, width: image.width,
          height: image.height, byteCount: file?.byteCount ?? 0)
        candidates.append(
          CandidatePicture(
            item: item.id, content: content, copy: copy,
            modified: file?.modifiedNanoseconds ?? .max,
            product: feeds.contains(item.source) ? item.group ?? item.title ?? item.key : nil,
            group: item.group))
        return
      }
    }
    return candidates.sorted { $0.isBetter(than: $1) }
  }

  private func isBetter(than other: CandidatePicture) -> Bool {
    let pixels = copy.width * copy.height
    let otherPixels = other.copy.width * other.copy.height
    if pixels != otherPixels { return pixels > otherPixels }
    if copy.byteCount != other.copy.byteCount { return copy.byteCount > other.copy.byteCount }
    if modified != other.modified { return modified < other.modified }
    return copy.id < other.copy.id
  }

  /// Whether both are variants of one product, which may well show the same picture.
  func isVariant(of other: CandidatePicture) -> Bool {
    group != nil && group == other.group
  }
}
