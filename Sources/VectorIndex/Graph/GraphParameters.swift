/// What makes two vectors near each other.
public enum Metric: UInt32, Sendable, CaseIterable {
  /// The larger the cosine of their angle, whatever their lengths.
  case cosine = 1
  /// The larger their dot product.
  case dot = 2
  /// The smaller the Euclidean distance.
  case euclidean = 3
}

/// How a graph is built.
public struct GraphParameters: Sendable, Equatable {
  /// Links a new node gets at each of its levels, and the most a node keeps above the base; twice
  /// as many there (M in the paper).
  public let linksPerNode: Int
  /// How many candidates are kept while the links of a new node are looked for.
  public let efConstruction: Int
  /// Decides the levels of the nodes.
  public let seed: UInt64

  /// The paper's usual choice by default.
  public init(linksPerNode: Int = 16, efConstruction: Int = 200, seed: UInt64 = 1) {
    precondition((2...256).contains(linksPerNode) && (1...65_536).contains(efConstruction))
    self.linksPerNode = linksPerNode
    self.efConstruction = efConstruction
    self.seed = seed
  }

  /// Numbers in a base list, its count included: a quarter more than the links that stay when it
  /// is pruned, and whole cache lines. With the slack a list is pruned once in many new links and
  /// not with each, and more of them stay meanwhile.
  var baseStride: Int { (1 + 2 * linksPerNode + linksPerNode / 2 + 15) / 16 * 16 }

  /// Links that fit a node's base list.
  var baseSlots: Int { baseStride - 1 }

  /// Numbers in a list above the base, its count included.
  var upperStride: Int { 1 + linksPerNode }

  static let highestLevel = 15
}
