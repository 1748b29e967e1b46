import Foundation
import Ranking
import Testing

@testable import Library

@Suite("Drift between old and new items")
struct DriftTests {
  /// Vectors of two kinds that lie around two directions of six.
  private func items(
    _ range: Range<Int>, _ name: String, kind: (Int) -> Int
  ) -> [TestLibrary.VectorItem] {
    var generator = SplitMix64(seed: UInt64(range.lowerBound + 11))
    return range.map { number in
      var vector = (0..<6).map { _ in Float.random(in: -0.5..<0.5, using: &generator) }
      vector[kind(number)] += 1
      return .init(
        id: "\(name)-\(number)", vector: vector, fields: [("kind", "kind \(kind(number))")])
    }
  }

  private func against(
    _ old: [TestLibrary.VectorItem], _ new: [TestLibrary.VectorItem], by field: String? = nil
  ) throws -> DriftReport {
    let other = try TestLibrary()
    _ = try other.importing(old)
    let library = try TestLibrary()
    let opened = try library.importing(new)
    return try opened.drift(
      DriftRequest(baseline: .library(path: other.path("library.sqlite")), field: field))
  }

  @Test("random halves of one library do not differ", arguments: 0..<4)
  func halves(seed: Int) throws {
    let all = items(0..<240, "item") { $0 % 2 }
    var generator = SplitMix64(seed: UInt64(seed))
    let mixed = all.shuffled(using: &generator)
    let report = try against(Array(mixed[..<120]), Array(mixed[120...]), by: "kind")
    #expect(!report.hasDrift)
    #expect(report.parts.map(\.part) == [.image])
    #expect(report.old == 120 && report.new == 120)
    #expect(report.values.count == 2 && report.values.allSatisfy { $0.pictures != nil })
  }

  @Test("two categories differ, and what is typical of the new one comes first")
  func categories() throws {
    let old = items(0..<100, "old") { _ in 0 }
    // One in five of the new items is as the old ones are.
    let new = items(1000..<1100, "new") { $0 % 5 == 0 ? 0 : 1 }
    let report = try against(old, new, by: "kind")
    #expect(report.hasDrift)
    let difference = try #require(report.parts.first?.difference)
    #expect(difference.isSure && difference.area > 0.8)
    #expect(report.values.map(\.name).sorted() == ["kind 0", "kind 1"])
    #expect(report.values.allSatisfy { $0.hasChanged })
    let kindOne = try #require(report.values.first { $0.name == "kind 1" })
    #expect(kindOne.oldShare == 0 && abs(kindOne.newShare - 0.8) < 1e-9)
    #expect(kindOne.pictures == nil)
    // Within the kind that both have nothing has changed.
    let kindZero = try #require(report.values.first { $0.name == "kind 0" })
    #expect(kindZero.pictures?.isSure == false)
    #expect(report.typical.count == 10)
    #expect(report.typical.allSatisfy { Int($0.id.dropFirst(4)).map { $0 % 5 } != 0 })
  }

  @Test("new is what came into the library since a moment")
  func since() throws {
    let library = try TestLibrary()
    _ = try library.importing(items(0..<60, "old") { _ in 0 })
    // Moments are whole seconds.
    Thread.sleep(forTimeInterval: 1.1)
    let moment = Int64(Date().timeIntervalSince1970)
    let opened = try library.importing(
      items(0..<60, "old") { _ in 0 } + items(500..<560, "new") { _ in 1 })
    let report = try opened.drift(DriftRequest(baseline: .before(unixSeconds: moment)))
    #expect(report.old == 60 && report.new == 60)
    #expect(report.hasDrift && report.typical.allSatisfy { $0.id.hasPrefix("new") })
    #expect {
      try opened.drift(DriftRequest(baseline: .before(unixSeconds: moment + 1000)))
    } throws: {
      "\($0)".contains("120 old and 0 new")
    }
    #expect(throws: (any Error).self) {
      try opened.drift(
        DriftRequest(baseline: .before(unixSeconds: moment), field: "nothing"))
    }
  }
}
