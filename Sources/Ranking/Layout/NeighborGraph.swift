internal import Glibc

/// Which points are near each other, as degrees of membership from 0 to 1: the fuzzy simplicial set of
/// UMAP (McInnes, Healy and Melville 2018, arXiv 1802.03426, section 3.1).
public struct NeighborGraph: Sendable {
  /// A neighbour by its place among the points.
  public typealias Neighbor = (place: Int, distance: Double)

  /// Two points that are near each other, each pair once.
  public struct Edge: Sendable, Equatable {
    /// The places of both points, the smaller one first.
    public let first, second: Int
    /// How surely they are neighbours, above 0 and at most 1.
    public let membership: Double
  }

  /// How many points there are.
  public let pointCount: Int
  /// The edges, by their first and then by their second point.
  public let edges: [Edge]

  /// A width of less than this share of the mean distance would make neighbours of nobody but the nearest
  /// (`MIN_K_DIST_SCALE` of umap-learn).
  private static let leastWidth = 1e-3
  private static let rounds = 64
  private static let tolerance = 1e-5

  /// The union of what each point takes for its neighbours (equation 8: a + b − a · b).
  ///
  /// - Parameter neighborhoods: Of each point the nearest others, the nearest first, with distances from 0.
  public init(neighborhoods: [[Neighbor]]) {
    pointCount = neighborhoods.count
    let distances = neighborhoods.joined().map(\.distance)
    let mean = distances.reduce(0, +) / Double(max(1, distances.count))
    /// Whether the smaller point named the larger one, then the other way round.
    var memberships: [[Int: SIMD2<Double>]] = Array(repeating: [:], count: pointCount)
    for (point, neighbors) in neighborhoods.enumerated() {
      let strengths = Self.memberships(of: neighbors.map(\.distance), meanOfAll: mean)
      for (neighbor, strength) in zip(neighbors, strengths) where neighbor.place != point {
        let isSmaller = point < neighbor.place
        memberships[min(point, neighbor.place)][
          max(point, neighbor.place), default: .zero][isSmaller ? 0 : 1] = strength
      }
    }
    edges = memberships.enumerated().flatMap { first, others in
      others.sorted { $0.key < $1.key }.compactMap { second, both in
        let union = both[0] + both[1] - both[0] * both[1]
        return union > 0 ? Edge(first: first, second: second, membership: union) : nil
      }
    }
  }

  /// exp(−max(0, d − ρ) / σ) for the distances of one point (equations 5 to 7): ρ is the distance of the
  /// nearest other, and σ is such that the memberships add up to log₂(neighbours + 1), the point itself
  /// counted among its neighbours as umap-learn does.
  static func memberships(of distances: [Double], meanOfAll: Double) -> [Double] {
    let nearest = distances.first { $0 > 0 } ?? 0
    let target = log2(Double(distances.count + 1))
    func memberships(_ width: Double) -> [Double] {
      distances.map { $0 <= nearest || width <= 0 ? 1 : exp(-($0 - nearest) / width) }
    }
    var (lower, upper) = (0.0, Double.infinity)
    var width = 1.0
    for _ in 0..<rounds {
      let sum = memberships(width).reduce(0, +)
      if (sum - target).magnitude < tolerance { break }
      if sum > target {
        upper = width
        width = (lower + upper) / 2
      } else {
        lower = width
        width = upper.isFinite ? (lower + upper) / 2 : width * 2
      }
    }
    let own = distances.reduce(0, +) / Double(max(1, distances.count))
    return memberships(max(width, leastWidth * (nearest > 0 ? own : meanOfAll)))
  }
}
