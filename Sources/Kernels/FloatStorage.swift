/// Floats at one address for as long as the object lives, aligned to a cache line.
///
/// Written by whoever made it, before it is shared; afterwards either only read, or owned by one
/// thread at a time. Neither is checked.
public final class FloatStorage: @unchecked Sendable {
  /// The first scalar; valid as long as the object lives, which its use does not ensure.
  public let base: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public let count: Int

  /// Reserves `count` scalars with the value zero.
  public convenience init(count: Int) {
    self.init(unwrittenCount: count)
    base.update(repeating: 0, count: count)
  }

  /// Reserves `count` scalars of any value, for a caller that writes them all before it reads one.
  init(unwrittenCount count: Int) {
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// Copies an array.
  public convenience init(_ scalars: [Float]) {
    self.init(unwrittenCount: scalars.count)
    scalars.withUnsafeBufferPointer { source in
      guard let address = source.baseAddress else { return }
      base.update(from: address, count: scalars.count)
    }
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
