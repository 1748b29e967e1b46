import CKernels

/// A fast 64-bit checksum against accidental damage, not against forgery.
public enum Checksum {
  /// The checksum of `bytes`, continued from `seed`; any change within one aligned 64-bit word is
  /// noticed, any other with probability 1 − 2⁻⁶⁴.
  public static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    checksum64(bytes.baseAddress, bytes.count, seed)
  }
}
