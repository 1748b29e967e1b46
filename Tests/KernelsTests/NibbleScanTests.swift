import Testing

@testable import Kernels

@Suite("Products of four-bit codes")
struct NibbleScanTests {
  private static let variants = NibbleScan.Variant.allCases.filter(\.isSupported)
  /// Below, at and above the stride's unit, and blocks of one, of two and of three parts.
  private static let dimensions = [1, 63, 64, 127, 128, 129, 256, 384, 512, 513]

  @Test("A product of codes is that of the vectors, within its stated error", arguments: dimensions)
  func accuracy(dimension: Int) {
    var numbers = Numbers(seed: dimension)
    let query = unit(numbers.next(dimension))
    let codedQuery = CodedQuery(query)
    let rows = (0..<200).map { _ in unit(numbers.next(dimension)) }
    let coded = NibbleCodes(rows)
    let products = coded.products(codedQuery)
    for (number, row) in rows.enumerated() {
      let exact = zip(query, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let deviation = NibbleCode.deviation(
        queryNorm: 1, queryScale: codedQuery.scale, rowNorm: 1, rowError: coded.errors[number],
        stride: coded.stride)
      // Of 200 normal errors one passes five deviations in 8,000 runs; these are always the same.
      #expect(abs(Double(products[number]) - exact) <= 5 * Double(deviation))
      // A cell is an eighth of the largest scalar, three to four times the mean one.
      #expect(coded.errors[number] < 0.25)
    }
  }

  @Test("The product of a vector with its own code is right", arguments: dimensions)
  func own(dimension: Int) {
    var numbers = Numbers(seed: dimension + 1)
    let vector = unit(numbers.next(dimension))
    let query = CodedQuery(vector)
    // What is left is the error of the query, which has 127 steps.
    let tolerance = 5 * query.scale / Float(12).squareRoot()
    #expect(abs(NibbleCodes([vector]).products(query)[0] - 1) <= tolerance)
  }

  @Test("An outlier dimension does not take the precision of the others")
  func outliers() {
    var numbers = Numbers(seed: 5)
    func vector() -> [Float] {
      var scalars = numbers.next(256)
      scalars[17] = 40
      return unit(scalars)
    }
    let query = vector()
    let rows = (0..<100).map { _ in vector() }
    let products = NibbleCodes(rows).products(CodedQuery(query))
    for (row, product) in zip(rows, products) {
      let exact = zip(query, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      // Rounded without a rotation, scalars of magnitude 1/48 are nothing beside cells of 1/10.
      #expect(abs(Double(product) - exact) < 0.02)
    }
  }

  @Test("Every variant gives the sums of naive loops", arguments: [64, 128, 192, 256])
  func variants(stride: Int) {
    for extreme in [false, true] {
      var numbers = Numbers(seed: stride)
      let codes = NibbleCodes(
        codes: (0..<11).map { _ in
          numbers.next(stride).map { extreme ? ($0 < 0 ? 0 : 255) : UInt8(128 + 127 * $0) }
        })
      // A single scalar of a rotated block becomes scalars of one magnitude: the largest.
      let block = 2 * stride & -(2 * stride)
      let vector =
        extreme ? (0..<2 * stride).map { $0 % block == 3 ? 1 : 0 } : numbers.next(2 * stride)
      let query = CodedQuery(vector)
      #expect(!extreme || query.scalars.allSatisfy { abs($0) == 127 })
      let expected = codes.naiveProducts(query.scalars.map(Int.init), scale: query.scale)
      for variant in Self.variants {
        #expect(codes.products(query, variant: variant) == expected, "\(variant)")
        for picked: [UInt32] in [[], [7], [3, 3, 10, 0, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8]] {
          let products = query.withView {
            codes.products($0, numbers: picked, variant: variant)
          }
          #expect(products == picked.map { expected[Int($0)] }, "\(variant)")
        }
      }
    }
  }

  @Test("A code as a query stands for what it stands for as a row", arguments: [64, 192])
  func codesAsQueries(stride: Int) {
    var numbers = Numbers(seed: stride)
    let codes = NibbleCodes(
      codes: (0..<6).map { _ in numbers.next(stride).map { UInt8(128 + 127 * $0) } })
    for row in 0..<6 {
      let code = Array(codes.bytes[row * stride..<(row + 1) * stride])
      let scale = codes.scales[row]
      let expected = codes.naiveProducts(
        (0..<2 * stride).map { 2 * codes.cell($0, ofRow: row) - 15 }, scale: scale / 2)
      let products = withUnsafeTemporaryAllocation(of: Int8.self, capacity: 2 * stride) { room in
        codes.products(
          CodedQueryView(code: code, stride: stride, scale: scale, room: room.baseAddress!),
          numbers: [0, 1, 2, 3, 4, 5], variant: .best)
      }
      #expect(products == expected)
    }
  }

  @Test("A batch of queries has the products of each", arguments: 1...8)
  func batches(count: Int) {
    var numbers = Numbers(seed: 9)
    let codes = NibbleCodes((0..<70).map { _ in numbers.next(100) })
    let queries = (0..<count).map { _ in CodedQuery(numbers.next(100)) }
    for variant in Self.variants {
      let products = codes.products(queries, variant: variant)
      for (query, products) in zip(queries, products) {
        #expect(products == codes.products(query), "\(variant)")
      }
    }
  }

  @Test("A vector of zeros has products of zero")
  func zeros() {
    var numbers = Numbers(seed: 4)
    let codes = NibbleCodes([[Float](repeating: 0, count: 70), numbers.next(70)])
    #expect(codes.errors[0] == 0)
    #expect(codes.products(CodedQuery(numbers.next(70)))[0] == 0)
    #expect(codes.products(CodedQuery([Float](repeating: 0, count: 70))) == [0, 0])
  }
}

private func unit(_ scalars: [Float]) -> [Float] {
  let norm = scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return scalars.map { $0 / norm }
}

/// Codes in one matrix.
private struct NibbleCodes {
  let stride: Int
  let bytes: [UInt8]
  let scales: [Float]
  let errors: [Float]

  init(_ vectors: [[Float]]) {
    let stride = NibbleCode.stride(dimension: vectors[0].count)
    var bytes = [UInt8](repeating: 0xa5, count: stride * vectors.count)
    let encoded = bytes.withUnsafeMutableBufferPointer { bytes in
      vectors.enumerated().map { number, vector in
        vector.withUnsafeBufferPointer {
          NibbleCode.encode($0, into: bytes.baseAddress! + number * stride)
        }
      }
    }
    self.stride = stride
    self.bytes = bytes
    scales = encoded.map(\.scale)
    errors = encoded.map(\.error)
  }

  init(codes: [[UInt8]]) {
    stride = codes[0].count
    bytes = codes.flatMap(\.self)
    scales = codes.indices.map { 0.1 + Float($0) / 7 }
    errors = scales
  }

  func cell(_ scalar: Int, ofRow row: Int) -> Int {
    let byte = bytes[row * stride + scalar / 128 * 64 + scalar % 64]
    return Int(scalar % 128 < 64 ? byte & 15 : byte >> 4)
  }

  func naiveProducts(_ query: [Int], scale: Float) -> [Float] {
    scales.indices.map { row in
      var twice = 0
      for scalar in 0..<2 * stride {
        twice += (2 * cell(scalar, ofRow: row) - 15) * query[scalar]
      }
      return Float(twice) * (scales[row] * (scale / 2))
    }
  }

  func products(
    _ query: CodedQueryView, numbers: [UInt32], variant: NibbleScan.Variant
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: numbers.count) { products, count in
      numbers.withUnsafeBufferPointer { numbers in
        NibbleScan.dotProducts(
          query: query, codes: bytes, scales: scales, numbers: numbers,
          into: products.baseAddress!, variant: variant)
      }
      count = numbers.count
    }
  }

  func products(_ query: CodedQuery, variant: NibbleScan.Variant = .best) -> [Float] {
    [Float](unsafeUninitializedCapacity: scales.count) { products, count in
      NibbleScan.dotProducts(
        query: query, codes: bytes, scales: scales, rowCount: scales.count,
        into: products.baseAddress!, variant: variant)
      count = scales.count
    }
  }

  func products(_ queries: [CodedQuery], variant: NibbleScan.Variant) -> [[Float]] {
    let productsStride = scales.count + 5
    let products = [Float](
      unsafeUninitializedCapacity: NibbleScan.batchCount * productsStride
    ) { products, count in
      products.initialize(repeating: .nan)
      NibbleScan.dotProducts(
        queries: queries, codes: bytes, scales: scales, rowCount: scales.count,
        into: products.baseAddress!, productsStride: productsStride, variant: variant)
      count = products.count
    }
    return queries.indices.map { query in
      Array(products[query * productsStride..<query * productsStride + scales.count])
    }
  }
}
