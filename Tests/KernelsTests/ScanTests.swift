import Kernels
import Testing

@Suite("Dot products of a query with many rows")
struct ScanTests {
  /// Below, at and above every width the kernels work with.
  private static let dimensions = [
    1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 255, 256, 513,
  ]
  private static let variants = Scan.Variant.allCases.filter(\.isSupported)

  @Test("Every variant gives the bits of the definition on float16 rows", arguments: dimensions)
  func float16(dimension: Int) {
    var generator = SeededGenerator(seed: 1)
    let query = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    let rows = (0..<7 * dimension).map { _ in Float16(Float.random(in: -1...1, using: &generator)) }
    let expected = lanewiseProducts(query, rows.map(Float.init))
    for variant in Self.variants {
      #expect(products(query, rows, variant: variant) == expected, "\(variant)")
    }
  }

  @Test("Every variant gives the bits of the definition on float32 rows", arguments: dimensions)
  func float32(dimension: Int) {
    var generator = SeededGenerator(seed: 1)
    let query = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    let rows = (0..<7 * dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    let expected = lanewiseProducts(query, rows)
    for variant in Self.variants {
      #expect(products(query, rows, variant: variant) == expected, "\(variant)")
    }
  }

  @Test("The sum is that of a loop in double precision, within the rounding of 32 short sums")
  func accuracy() {
    var generator = SeededGenerator(seed: 1)
    let query = (0..<512).map { _ in Float.random(in: -1...1, using: &generator) }
    let row = (0..<512).map { _ in Float16(Float.random(in: -1...1, using: &generator)) }
    let exact = zip(query, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let magnitude = zip(query, row).reduce(0.0) { $0 + abs(Double($1.0) * Double($1.1)) }
    // A product and at most 16 + 5 additions, each rounded to half a unit in the last place.
    let bound = magnitude * 22 * Double(Float.ulpOfOne) / 2
    let product = products(query, row, variant: .best)[0]
    #expect(abs(Double(product) - exact) <= bound)
  }

  @Test("Every float16 value is converted exactly by every variant")
  func everyFloat16() {
    let rows = (0...UInt16.max).map { Float16(bitPattern: $0) }
    for variant in Self.variants {
      let products = products([1], rows, variant: variant)
      for (row, product) in zip(rows, products) {
        if row.isNaN {
          #expect(product.isNaN)
        } else {
          #expect(product == Float(row))
        }
      }
    }
  }

  @Test("Infinities and NaN reach the result; huge and tiny values do not lose it")
  func extremes() {
    for variant in Self.variants {
      var row = [Float16](repeating: 0, count: 33)
      row[32] = .infinity
      #expect(products([Float](repeating: 1, count: 33), row, variant: variant) == [.infinity])
      row[0] = -.infinity
      #expect(products([Float](repeating: 1, count: 33), row, variant: variant)[0].isNaN)
      let large = [Float16](repeating: .greatestFiniteMagnitude, count: 40)
      #expect(
        products([Float](repeating: 2, count: 40), large, variant: variant) == [40 * 2 * 65504])
      let small = [Float16](repeating: .leastNonzeroMagnitude, count: 40)
      #expect(
        products([Float](repeating: 1, count: 40), small, variant: variant) == [40 * 0x1p-24])
    }
  }

  @Test("Rows need no alignment beyond their elements'")
  func alignment() {
    let query = (0..<50).map { Float($0) / 50 }
    let rows = (0..<101).map { Float16($0 % 7) }
    let expected = lanewiseProducts(query, rows.dropFirst().map(Float.init))
    for variant in Self.variants {
      let products = rows.withUnsafeBufferPointer { rows in
        query.withUnsafeBufferPointer { query in
          [Float](unsafeUninitializedCapacity: 2) { products, count in
            Scan.dotProductsFloat16(
              query: query, rows: rows.baseAddress! + 1, rowCount: 2,
              into: products.baseAddress!, variant: variant)
            count = 2
          }
        }
      }
      #expect(products == expected)
    }
  }

  @Test("Rows picked by number have the products they have in turn", arguments: dimensions)
  func picked(dimension: Int) {
    var generator = SeededGenerator(seed: 2)
    let query = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    let rows = (0..<9 * dimension).map { _ in Float16(Float.random(in: -1...1, using: &generator)) }
    for numbers: [UInt32] in [[], [3], [8, 0, 5, 5, 1, 7, 2]] {
      for variant in Self.variants {
        let all = products(query, rows, variant: variant)
        let picked = query.withUnsafeBufferPointer { query in
          numbers.withUnsafeBufferPointer { numbers in
            [Float](unsafeUninitializedCapacity: numbers.count) { products, count in
              Scan.dotProductsFloat16(
                query: query, rows: rows, numbers: numbers, into: products.baseAddress!,
                variant: variant)
              count = numbers.count
            }
          }
        }
        #expect(picked == numbers.map { all[Int($0)] })
      }
    }
  }

  @Test("The variant chosen can run here")
  func best() {
    #expect(Scan.Variant.best.isSupported)
    #expect(Scan.Variant.portable.isSupported)
  }

  private func products(_ query: [Float], _ rows: [Float16], variant: Scan.Variant) -> [Float] {
    query.withUnsafeBufferPointer { query in
      let rowCount = rows.count / query.count
      return [Float](unsafeUninitializedCapacity: rowCount) { products, count in
        Scan.dotProductsFloat16(
          query: query, rows: rows, rowCount: rowCount, into: products.baseAddress!,
          variant: variant)
        count = rowCount
      }
    }
  }

  private func products(_ query: [Float], _ rows: [Float], variant: Scan.Variant) -> [Float] {
    query.withUnsafeBufferPointer { query in
      let rowCount = rows.count / query.count
      return [Float](unsafeUninitializedCapacity: rowCount) { products, count in
        Scan.dotProductsFloat32(
          query: query, rows: rows, rowCount: rowCount, into: products.baseAddress!,
          variant: variant)
        count = rowCount
      }
    }
  }
}

/// A repeatable source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
