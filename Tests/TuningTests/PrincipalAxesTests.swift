import Foundation
import NeuralNetwork
import Ranking
import Testing

@testable import Tuning

@Suite("Principal axes")
struct PrincipalAxesTests {
  /// What numpy says; made by `Fixtures/Tuning/make_axes.py`.
  private struct Golden: Decodable {
    let rows: [Float]
    let moment: [Double]
    let values: [Double]
    let vectors: [Double]
    let shareOf8: Double

    enum CodingKeys: String, CodingKey {
      case rows, moment, values, vectors
      case shareOf8 = "share_of_8"
    }
  }

  private let golden: Golden
  private let dimension = 16

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Tuning/axes.json")
    golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  @Test("eigenvalues and eigenvectors are those of numpy")
  func againstNumpy() throws {
    let system = try #require(SymmetricEigensystem(golden.moment, rows: dimension))
    // Double precision: some roundings of 1e-16, larger by the gaps between values.
    for (value, expected) in zip(system.values, golden.values) {
      #expect(abs(value - expected) < 1e-13)
    }
    for (scalar, expected) in zip(system.vectors, golden.vectors) {
      #expect(abs(scalar - expected) < 1e-9)
    }
  }

  @Test(
    "a matrix is the sum of its axes, whether it is diagonal, of low rank, with equal values or of one row",
    arguments: [
      ([4.0], 1), ([2, 0, 0, 3], 2), ([0, 1, 1, 0], 2),
      ([1, 1, 1, 1, 1, 1, 1, 1, 1], 3), ([5, 0, 0, 0, 5, 0, 0, 0, 5], 3),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0], 3), ([1e-200, 0, 0, 1e200], 2),
      ([2, 0, 1, 0, 0, 3, 0, 0, 1, 0, 2, 1e-9, 0, 0, 1e-9, 7], 4),
    ])
  func recomposed(matrix: [Double], rows: Int) throws {
    let system = try #require(SymmetricEigensystem(matrix, rows: rows))
    #expect(system.values == system.values.sorted(by: >))
    let size = matrix.map(abs).max() ?? 0
    for row in 0..<rows {
      for column in 0..<rows {
        let sum = (0..<rows).reduce(0.0) {
          $0 + system.values[$1] * system.vectors[$1 * rows + row]
            * system.vectors[$1 * rows + column]
        }
        #expect(abs(sum - matrix[row * rows + column]) <= 1e-12 * size)
        let product = (0..<rows).reduce(0.0) {
          $0 + system.vectors[row * rows + $1] * system.vectors[column * rows + $1]
        }
        #expect(abs(product - (row == column ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test("numbers that are not finite are refused")
  func notFinite() {
    #expect(SymmetricEigensystem([1, .nan, .nan, 1], rows: 2) == nil)
    #expect(throws: TuningError.self) { try PrincipalAxes(of: [1, .nan, .nan, 1], dimension: 2) }
  }

  @Test("pieces on several threads give the moment of all rows, and kinds count the same")
  func moment() throws {
    let rows = Matrix(rows: 80, columns: dimension, scalars: golden.rows)
    var pieces = SecondMoment(dimension: dimension)
    pieces.add(rows.rows(0..<30), threads: 2)
    pieces.add(rows.rows(30..<80), threads: 1)
    let moment = SecondMoment.balanced(
      [pieces, SecondMoment(dimension: dimension)], dimension: dimension)
    // Sums of 50 products in single precision.
    for (scalar, expected) in zip(moment, golden.moment) { #expect(abs(scalar - expected) < 1e-6) }

    var few = SecondMoment(dimension: 2)
    few.add(Matrix(rows: 1, columns: 2, scalars: [2, 0]), threads: 1)
    var many = SecondMoment(dimension: 2)
    for _ in 0..<9 { many.add(Matrix(rows: 1, columns: 2, scalars: [0, 4]), threads: 1) }
    #expect(SecondMoment.balanced([few, many], dimension: 2) == [2, 0, 0, 8])
  }

  @Test("axes keep the share that numpy says, and dot products along all of them")
  func projected() throws {
    let axes = try PrincipalAxes(of: golden.moment, dimension: dimension)
    #expect(abs(axes.share(of: 8) - golden.shareOf8) < 1e-12)
    #expect(axes.count(forShare: golden.shareOf8 - 1e-9) == 8)
    #expect(axes.count(forShare: golden.shareOf8 + 1e-9) == 9)
    #expect(axes.count(forShare: 1) <= dimension)
    let rows = Matrix(rows: 80, columns: dimension, scalars: golden.rows)
    let all = axes.projection(onto: dimension).apply(to: rows)
    let some = axes.projection(onto: 8).apply(to: rows)
    let products = rows.multiplied(by: rows)
    let kept = all.multiplied(by: all)
    // Single precision over 16 products of about one.
    for (product, expected) in zip(kept.scalars, products.scalars) {
      #expect(abs(product - expected) < 1e-5)
    }
    for row in 0..<80 { #expect(some.row(row).elementsEqual(all.row(row).prefix(8))) }
  }

  @Test("whitened vectors have length one and the same spread along each axis")
  func whitened() throws {
    let axes = try PrincipalAxes(of: golden.moment, dimension: dimension)
    let rows = Matrix(rows: 80, columns: dimension, scalars: golden.rows)
    let projection = axes.projection(onto: 6, whitens: true)
    let scaled = rows.multiplied(by: projection.basis)
    for axis in 0..<6 {
      let spread = (0..<80).reduce(Float(0)) { $0 + scaled[$1, axis] * scaled[$1, axis] } / 80
      #expect(abs(spread - 1) < 1e-4)
    }
    for row in 0..<80 {
      let length = projection.apply(to: rows).row(row).reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-5)
    }
  }

  @Test("turned axes have the same dot products, and no scalar much larger than the others")
  func turned() throws {
    let axes = try PrincipalAxes(of: golden.moment, dimension: dimension)
    let rows = Matrix(rows: 80, columns: dimension, scalars: golden.rows)
    let straight = axes.projection(onto: 12).apply(to: rows)
    let projection = axes.projection(onto: 12, turns: true)
    let turned = projection.apply(to: rows)
    let products = straight.multiplied(by: straight)
    // Single precision over 12 products of about one.
    for (product, expected) in zip(turned.multiplied(by: turned).scalars, products.scalars) {
      #expect(abs(product - expected) < 1e-5)
    }
    func spreads(_ rows: Matrix) -> [Float] {
      (0..<12).map { axis in (0..<80).reduce(0) { $0 + rows[$1, axis] * rows[$1, axis] } }
    }
    #expect((spreads(turned).max() ?? 0) < 0.8 * (spreads(straight).max() ?? 0))
    // The moment of what is projected is the projection of the moment.
    var moment = SecondMoment(dimension: 12)
    moment.add(turned, threads: 1)
    let expected = SecondMoment.balanced([moment], dimension: 12)
    for (scalar, expected) in zip(projection.moment(of: golden.moment), expected) {
      #expect(abs(scalar - expected) < 1e-5)
    }
  }

  @Test("a projection is read as it was written, and nothing else is")
  func file() throws {
    let projection = try PrincipalAxes(of: golden.moment, dimension: dimension)
      .projection(onto: 5, whitens: true)
    func read(_ projection: Projection, from dimension: Int) throws -> Projection? {
      let bytes = SafetensorsFile.bytes(
        of: [projection.tensor], metadata: [("normalizes", projection.normalizes ? "1" : "0")])
      return try Projection(SafetensorsFile(bytes: bytes, name: "the map"), from: dimension)
    }
    #expect(try read(projection, from: dimension) == projection)
    #expect(throws: TuningError.self) { try read(projection, from: 15) }
    var broken = projection.basis
    broken.scalars[3] = .nan
    #expect(throws: TuningError.self) {
      try read(Projection(basis: broken, normalizes: false), from: dimension)
    }
    let larger = Projection(basis: Matrix(rows: 17, columns: 16), normalizes: false)
    #expect(throws: TuningError.self) { try read(larger, from: dimension) }
    let head = try SafetensorsFile(
      bytes: Head(.linear, dimension: 16, seed: 1).bytes, name: "a head")
    #expect(try Projection(head, from: dimension) == nil)
  }
}
