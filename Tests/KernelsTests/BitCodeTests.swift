import Kernels
import Testing

@Suite("Dot products with rows of eight bits and of one")
struct BitCodeTests {
  private static let dimensions = [1, 7, 8, 31, 32, 33, 63, 64, 65, 255, 256, 513]

  private func vector(_ dimension: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
  }

  @Test("Every variant gives the bits of the definition on rows of bytes", arguments: dimensions)
  func int8(dimension: Int) {
    var generator = SeededGenerator(seed: 1)
    let query = vector(dimension, &generator)
    let rowCount = 6
    let scales = vector(rowCount, &generator)
    let levels = (0..<rowCount * dimension).map { _ in
      Int8.random(in: -127...127, using: &generator)
    }
    var bytes: [UInt8] = []
    for row in 0..<rowCount {
      bytes += withUnsafeBytes(of: scales[row]) { Array($0) }
      bytes += levels[row * dimension..<(row + 1) * dimension].map { UInt8(bitPattern: $0) }
    }
    #expect(bytes.count == rowCount * Scan.int8RowByteCount(dimension: dimension))
    let expected = zip(scales, lanewiseProducts(query, levels.map { Float($0) })).map { $0 * $1 }
    let numbers: [UInt32] = [5, 0, 5, 3, 1, 2, 4]
    for variant in Scan.Variant.allCases where variant.isSupported {
      var products = [Float](repeating: 0, count: rowCount)
      var some = [Float](repeating: 0, count: numbers.count)
      query.withUnsafeBufferPointer { query in
        Scan.dotProductsInt8(
          query: query, rows: bytes, rowCount: rowCount, into: &products, variant: variant)
        numbers.withUnsafeBufferPointer {
          Scan.dotProductsInt8(
            query: query, rows: bytes, numbers: $0, into: &some, variant: variant)
        }
      }
      #expect(products == expected, "\(variant)")
      #expect(some == numbers.map { expected[Int($0)] }, "\(variant)")
    }
  }

  private func encoded(_ rows: [[Float]]) -> (codes: [UInt8], scales: [Float]) {
    let stride = BitCode.stride(dimension: rows[0].count)
    var codes = [UInt8](repeating: 0xff, count: rows.count * stride)
    let scales = codes.withUnsafeMutableBufferPointer { codes in
      rows.enumerated().map { number, row in
        row.withUnsafeBufferPointer { row in
          codes.baseAddress.map { BitCode.encode(row, into: $0 + number * stride) } ?? .nan
        }
      }
    }
    return (codes, scales)
  }

  @Test("Every variant gives the sum that signs stand for", arguments: dimensions)
  func signs(dimension: Int) {
    var generator = SeededGenerator(seed: 2)
    let query = vector(dimension, &generator)
    let rows = (0..<9).map { _ in vector(dimension, &generator) }
    let (codes, scales) = encoded(rows)
    let largest = query.map(abs).max() ?? 0
    let exact = zip(rows, scales).map { row, scale in
      scale * zip(query, row).reduce(Float(0)) { $0 + ($1.1 >= 0 ? $1.0 : -$1.0) }
    }
    let asked = BitQuery(query)
    var results: [[Float]] = []
    for variant in BitQuery.Variant.allCases where variant.isSupported {
      var products = [Float](repeating: .nan, count: rows.count)
      asked.dotProducts(
        codes: codes, scales: scales, rowCount: rows.count, into: &products, variant: variant)
      results.append(products)
      for (place, product) in products.enumerated() {
        // Each scalar of the query is off by half a step of 1/127 of the largest.
        let bound = scales[place] * Float(dimension) * largest / 254 * 1.001
        #expect(abs(product - exact[place]) <= bound, "\(variant)")
      }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test("The product of a vector with its own code is its squared length")
  func unbiased() {
    var generator = SeededGenerator(seed: 3)
    let row = vector(256, &generator)
    let (codes, scales) = encoded([row])
    var product: [Float] = [0]
    BitQuery(row).dotProducts(codes: codes, scales: scales, rowCount: 1, into: &product)
    let squares = row.reduce(0) { $0 + $1 * $1 }
    // The query is rounded to steps of 1/127.
    #expect(abs(product[0] - squares) < 0.01 * squares)
  }

  @Test("A vector of zeros and a query of zeros have products of zero")
  func zeros() {
    let (codes, scales) = encoded([[Float](repeating: 0, count: 70)])
    var product: [Float] = [1]
    BitQuery([Float](repeating: 1, count: 70))
      .dotProducts(codes: codes, scales: scales, rowCount: 1, into: &product)
    #expect(product == [0])
    let (others, lengths) = encoded([[Float](repeating: 1, count: 70)])
    BitQuery([Float](repeating: 0, count: 70))
      .dotProducts(codes: others, scales: lengths, rowCount: 1, into: &product)
    #expect(product == [0])
  }
}
