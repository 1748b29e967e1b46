import Foundation
import Testing

@testable import Ranking

/// What numpy and umap-learn make of 40 vectors; see `make_layout.py` beside the file.
private struct LayoutFixture: Decodable {
  let rows: [[Float]]
  let mean: [Double]
  let axes: [[Double]]
  let shares: [Double]
  let coordinates: [[Double]]
  let neighbors: [[Int]]
  let distances: [[Double]]
  let edges: [[Double]]

  static func load() throws -> LayoutFixture {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/Layout/layout.json")
    return try JSONDecoder().decode(LayoutFixture.self, from: Data(contentsOf: file))
  }

  var neighborhoods: [[NeighborGraph.Neighbor]] {
    zip(neighbors, distances).map { places, distances in
      zip(places, distances).map { (place: $0, distance: $1) }
    }
  }
}

private func plane(of rows: [[Float]]) -> PrincipalPlane {
  rows.flatMap { $0 }.withUnsafeBufferPointer {
    PrincipalPlane(of: $0, dimension: rows[0].count)
  }
}

@Suite("The principal plane")
struct PrincipalPlaneTests {
  @Test("Axes, shares and coordinates are those of numpy's singular value decomposition")
  func golden() throws {
    let fixture = try LayoutFixture.load()
    let plane = plane(of: fixture.rows)
    // Dot products are in single precision, 12 terms below 1 each: about 1e-6. The iteration ends once the
    // variance grows by less than 1e-7 of itself, which leaves the square root of that in the axes.
    func agree(_ a: [Double], _ b: [Double], within tolerance: Double) {
      #expect(a.count == b.count)
      for (a, b) in zip(a, b) { #expect(abs(a - b) < tolerance) }
    }
    agree(plane.mean, fixture.mean, within: 1e-9)
    agree(plane.shares, fixture.shares, within: 1e-6)
    for (axis, expected) in zip(plane.axes, fixture.axes) {
      agree(axis, expected, within: 1e-3)
    }
    for (place, expected) in zip(plane.coordinates, fixture.coordinates) {
      agree([place.x, place.y], expected, within: 1e-3)
    }
  }

  @Test("Points on a line have one axis, one point and points alike none")
  func degenerate() {
    let line = plane(of: [[0, 0, 0], [1, 2, 2], [2, 4, 4], [3, 6, 6]])
    for (scalar, expected) in zip(line.axes[0], [1.0 / 3, 2.0 / 3, 2.0 / 3]) {
      #expect(abs(scalar - expected) < 1e-6)
    }
    #expect(abs(line.shares[0] - 1) < 1e-6 && abs(line.shares[1]) < 1e-6)
    #expect(abs(line.coordinates[3].x - 4.5) < 1e-5)
    for rows: [[Float]] in [[[1, 2, 3]], [[1, 2], [1, 2], [1, 2]], [[5], [5]]] {
      let point = plane(of: rows)
      #expect(point.shares == [0, 0])
      #expect(point.coordinates == Array(repeating: .zero, count: rows.count))
    }
  }
}

@Suite("The layout of neighbours")
struct NeighborLayoutTests {
  @Test("Memberships are those of umap-learn's fuzzy simplicial set")
  func graph() throws {
    let fixture = try LayoutFixture.load()
    let graph = NeighborGraph(neighborhoods: fixture.neighborhoods)
    #expect(graph.edges.count == fixture.edges.count)
    for (edge, expected) in zip(graph.edges, fixture.edges) {
      #expect(edge.first == Int(expected[0]) && edge.second == Int(expected[1]))
      // umap-learn keeps distances and memberships in single precision and stops within 1e-5.
      #expect(abs(edge.membership - expected[2]) < 1e-4)
    }
  }

  @Test("The nearest neighbour is certain, and memberships add up to the logarithm of their number")
  func memberships() {
    let memberships = NeighborGraph.memberships(of: [0.1, 0.2, 0.3, 0.5, 0.9], meanOfAll: 0.4)
    #expect(memberships[0] == 1)
    #expect(zip(memberships, memberships.dropFirst()).allSatisfy { $0 > $1 })
    #expect(abs(memberships.reduce(0, +) - log2(6)) < 1e-5)
    // Copies are certain, however many there are.
    #expect(NeighborGraph.memberships(of: [0, 0, 0], meanOfAll: 0) == [1, 1, 1])
    #expect(NeighborGraph.memberships(of: [], meanOfAll: 0) == [])
  }

  /// Groups of points in six dimensions, of which each is nearer to its own group than to others, and
  /// their exact neighbours.
  private func groups() -> (vectors: [[Float]], labels: [Int], graph: NeighborGraph) {
    var generator = SplitMix64(seed: 3)
    var vectors: [[Float]] = []
    var labels: [Int] = []
    for group in 0..<6 {
      for _ in 0..<30 {
        var vector = (0..<6).map { _ in Float.random(in: -0.3..<0.3, using: &generator) }
        vector[group] += 1
        vectors.append(vector)
        labels.append(group)
      }
    }
    let neighborhoods = vectors.indices.map { point in
      let others: [NeighborGraph.Neighbor] = vectors.indices.filter { $0 != point }.map { other in
        let squared = zip(vectors[point], vectors[other]).reduce(Float(0)) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        return (place: other, distance: Double(squared.squareRoot()))
      }
      return Array(others.sorted { $0.distance < $1.distance }.prefix(14))
    }
    return (vectors, labels, NeighborGraph(neighborhoods: neighborhoods))
  }

  @Test("Groups of six dimensions are groups in the plane, where two principal components mix them")
  func separation() {
    let (vectors, labels, graph) = groups()
    let start = plane(of: vectors).coordinates
    func nearestAgree(_ places: [SIMD2<Double>]) -> Double {
      let agreeing = places.indices.count { point in
        let nearest = places.indices.filter { $0 != point }.min { a, b in
          let (x, y) = (places[a] - places[point], places[b] - places[point])
          return (x * x).sum() < (y * y).sum()
        }
        return nearest.map { labels[$0] } == labels[point]
      }
      return Double(agreeing) / Double(places.count)
    }
    let places = NeighborLayout.places(of: graph, from: start, seed: 1)
    #expect(nearestAgree(places) > 0.98)
    #expect(nearestAgree(start) < 0.9)
    #expect(places == NeighborLayout.places(of: graph, from: start, seed: 1))
    #expect(places != NeighborLayout.places(of: graph, from: start, seed: 2))
  }

  @Test("A few points, copies and points without neighbours have places, too")
  func degenerate() {
    for count in 0..<4 {
      let neighborhoods: [[NeighborGraph.Neighbor]] = (0..<count).map { point in
        (0..<count).filter { $0 != point }.map { (place: $0, distance: 0) }
      }
      let places = NeighborLayout.places(
        of: NeighborGraph(neighborhoods: neighborhoods),
        from: Array(repeating: .zero, count: count), seed: 1)
      #expect(places.count == count)
      #expect(places.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    }
    let lonely = NeighborLayout.places(
      of: NeighborGraph(neighborhoods: [[], [], []]), from: [[0, 0], [1, 0], [0, 1]], seed: 1)
    #expect(Set(lonely).count == 3)
  }
}
