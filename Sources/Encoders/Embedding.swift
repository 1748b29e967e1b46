/// A point of the space that images and texts share: a vector of length one.
///
/// The inner product of two embeddings of one model is their cosine similarity.
public struct Embedding: Sendable, Equatable {
  /// The coordinates, `dimension` of them, whose squares sum to one.
  public let scalars: [Float]

  /// Scales a vector to length one; the sum of squares is taken in double precision.
  ///
  /// Traps on a vector of length zero or with a coordinate that is not finite: such a vector has no
  /// direction, and a model throws before it makes one.
  public init(normalizing scalars: [Float]) {
    var squares = 0.0
    for scalar in scalars { squares += Double(scalar) * Double(scalar) }
    precondition(squares > 0 && squares.isFinite, "an embedding needs a vector with a direction")
    let scale = 1 / squares.squareRoot()
    self.scalars = scalars.map { Float(Double($0) * scale) }
  }

  /// The cosine similarity with an embedding of the same model, from −1 to 1.
  public func similarity(to other: Embedding) -> Float {
    precondition(scalars.count == other.scalars.count, "embeddings of two models do not compare")
    var sum: Float = 0
    for index in scalars.indices { sum += scalars[index] * other.scalars[index] }
    return sum
  }
}

/// The embedding of a text, with what became of its tokens.
public struct TextEmbedding: Sendable, Equatable {
  /// The direction of the text.
  public let embedding: Embedding
  /// The length of the text in tokens before cutting, start and end of text included; where the
  /// text is so long that counting was given up, the number counted until then.
  public let tokenCount: Int
  /// Whether the end of the text fell outside the model's context and was not read.
  public let wasCut: Bool

  /// Joins an embedding with the token count it came from.
  public init(embedding: Embedding, tokenCount: Int, wasCut: Bool) {
    self.embedding = embedding
    self.tokenCount = tokenCount
    self.wasCut = wasCut
  }
}

/// An image fitted to a model's input size, still as 8-bit pixels so that many may wait in memory.
public struct PreparedImage: Sendable, Equatable {
  /// Width and height in pixels.
  public let side: Int
  /// `[side, side, 3]`, red, green, blue.
  public let pixels: [UInt8]

  /// Takes pixels `[side, side, 3]`; traps when their number is another.
  public init(side: Int, pixels: [UInt8]) {
    precondition(pixels.count == side * side * 3, "a prepared image has side × side × 3 pixels")
    self.side = side
    self.pixels = pixels
  }
}
