/// Pictures with the texts that belong to them, as towers are trained with them.
public protocol TowerExamples: Sendable {
  /// The number of pictures.
  var count: Int { get }

  /// The number of texts of a picture; at least one.
  func textCount(_ picture: Int) -> Int

  /// A picture as the frozen stages of the image tower leave it, `extent² · channels` scalars; nil where it
  /// cannot be read any more.
  ///
  /// - Parameter epoch: decides by what chance the picture is changed; nil for the picture as it is.
  func features(_ picture: Int, epoch: Int?) -> [Float]?

  /// The tokens of one of its texts, start and end included.
  ///
  /// - Parameter epoch: decides by what chance the text is changed; nil for the text as it is.
  func tokens(_ picture: Int, text: Int, epoch: Int?) -> [Int32]

  /// The number of a picture's group: the pictures of a group share a text, and so none of their texts is wrong
  /// for any of them.
  func group(_ picture: Int) -> Int
}
