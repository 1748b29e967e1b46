internal import Glibc

/// Places points in a plane so that those which are neighbours in many dimensions are neighbours there: the
/// embedding of UMAP (McInnes, Healy and Melville 2018, section 3.2), by stochastic gradient descent on the
/// cross-entropy of both graphs with negative samples.
///
/// One point moves after the other on one thread, so that the same input gives the same places.
public struct NeighborLayout: Sendable {
  /// 1 / (1 + a · d²ᵇ) is how near two points of the plane are; a and b are fitted to a least distance of
  /// 0.1 and a spread of 1 (section 4.3, the default of umap-learn).
  private static let a = 1.576_943_46
  private static let b = 0.895_060_88
  private static let negativeSamples = 5
  /// No step moves a point farther in one direction, before the rate.
  private static let longestStep = 4.0
  /// Of many points each is moved often enough in fewer epochs.
  private static let epochsOfFew = 500
  private static let epochsOfMany = 200
  private static let many = 10_000
  /// The places to start from span so much in each direction.
  private static let extent = 10.0

  private var places: [SIMD2<Double>]
  private var generator: SplitMix64

  /// The places of the points of a graph.
  ///
  /// - Parameters:
  ///   - start: Where each point lies at first, such as in the principal plane; of any scale.
  ///   - seed: Decides which points push each other apart.
  /// - Returns: A place for each point. O(epochs · edges).
  public static func places(
    of graph: NeighborGraph, from start: [SIMD2<Double>], seed: UInt64
  ) -> [SIMD2<Double>] {
    precondition(start.count == graph.pointCount)
    var layout = NeighborLayout(start, seed: seed)
    layout.optimize(graph)
    return layout.places
  }

  /// Points at the very same place would stay together for ever, hence a little noise.
  private init(_ start: [SIMD2<Double>], seed: UInt64) {
    generator = SplitMix64(seed: seed)
    places = start
    for axis in 0..<2 {
      let values = start.map { $0[axis] }
      guard let least = values.min(), let most = values.max() else { continue }
      let scale = most > least ? Self.extent / (most - least) : 0
      for point in places.indices {
        places[point][axis] =
          (start[point][axis] - least) * scale
          + Double.random(in: -1e-4..<1e-4, using: &generator)
      }
    }
  }

  /// An edge from its moving end, and when it is due next; an edge is due the more often the surer it is.
  private struct Pull {
    let point, neighbor: Int32
    let interval: Double
    var due: Double
    var negativeDue: Double
  }

  private mutating func optimize(_ graph: NeighborGraph) {
    let epochs = graph.pointCount > Self.many ? Self.epochsOfMany : Self.epochsOfFew
    let surest = graph.edges.map(\.membership).max() ?? 0
    var pulls: [Pull] = []
    for edge in graph.edges where edge.membership >= surest / Double(epochs) {
      let interval = surest / edge.membership
      for (point, neighbor) in [(edge.first, edge.second), (edge.second, edge.first)] {
        pulls.append(
          Pull(
            point: Int32(point), neighbor: Int32(neighbor), interval: interval, due: interval,
            negativeDue: interval / Double(Self.negativeSamples)))
      }
    }
    // By points, so that the places of one are in the cache while it moves.
    pulls.sort { ($0.point, $0.neighbor) < ($1.point, $1.neighbor) }
    places.withUnsafeMutableBufferPointer { places in
      for epoch in 0..<epochs {
        let rate = 1 - Double(epoch) / Double(epochs)
        for number in pulls.indices where pulls[number].due <= Double(epoch) {
          Self.move(&pulls[number], places, epoch: Double(epoch), rate: rate, &generator)
        }
      }
    }
  }

  /// Draws both ends of an edge together, and pushes its moving end away from points drawn at random.
  private static func move(
    _ pull: inout Pull, _ places: UnsafeMutableBufferPointer<SIMD2<Double>>, epoch: Double,
    rate: Double, _ generator: inout SplitMix64
  ) {
    let point = Int(pull.point)
    let neighbor = Int(pull.neighbor)
    var place = places[point]
    let apart = place - places[neighbor]
    let squared = (apart * apart).sum()
    if squared > 0 {
      let power = pow(squared, b)
      let step = clipped(apart * (-2 * a * b * power / squared / (1 + a * power))) * rate
      place += step
      places[neighbor] -= step
    }
    pull.due += pull.interval
    let negativeInterval = pull.interval / Double(negativeSamples)
    let count = Int((epoch - pull.negativeDue) / negativeInterval)
    for _ in 0..<max(0, count) {
      let other = Int(generator.next() >> 32) % places.count
      guard other != point else { continue }
      let apart = place - places[other]
      let squared = (apart * apart).sum()
      guard squared > 0 else { continue }
      let push = 2 * b / ((0.001 + squared) * (1 + a * pow(squared, b)))
      place += clipped(apart * push) * rate
    }
    pull.negativeDue += Double(max(0, count)) * negativeInterval
    places[point] = place
  }

  private static func clipped(_ step: SIMD2<Double>) -> SIMD2<Double> {
    step.clamped(
      lowerBound: SIMD2(repeating: -longestStep), upperBound: SIMD2(repeating: longestStep))
  }
}
