internal import Imaging
internal import Ranking
internal import Storage

extension MMSearchLibrary {
  /// Finds pictures that several items show, and says which copy to keep. Variants of one product are no
  /// duplicates of each other.
  ///
  /// Perceptual hashes are computed from the files when first asked for, and kept beside the library.
  /// Throws: `LibraryError` where more than exact copies are asked for and the model has embedded nothing.
  public func duplicates(_ request: DuplicateRequest) throws -> DuplicateReport {
    let pictures = try store.read { try CandidatePicture.all(in: $0) }
    var likenesses = LikenessTable(pictures)
    var unread = 0
    let usesModel = request.kinds != [.exact] && !pictures.isEmpty
    let space = usesModel ? try pictureSpace() : nil
    if request.kinds.contains(.perceptual) {
      let signatures = HashCache(
        store: store, limits: configuration.decodingLimits, threads: configuration.threads
      ).signatures(of: pictures)
      unread = pictures.count { signatures[$0.content] == nil }
      likenesses.add(signatures, within: request.distance, confirming: space)
    }
    let placeholders = likenesses.placeholders()
    if request.kinds.contains(.semantic), let space {
      likenesses.add(space, atLeast: request.similarity)
    }
    return DuplicateReport(
      pictures: pictures.count, unread: unread,
      groups: likenesses.groups(
        includingCopies: request.kinds.contains(.exact),
        leavingOut: Set(placeholders.flatMap(\.places))),
      placeholders: placeholders.map { placeholder in
        Placeholder(
          picture: pictures[placeholder.places[0]].copy,
          ids: placeholder.places.map { pictures[$0].copy.id }, products: placeholder.products)
      })
  }
}
