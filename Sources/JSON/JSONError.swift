/// What is wrong with a text that is not JSON.
package struct JSONError: Error, Equatable {
  /// The offset of the byte at which it goes wrong.
  package let offset: Int
  /// What was expected or found there.
  package let reason: String
}
