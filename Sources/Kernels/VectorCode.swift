import CKernels

/// Vectors in one byte a scalar: rotated, divided by a scale of their own and rounded, so that
/// scalar i of the rotated vector is about scale · (code[i] − 128).
///
/// The rotation (fixed random signs and a Walsh–Hadamard transform of each power-of-two block) is
/// the same for all vectors and leaves dot products as they are. It spreads outlier dimensions,
/// which embeddings have, so that one of them does not take the precision of all others, and makes
/// rounding errors behave as independent ones.
public enum VectorCode {
  /// Bytes of the code of a vector: its dimension, rounded up to a multiple of 64.
  public static func stride(dimension: Int) -> Int {
    let alignment = Int(code_alignment)
    return (dimension + alignment - 1) / alignment * alignment
  }

  /// The largest dimension whose products fit the sums of the kernels.
  public static let largestDimension = 1 << 16

  /// Writes the code of a vector and returns its scale.
  ///
  /// - Parameters:
  ///   - vector: finite scalars, at least one.
  ///   - code: room for `stride(dimension: vector.count)` bytes.
  public static func encode(
    _ vector: UnsafeBufferPointer<Float>, into code: UnsafeMutablePointer<UInt8>
  ) -> Float {
    encode(vector, into: code, stride: stride(dimension: vector.count))
  }

  /// The same with a code of `stride` bytes, a multiple of 64 that is not below the dimension.
  static func encode(
    _ vector: UnsafeBufferPointer<Float>, into code: UnsafeMutablePointer<UInt8>, stride: Int
  ) -> Float {
    precondition(vector.count <= largestDimension)
    guard let scalars = vector.baseAddress else { return 0 }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: stride) { room in
      room.baseAddress.map { code_encode(scalars, vector.count, stride, $0, code) } ?? 0
    }
  }
}

/// A vector to compare codes with.
public struct CodedQuery: Sendable {
  /// `[stride]`, −127 … 127.
  let scalars: [Int8]
  let sum: Int32
  /// What a unit of a scalar stands for.
  public let scale: Float

  /// The query for comparison with codes of one byte a scalar, from finite scalars.
  public init(_ vector: [Float]) {
    self.init(vector, stride: VectorCode.stride(dimension: vector.count))
  }

  /// The query for comparison with codes of four bits a scalar, from finite scalars.
  public init(forNibbles vector: [Float]) {
    self.init(vector, stride: 2 * NibbleCode.stride(dimension: vector.count))
  }

  private init(_ vector: [Float], stride: Int) {
    var scale: Float = 0
    let code = [UInt8](unsafeUninitializedCapacity: stride) { code, count in
      if let start = code.baseAddress {
        scale = vector.withUnsafeBufferPointer {
          VectorCode.encode($0, into: start, stride: stride)
        }
      }
      count = stride
    }
    self.init(code: code, scale: scale)
  }

  /// The query for a code and its scale.
  public init(code: [UInt8], scale: Float) {
    var sum: Int32 = 0
    scalars = [Int8](unsafeUninitializedCapacity: code.count) { scalars, count in
      if let start = scalars.baseAddress {
        sum = code_query_scalars(code, code.count, start)
      }
      count = code.count
    }
    self.sum = sum
    self.scale = scale
  }

  /// Its number of bytes.
  public var stride: Int { scalars.count }

  /// Lends the query as a view.
  public func withView<Result>(_ body: (CodedQueryView) -> Result) -> Result {
    scalars.withUnsafeBufferPointer {
      body(
        CodedQueryView(
          query: code_query(scalars: $0.baseAddress, sum: sum, scale: scale), stride: stride))
    }
  }
}

/// A query whose scalars lie in memory of somebody else's.
public struct CodedQueryView {
  let query: code_query
  let stride: Int

  init(query: code_query, stride: Int) {
    self.query = query
    self.stride = stride
  }

  /// The query for a code, `[stride]`, and its scale.
  ///
  /// - Parameter room: room for `stride` scalars, which must stay while the query is used.
  public init(
    code: UnsafePointer<UInt8>, stride: Int, scale: Float, room: UnsafeMutablePointer<Int8>
  ) {
    let sum = code_query_scalars(code, stride, room)
    query = code_query(scalars: room, sum: sum, scale: scale)
    self.stride = stride
  }
}
