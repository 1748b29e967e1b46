internal import Imaging
internal import Ranking
internal import Storage

/// Which pictures are alike, and how.
///
/// Likenesses are between contents, so that a picture that a hundred thousand items share costs no more
/// than one.
struct LikenessTable {
  let pictures: [CandidatePicture]
  /// The pictures of each content, the best first.
  private var looks: [[Int]] = []
  /// The place of each picture's content among those.
  private var lookOfPicture: [Int] = []
  /// For each content the others that are like it.
  private var alike: [[Int: Likeness]] = []

  /// A picture of so many different products shows none of them.
  private static let fewestProducts = 5
  /// Copies that were recompressed or brightened differ by less in the colours of any sixteenth of them.
  private static let largestColorDistance = 10
  /// The most semantic neighbours of one picture.
  private static let neighborCount = 50

  /// Notes which pictures, the best first, are copies of the same bytes.
  init(_ pictures: [CandidatePicture]) {
    self.pictures = pictures
    var known: [ContentHash: Int] = [:]
    for (place, picture) in pictures.enumerated() {
      let look = known[picture.content] ?? looks.count
      if look == looks.count {
        known[picture.content] = look
        looks.append([])
      }
      looks[look].append(place)
      lookOfPicture.append(look)
    }
    alike = [[Int: Likeness]](repeating: [:], count: looks.count)
  }

  /// Notes which pictures have hashes that differ in at most `distance` bits, like colours in like places, since
  /// a hash is blind to them, and are no strangers to the model.
  mutating func add(
    _ signatures: [ContentHash: PictureSignature], within distance: Int,
    confirming space: PictureSpace?
  ) {
    let signed = looks.indices.compactMap { look in
      signatures[pictures[looks[look][0]].content].map { (signature: $0, look: look) }
    }
    HammingPairs.forEach(among: signed.map(\.signature.hash.bits), within: distance) {
      first, second, difference in
      let colors = (signed[first].signature.colors, signed[second].signature.colors)
      guard colors.0.distance(to: colors.1) <= Self.largestColorDistance else { return }
      let (look, other) = (signed[first].look, signed[second].look)
      let items = [look, other].map { pictures[looks[$0][0]].item }
      guard space?.areStrangers(items[0], items[1]) != true else { return }
      note(look, other, .perceptual(distance: difference))
    }
  }

  /// Notes which pictures have embeddings of at least a cosine.
  mutating func add(_ space: PictureSpace, atLeast similarity: Double) {
    let placeOfItem = Dictionary(
      pictures.enumerated().map { ($0.element.item, $0.offset) }, uniquingKeysWith: { a, _ in a })
    space.forEachNeighborhood(count: Self.neighborCount) { position, neighbors in
      guard let place = placeOfItem[space.items[position]] else { return }
      for neighbor in neighbors where Double(neighbor.similarity) >= similarity {
        guard let other = placeOfItem[space.items[neighbor.place]] else { continue }
        note(
          lookOfPicture[place], lookOfPicture[other],
          .semantic(similarity: Double(neighbor.similarity)))
      }
    }
  }

  /// Notes a likeness both ways; the first that is noted, the strictest, stays.
  private mutating func note(_ look: Int, _ other: Int, _ likeness: Likeness) {
    guard look != other, alike[look][other] == nil else { return }
    alike[look][other] = likeness
    alike[other][look] = likeness
  }

  /// All pictures that are like one, the likest first.
  private func neighbors(of place: Int) -> [(place: Int, likeness: Likeness)] {
    let look = lookOfPicture[place]
    var neighbors = looks[look].filter { $0 != place }.map { (place: $0, likeness: Likeness.exact) }
    for (other, likeness) in alike[look] {
      neighbors += looks[other].map { (place: $0, likeness: likeness) }
    }
    return neighbors.sorted { a, b in
      let (first, second) = (a.likeness.strictness, b.likeness.strictness)
      return first != second ? first > second : a.place < b.place
    }
  }

  /// The pictures that many different products have in common, those of most products first.
  func placeholders() -> [(places: [Int], products: Int)] {
    let groups = StarGroups.groups(count: pictures.count) { neighbors(of: $0).map(\.place) }
    return groups.compactMap { group -> (places: [Int], products: Int)? in
      let places = [group.center] + group.members
      let products = Set(places.compactMap { pictures[$0].product }).count
      return products >= Self.fewestProducts ? (places, products) : nil
    }.sorted { ($1.products, $0.places[0]) < ($0.products, $1.places[0]) }
  }

  /// The groups of pictures that are alike, those of most copies first.
  func groups(includingCopies: Bool, leavingOut excluded: Set<Int>) -> [DuplicateGroup] {
    func candidates(of place: Int) -> [(place: Int, likeness: Likeness)] {
      guard !excluded.contains(place) else { return [] }
      return neighbors(of: place).filter { other, likeness in
        !excluded.contains(other) && !pictures[other].isVariant(of: pictures[place])
          && (includingCopies || likeness != .exact)
      }
    }
    let groups = StarGroups.groups(count: pictures.count) { candidates(of: $0).map(\.place) }
    return groups.map { group in
      let likenesses = Dictionary(
        candidates(of: group.center).map { ($0.place, $0.likeness) },
        uniquingKeysWith: { a, _ in a })
      return DuplicateGroup(
        kept: pictures[group.center].copy,
        others: group.members.compactMap { member in
          likenesses[member].map { (pictures[member].copy, $0) }
        })
    }.sorted { ($1.others.count, $0.kept.id) < ($0.others.count, $1.kept.id) }
  }
}

extension Likeness {
  /// Orders likenesses: exact ones above perceptual above semantic ones, then by how near they are.
  fileprivate var strictness: Double {
    switch self {
    case .exact: 100
    case .perceptual(let distance): 90 - Double(distance)
    case .semantic(let similarity): similarity
    }
  }
}
