/// A pattern of `like`: `%` and `*` stand for any text, `_` for one character, all else for itself.
///
/// Time is at most the product of both lengths: after a mismatch only the last run of any text is
/// made longer, which is enough.
struct LikePattern {
  private enum Step: Equatable {
    case byte(UInt8)
    case anyCharacter
    case anyText
  }

  private let steps: [Step]

  /// A pattern as written; it is folded as values are.
  init(_ written: String) {
    steps = FieldFolding.fold(written).utf8.map { byte in
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "*"): .anyText
      case UInt8(ascii: "_"): .anyCharacter
      default: .byte(byte)
      }
    }
  }

  /// Whether all of a folded value fits.
  func matches(_ value: String) -> Bool {
    var value = value
    return value.withUTF8 { matches($0) }
  }

  private func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    var position = 0
    var step = 0
    var retry: (position: Int, step: Int)?
    while position < value.count {
      if step < steps.count, steps[step] == .anyText {
        step += 1
        retry = (position, step)
      } else if step < steps.count, steps[step] == .byte(value[position]) {
        position += 1
        step += 1
      } else if step < steps.count, steps[step] == .anyCharacter {
        position = LikePattern.nextCharacter(value, after: position)
        step += 1
      } else if let last = retry {
        position = LikePattern.nextCharacter(value, after: last.position)
        step = last.step
        retry = (position, step)
      } else {
        return false
      }
    }
    return steps[step...].allSatisfy { $0 == .anyText }
  }

  /// The offset of the character that follows the one at an offset.
  private static func nextCharacter(
    _ value: UnsafeBufferPointer<UInt8>, after position: Int
  ) -> Int {
    var next = position + 1
    while next < value.count, value[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}
