import Testing

@testable import Library

@Suite("The library as a map")
struct MapTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
  }

  /// A place in two directions of four, a little beside one of them.
  private func items() -> [TestLibrary.VectorItem] {
    (0..<60).map { number in
      var vector: [Float] = [0, 0, 0, 0]
      vector[number % 3] = 1
      vector[3] = Float(number) / 100
      return .init(
        id: "item-\(number)", vector: vector, fields: [("kind", "kind \(number % 3)")])
    }
  }

  @Test(
    "items of one kind lie together in the unit square, alike on one thread and two",
    arguments: MapRequest.Layout.allCases)
  func kinds(layout: MapRequest.Layout) throws {
    let opened = try library.importing(items())
    var request = MapRequest()
    request.field = "kind"
    request.layout = layout
    let map = try opened.map(request)
    #expect(map.points.count == 60 && map.items == 60)
    #expect(map.values.map(\.name) == ["kind 0", "kind 1", "kind 2"])
    #expect(map.values.map(\.count) == [20, 20, 20])
    #expect((map.shownVariance != nil) == (layout == .pca))
    for point in map.points {
      #expect((0...1).contains(point.x) && (0...1).contains(point.y))
      let others = map.points.filter { $0.id != point.id }
      let nearest = others.min { a, b in
        (a.x - point.x) * (a.x - point.x) + (a.y - point.y) * (a.y - point.y)
          < (b.x - point.x) * (b.x - point.x) + (b.y - point.y) * (b.y - point.y)
      }
      #expect(nearest?.value == point.value)
    }
    let extent = map.points.map { max($0.x, $0.y) }.max() ?? 0
    #expect(abs(extent - 1) < 1e-9)
    var configuration = opened.configuration
    configuration.threads = 1
    #expect(try MMSearchLibrary(opening: configuration).map(request).points == map.points)
  }

  @Test("of more items than wanted a sample is drawn, whose neighbours are among it")
  func sample() throws {
    let opened = try library.importing(items())
    var request = MapRequest()
    request.limit = 20
    let map = try opened.map(request)
    #expect(map.points.count == 20 && map.items == 60)
    #expect(map.values.isEmpty && map.points.allSatisfy { $0.value == nil })
    request.seed = 2
    #expect(try Set(opened.map(request).points.map(\.id)) != Set(map.points.map(\.id)))
    request.field = "nothing"
    #expect(throws: (any Error).self) { try opened.map(request) }
  }
}
