import Kernels
import Testing

@Suite("Products of one-byte codes")
struct CodeScanTests {
  private static let variants = CodeScan.Variant.allCases.filter(\.isSupported)
  /// Below, at and above the stride's unit, and blocks of one, of two and of three parts.
  private static let dimensions = [1, 63, 64, 65, 128, 192, 384, 512, 513]

  @Test(
    "A product of codes is that of the vectors, within the error of rounding", arguments: dimensions
  )
  func accuracy(dimension: Int) {
    var numbers = Numbers(seed: dimension)
    let query = unit(numbers.next(dimension))
    let codedQuery = CodedQuery(query)
    let rows = (0..<200).map { _ in unit(numbers.next(dimension)) }
    let coded = Codes(rows)
    let products = coded.products(codedQuery)
    for (number, row) in rows.enumerated() {
      let exact = zip(query, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      // Each scalar of either code is off by up to half its scale, evenly.
      let scales = [codedQuery.scale, coded.scales[number]].map(Double.init)
      let deviation = ((scales[0] * scales[0] + scales[1] * scales[1]) / 12).squareRoot()
      // Of 200 normal errors one passes five deviations in 8,000 runs; these are always the same.
      #expect(abs(Double(products[number]) - exact) <= 5 * deviation)
      // 127 steps for a magnitude of a few times 1/√stride: deviations are small.
      #expect(deviation < 0.03)
    }
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
    let products = Codes(rows).products(CodedQuery(query))
    for (row, product) in zip(rows, products) {
      let exact = zip(query, row).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      // Rounded without a rotation, the scalars of magnitude 1/48 have only three steps of 40/127/48.
      #expect(abs(Double(product) - exact) < 0.004)
    }
  }

  @Test("Every variant gives the sums of naive loops", arguments: [64, 128, 192, 512])
  func variants(stride: Int) {
    for extreme in [false, true] {
      var numbers = Numbers(seed: stride)
      func bytes() -> [UInt8] {
        numbers.next(stride).map { extreme ? ($0 < 0 ? 1 : 255) : UInt8(128 + 127 * $0) }
      }
      let codes = Codes(codes: (0..<11).map { _ in bytes() })
      let queryCode = bytes()
      let query = CodedQuery(code: queryCode, scale: 0.37)
      let expected = codes.naiveProducts(queryCode, scale: 0.37)
      for variant in Self.variants {
        #expect(codes.products(query, variant: variant) == expected, "\(variant)")
        for picked: [UInt32] in [[], [7], [3, 3, 10, 0, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8]] {
          let products = codes.products(query, numbers: picked, variant: variant)
          #expect(products == picked.map { expected[Int($0)] }, "\(variant)")
        }
      }
    }
  }

  @Test("A vector of zeros has products of zero")
  func zeros() {
    var numbers = Numbers(seed: 4)
    let codes = Codes([[Float](repeating: 0, count: 70), numbers.next(70)])
    #expect(codes.products(CodedQuery(numbers.next(70)))[0] == 0)
    #expect(codes.products(CodedQuery([Float](repeating: 0, count: 70))) == [0, 0])
  }
}

private func unit(_ scalars: [Float]) -> [Float] {
  let norm = scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return scalars.map { $0 / norm }
}

/// Codes in one matrix.
private struct Codes {
  let stride: Int
  let bytes: [UInt8]
  let scales: [Float]

  init(_ vectors: [[Float]]) {
    let stride = VectorCode.stride(dimension: vectors[0].count)
    var bytes = [UInt8](repeating: 0, count: stride * vectors.count)
    scales = bytes.withUnsafeMutableBufferPointer { bytes in
      vectors.enumerated().map { number, vector in
        vector.withUnsafeBufferPointer {
          VectorCode.encode($0, into: bytes.baseAddress! + number * stride)
        }
      }
    }
    self.stride = stride
    self.bytes = bytes
  }

  init(codes: [[UInt8]]) {
    stride = codes[0].count
    bytes = codes.flatMap(\.self)
    scales = codes.indices.map { 0.1 + Float($0) / 7 }
  }

  func naiveProducts(_ query: [UInt8], scale: Float) -> [Float] {
    scales.indices.map { row in
      let code = bytes[row * stride..<(row + 1) * stride]
      let sum = zip(code, query).reduce(0) { $0 + (Int($1.0) - 128) * (Int($1.1) - 128) }
      return Float(sum) * (scales[row] * scale)
    }
  }

  func products(_ query: CodedQuery, variant: CodeScan.Variant = .best) -> [Float] {
    products(query, numbers: scales.indices.map(UInt32.init), variant: variant)
  }

  func products(
    _ query: CodedQuery, numbers: [UInt32], variant: CodeScan.Variant
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: numbers.count) { products, count in
      numbers.withUnsafeBufferPointer { numbers in
        query.withView { query in
          CodeScan.dotProducts(
            query: query, codes: bytes, scales: scales, numbers: numbers,
            into: products.baseAddress!, variant: variant)
        }
      }
      count = numbers.count
    }
  }
}
