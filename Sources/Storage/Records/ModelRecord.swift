/// A model that made vectors of the library.
public struct ModelRecord: Sendable, Hashable {
  /// The row of the model.
  public var id: Int64
  /// What tells models apart: a hash over all that decides their vectors.
  public var fingerprint: String
  /// The name for the user.
  public var name: String
  /// The number of scalars of each vector.
  public var dimension: Int
  /// The folder that it was last opened from; empty where it has none.
  public var directory = ""
  /// The parts that it embeds, in the order of all parts.
  public var parts = Part.allCases
  /// Contents of those parts without a vector of it, as the last writer left them; zero for the only
  /// model of a library.
  public var missingVectors = 0

  /// A model as the library has it.
  public init(id: Int64, fingerprint: String, name: String, dimension: Int) {
    self.id = id
    self.fingerprint = fingerprint
    self.name = name
    self.dimension = dimension
  }
}
