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

  /// A model as the library has it.
  public init(id: Int64, fingerprint: String, name: String, dimension: Int) {
    self.id = id
    self.fingerprint = fingerprint
    self.name = name
    self.dimension = dimension
  }
}
