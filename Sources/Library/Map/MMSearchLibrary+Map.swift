internal import Encoders
internal import Ranking
internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// Places the pictures of the library in a plane, as the first model sees them.
  ///
  /// The same library and request give the same places, on any number of threads.
  /// - Parameter progress: Told now and then for how many items neighbours were found.
  /// - Throws: `LibraryError` for a library without pictures, `StorageError` for a field that no item has.
  public func map(
    _ request: MapRequest, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> LibraryMap {
    let all = try pictureSpace()
    let space = all.sample(request.limit, seed: request.seed)
    let plane = principalPlane(of: space)
    let places: [SIMD2<Double>] =
      switch request.layout {
      case .pca: plane.coordinates
      case .neighbors:
        NeighborLayout.places(
          of: neighborGraph(of: space, progress), from: plane.coordinates, seed: request.seed)
      }
    return try store.read { transaction in
      let (values, valueOf) = try values(of: request.field, space, transaction)
      let records = Dictionary(
        uniqueKeysWithValues: try transaction.items(ids: space.items).map { ($0.id, $0) })
      let paths = try transaction.primaryImagePaths(of: space.items)
      let points = zip(space.items, Self.fitted(places)).compactMap { item, place in
        records[item].map { record in
          LibraryMap.Point(
            x: place.x, y: place.y, id: record.key, path: paths[item]?.string,
            title: record.title, value: valueOf[item])
        }
      }
      return LibraryMap(
        modelName: model.name, layout: request.layout,
        shownVariance: request.layout == .pca ? plane.shares.reduce(0, +) : nil,
        items: all.items.count, field: request.field, values: values, points: points)
    }
  }

  private func principalPlane(of space: PictureSpace) -> PrincipalPlane {
    var scalars: [Float] = []
    scalars.reserveCapacity(space.items.count * space.dimension)
    for place in space.items.indices { scalars += space.vector(place) }
    return scalars.withUnsafeBufferPointer {
      PrincipalPlane(of: $0, dimension: space.dimension)
    }
  }

  /// Fourteen neighbours of each item, fifteen with itself as UMAP counts, by cosine distances.
  private func neighborGraph(
    of space: PictureSpace, _ progress: (Int, Int) -> Void
  ) -> NeighborGraph {
    var neighborhoods: [[NeighborGraph.Neighbor]] = []
    space.forEachNeighborhood(count: 14) { place, neighbors in
      neighborhoods.append(
        neighbors.map { ($0.place, max(0, 1 - Double($0.similarity))) })
      if place.isMultiple(of: 256) { progress(place, space.items.count) }
    }
    return NeighborGraph(neighborhoods: neighborhoods)
  }

  /// The values of the field on the items, the most frequent first, and the place of each item's value.
  private func values(
    of field: String?, _ space: PictureSpace, _ transaction: ReadTransaction
  ) throws -> ([(name: String, count: Int)], [Int64: Int]) {
    guard let field else { return ([], [:]) }
    let (names, labels) = try transaction.labels(field: field)
    var counts = [Int](repeating: 0, count: names.count)
    for item in space.items {
      if let label = labels[item] { counts[label] += 1 }
    }
    let order = counts.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$1], names[$0]) < (counts[$0], names[$1]) }
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    return (order.map { (names[$0], counts[$0]) }, labels.compactMapValues { rank[$0] })
  }

  /// The places moved and scaled so that they fill the unit square in one direction and are centred in the
  /// other.
  private static func fitted(_ places: [SIMD2<Double>]) -> [SIMD2<Double>] {
    guard let first = places.first else { return [] }
    var (least, most) = (first, first)
    for place in places {
      least = pointwiseMin(least, place)
      most = pointwiseMax(most, place)
    }
    let extent = (most - least).max()
    let middle = (least + most) / 2
    return places.map { place in
      extent > 0 ? (place - middle) / extent + 0.5 : SIMD2(repeating: 0.5)
    }
  }
}
