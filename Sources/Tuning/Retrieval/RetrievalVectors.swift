/// What a vector was made from; each kind has a head of its own.
public enum TuningModality: String, Sendable, CaseIterable {
  /// A picture.
  case image
  /// Words.
  case text
}

/// The vectors of pictures and of texts, in a space that both share.
public struct RetrievalVectors: Sendable {
  /// Of pictures, `[pictures, dimension]`, at length one.
  public var images: Matrix
  /// Of texts, `[texts, dimension]`, at length one.
  public var texts: Matrix

  /// Joins both; traps on different dimensions.
  public init(images: Matrix, texts: Matrix) {
    precondition(images.columns == texts.columns)
    self.images = images
    self.texts = texts
  }

  /// One of the vectors.
  public struct Row: Sendable, Hashable {
    /// Which matrix it is in.
    public let modality: TuningModality
    /// Its number there.
    public let number: Int

    /// A row.
    public init(_ modality: TuningModality, _ number: Int) {
      self.modality = modality
      self.number = number
    }
  }

  /// The matrix of a kind.
  public func matrix(_ modality: TuningModality) -> Matrix {
    modality == .image ? images : texts
  }

  /// Adds a vector, at length one; returns its row.
  public mutating func append(_ vector: [Float], _ modality: TuningModality) -> Row {
    switch modality {
    case .image: images.append(row: vector)
    case .text: texts.append(row: vector)
    }
    return Row(modality, matrix(modality).rows - 1)
  }

  /// Some rows as a matrix.
  public func gathering(_ rows: [Row]) -> Matrix {
    var scalars: [Float] = []
    scalars.reserveCapacity(rows.count * images.columns)
    for row in rows { scalars += matrix(row.modality).row(row.number) }
    return Matrix(rows: rows.count, columns: images.columns, scalars: scalars)
  }
}

/// The heads behind the two sides of a model.
public struct HeadPair: Sendable, Equatable {
  /// Behind the image tower; nil where pictures stay as they are.
  public var image: Head?
  /// Behind the text tower; nil where texts stay as they are.
  public var text: Head?

  /// Joins heads, or none.
  public init(image: Head?, text: Head?) {
    self.image = image
    self.text = text
  }

  /// The head of a kind.
  public subscript(modality: TuningModality) -> Head? {
    modality == .image ? image : text
  }

  /// Vectors of a kind, `[count, dimension]`, behind its head.
  public func apply(
    to vectors: Matrix, _ modality: TuningModality, threads: Int = 1
  ) -> Matrix {
    self[modality]?.apply(to: vectors, threads: threads) ?? vectors
  }

  /// All vectors behind their heads.
  public func apply(to vectors: RetrievalVectors, threads: Int = 1) -> RetrievalVectors {
    RetrievalVectors(
      images: apply(to: vectors.images, .image, threads: threads),
      texts: apply(to: vectors.texts, .text, threads: threads))
  }
}
