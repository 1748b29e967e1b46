/// One vector for each entry of a vocabulary; `torch.nn.Embedding`. Rows stay in the file until
/// they are asked for, since a text needs few of them.
public struct EmbeddingTable: Sendable {
  /// The number of entries.
  public let entries: Int
  /// Scalars of a vector.
  public let width: Int
  private let rows: StoredTensor

  /// Reads `name` `[entries, width]`.
  public init(
    entries: Int, width: Int, named name: String = "weight", from parameters: ParameterReader
  ) throws(WeightsError) {
    self.entries = entries
    self.width = width
    rows = try parameters.storedTensor(name, shape: [entries, width])
  }

  /// Copies the vector of an entry; traps outside the vocabulary.
  public func callAsFunction(_ entry: Int, into output: UnsafeMutablePointer<Float>) {
    precondition((0..<entries).contains(entry), "entry \(entry) of \(entries)")
    rows.read(entry * width..<(entry + 1) * width, into: output)
  }
}
