/// The number formats of safetensors files, by the names the format uses.
public enum ElementType: String, Sendable, CaseIterable {
  /// One byte, 0 or 1.
  case bool = "BOOL"
  /// 8-bit whole numbers from zero.
  case unsigned8 = "U8"
  /// 8-bit whole numbers.
  case signed8 = "I8"
  /// 8 bits, of which 5 for the exponent and 2 for the fraction.
  case float8e5m2 = "F8_E5M2"
  /// 8 bits, of which 4 for the exponent and 3 for the fraction.
  case float8e4m3 = "F8_E4M3"
  /// 16-bit whole numbers.
  case signed16 = "I16"
  /// 16-bit whole numbers from zero.
  case unsigned16 = "U16"
  /// IEEE half precision.
  case float16 = "F16"
  /// The upper half of single precision.
  case bfloat16 = "BF16"
  /// 32-bit whole numbers.
  case signed32 = "I32"
  /// 32-bit whole numbers from zero.
  case unsigned32 = "U32"
  /// IEEE single precision.
  case float32 = "F32"
  /// IEEE double precision.
  case float64 = "F64"
  /// 64-bit whole numbers.
  case signed64 = "I64"
  /// 64-bit whole numbers from zero.
  case unsigned64 = "U64"

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .unsigned8, .signed8, .float8e5m2, .float8e4m3: 1
    case .signed16, .unsigned16, .float16, .bfloat16: 2
    case .signed32, .unsigned32, .float32: 4
    case .float64, .signed64, .unsigned64: 8
    }
  }

  /// Whether layers can read it.
  public var isReadable: Bool { self == .float32 || self == .float16 || self == .bfloat16 }
}
