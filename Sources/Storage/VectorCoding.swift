import FoundationEssentials

/// How the scalars of a stored vector are written.
public enum VectorPrecision: Int64, Sendable, CaseIterable {
  /// IEEE 754 half precision, two bytes a scalar, little-endian.
  case float16 = 16
  /// IEEE 754 single precision, four bytes a scalar, little-endian.
  case float32 = 32

  /// The bytes of one scalar.
  public var bytesPerScalar: Int { Int(rawValue) / 8 }
}

/// Scalars to blobs and back.
enum VectorCoding {
  static func blob(_ scalars: [Float], as precision: VectorPrecision) -> Data {
    switch precision {
    case .float16:
      let patterns = scalars.map { Float16($0).bitPattern.littleEndian }
      return patterns.withUnsafeBytes { Data($0) }
    case .float32:
      let patterns = scalars.map { $0.bitPattern.littleEndian }
      return patterns.withUnsafeBytes { Data($0) }
    }
  }

  /// The scalars of a blob whose length was checked.
  static func decode(_ bytes: UnsafeRawBufferPointer, as precision: VectorPrecision) -> [Float] {
    let count = bytes.count / precision.bytesPerScalar
    return [Float](unsafeUninitializedCapacity: count) { scalars, initializedCount in
      switch precision {
      case .float16:
        for index in 0..<count {
          let pattern = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
          scalars[index] = Float(Float16(bitPattern: UInt16(littleEndian: pattern)))
        }
      case .float32:
        for index in 0..<count {
          let pattern = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
          scalars[index] = Float(bitPattern: UInt32(littleEndian: pattern))
        }
      }
      initializedCount = count
    }
  }

  /// The Euclidean length; not finite if a scalar is not.
  static func norm(_ scalars: [Float]) -> Float {
    scalars.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
  }
}
