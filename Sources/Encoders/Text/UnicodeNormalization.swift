import Foundation

/// Unicode normalisation forms.
enum UnicodeNormalization {
  /// Form C: composes what can be composed. Text wholly below U+0300, where nothing composes, is returned
  /// as it is.
  static func composed(_ text: String) -> String {
    text.unicodeScalars.allSatisfy { $0.value < 0x300 }
      ? text : text.precomposedStringWithCanonicalMapping
  }

  /// Form D: takes apart what can be taken apart.
  static func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }
}
