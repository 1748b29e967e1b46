import Foundation

/// Unicode normalisation form C.
enum UnicodeNormalization {
  /// Composes what can be composed. Text wholly below U+0300, where nothing composes, is returned
  /// as it is.
  static func composed(_ text: String) -> String {
    text.unicodeScalars.allSatisfy { $0.value < 0x300 }
      ? text : text.precomposedStringWithCanonicalMapping
  }
}
