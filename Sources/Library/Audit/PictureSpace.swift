internal import Encoders
internal import Ranking
internal import Storage
internal import VectorIndex

/// The pictures of a library as one model sees them: of each item the first that shows something.
struct PictureSpace {
  /// A neighbour, by its place among the items.
  typealias Neighbor = (place: Int, similarity: Float)

  /// The rows of the items that have such a picture, ascending.
  let items: [Int64]
  /// The dimension of their vectors.
  var dimension: Int { index.snapshot.dimension }
  /// Threads that may work on them.
  var threads: Int { index.threads }
  private let index: FlatIndex
  /// Whether some items that have such a picture are left out.
  private let isSample: Bool

  /// Items whose neighbours are looked for together.
  private static let batch = 64
  private static let leastSimilarityOfCopies: Float = 0.85

  private init(index: FlatIndex, items: [Int64], isSample: Bool) {
    (self.index, self.items, self.isSample) = (index, items, isSample)
  }

  init(_ snapshot: VectorSnapshot, threads: Int) {
    index = FlatIndex(snapshot, threads: threads)
    isSample = false
    items = snapshot.itemIdentifiers.filter {
      !snapshot.vectors(of: $0, block: Part.image.rawValue).isEmpty
    }
  }

  /// The space of `count` of the items, or of all where there are no more.
  func sample(_ count: Int, seed: UInt64) -> PictureSpace {
    guard count < items.count else { return self }
    var generator = SplitMix64(seed: seed)
    return PictureSpace(
      index: index, items: generator.sample(count, of: items.count).map { items[$0] },
      isSample: true)
  }

  /// The vector of an item's picture, `[dimension]`.
  func vector(_ place: Int) -> [Float] {
    index.snapshot.vectors(of: items[place], block: Part.image.rawValue)[0]
  }

  /// The vectors of an item's title, if it has one.
  func title(_ place: Int) -> [Float]? {
    index.snapshot.vectors(of: items[place], block: Part.title.rawValue).first
  }

  /// Whether the pictures of two items, where both have one, show different things. Of copies at half the
  /// size or half the quality at least 95 in 100 lie above the limit.
  func areStrangers(_ item: Int64, _ other: Int64) -> Bool {
    guard let first = items.sortedIndex(of: item), let second = items.sortedIndex(of: other)
    else { return false }
    return Embedding(normalizing: vector(first))
      .similarity(to: Embedding(normalizing: vector(second))) < Self.leastSimilarityOfCopies
  }

  /// The `count` items nearest to each one, the nearest first, the item itself left out.
  func neighborhoods(count: Int) -> [[Neighbor]] {
    var neighborhoods: [[Neighbor]] = []
    neighborhoods.reserveCapacity(items.count)
    forEachNeighborhood(count: count) { neighborhoods.append($1) }
    return neighborhoods
  }

  /// Hands on the `count` items nearest to each one, the nearest first, the item itself left out.
  func forEachNeighborhood(count: Int, _ body: (Int, [Neighbor]) throws -> Void) rethrows {
    let plain = Calibration.identity
    let block = BlockWeight(block: Part.image.rawValue, weight: 1, calibration: plain)
    let included = isSample ? ItemFilter(items: items) : nil
    for start in stride(from: 0, to: items.count, by: Self.batch) {
      let places = start..<min(start + Self.batch, items.count)
      // One more than wanted: the item itself, which leaving out by a condition would cost the batch.
      let queries = places.map { place in
        IndexQuery(
          terms: [QueryTerm(vector: vector(place), blocks: [block])], reference: plain,
          count: count + 1, included: included)
      }
      for (place, found) in zip(places, index.neighbors(of: queries)) {
        let neighbors: [Neighbor] = found.neighbors.compactMap { neighbor in
          guard neighbor.item != items[place], let other = items.sortedIndex(of: neighbor.item)
          else { return nil }
          return (other, neighbor.score)
        }
        try body(place, Array(neighbors.prefix(count)))
      }
    }
  }
}

extension MMSearchLibrary {
  /// The pictures of the library as the first model sees them.
  ///
  /// Throws: `LibraryError` where it has embedded none.
  func pictureSpace() throws -> PictureSpace {
    let record = try modelRecord()
    let (snapshot, _) = try IndexCache(
      store: store, model: record, threads: configuration.threads
    ).open()
    let space = PictureSpace(snapshot, threads: configuration.threads)
    guard !space.items.isEmpty else {
      throw LibraryError(
        "\(record.name) has embedded no pictures in \(configuration.databasePath); index or ingest "
          + "some, or choose a model that sees pictures with --model")
    }
    return space
  }
}
