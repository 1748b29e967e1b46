import CKernels

/// A vector to compare codes with; see ``NibbleCode``.
public struct CodedQuery: Sendable {
  /// `[2 * stride]`, −127 … 127.
  let scalars: [Int8]
  let sum: Int32
  /// What a unit of a scalar stands for.
  public let scale: Float

  /// The query for a vector of finite scalars, at least one: rotated as codes are, in eight bits a
  /// scalar.
  public init(_ vector: [Float]) {
    precondition(vector.count <= NibbleCode.largestDimension)
    let stride = NibbleCode.stride(dimension: vector.count)
    var query = nibble_query()
    scalars = [Int8](unsafeUninitializedCapacity: 2 * stride) { scalars, count in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * stride) { room in
        vector.withUnsafeBufferPointer { vector in
          query = nibble_query_of_vector(
            vector.baseAddress, vector.count, stride, room.baseAddress, scalars.baseAddress)
        }
      }
      count = 2 * stride
    }
    sum = query.sum
    scale = query.scale
  }

  /// Bytes of the codes it is compared with.
  public var stride: Int { scalars.count / 2 }

  /// Lends the query as a view.
  public func withView<Result>(_ body: (CodedQueryView) -> Result) -> Result {
    scalars.withUnsafeBufferPointer {
      body(
        CodedQueryView(
          query: nibble_query(scalars: $0.baseAddress, sum: sum, scale: scale), stride: stride))
    }
  }
}

/// A query whose scalars lie in memory of somebody else's.
public struct CodedQueryView {
  let query: nibble_query
  let stride: Int

  init(query: nibble_query, stride: Int) {
    self.query = query
    self.stride = stride
  }

  /// The query for a code, `[stride]`, and its scale: the vector as the code says it, no more.
  ///
  /// - Parameter room: room for `2 * stride` scalars, which must stay while the query is used.
  public init(
    code: UnsafePointer<UInt8>, stride: Int, scale: Float, room: UnsafeMutablePointer<Int8>
  ) {
    query = nibble_query_of_code(code, stride, scale, room)
    self.stride = stride
  }
}
