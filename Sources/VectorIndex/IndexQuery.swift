/// How much one block counts in a term, and the scale of its similarities.
public struct BlockWeight: Sendable {
  /// The block's name in the index; a block the index lacks is absent from every item.
  public let block: String
  /// Share of the block among the term's blocks, at least 0. A block of weight 0 is reported in
  /// ``Neighbor/similarities`` but does not count.
  public let weight: Float
  /// The scale of this block's similarities with the term's kind of query.
  public let calibration: Calibration

  /// A block with its share.
  public init(block: String, weight: Float, calibration: Calibration) {
    precondition(weight.isFinite && weight >= 0)
    self.block = block
    self.weight = weight
    self.calibration = calibration
  }
}

/// One vector that attracts or repels.
public struct QueryTerm: Sendable {
  /// The query's embedding, as long as the index's dimension; of unit length if scores are to be
  /// cosines.
  public let vector: [Float]
  /// The blocks the vector is compared with.
  public let blocks: [BlockWeight]
  /// Greater than 0: attracts, by this share. Less than 0: lowers what resembles it. Not 0.
  public let weight: Float

  /// A term of a query.
  public init(vector: [Float], blocks: [BlockWeight], weight: Float = 1) {
    precondition(weight.isFinite && weight != 0)
    self.vector = vector
    self.blocks = blocks
    self.weight = weight
  }
}

/// What to look for, and how much of it to return.
///
/// The score of an item: for each term and block, d is the largest similarity among the item's
/// rows, z = (d − mean) / deviation; a term's z is Σ weight·z / √Σ weight² over the blocks the item
/// has (Stouffer's method), whose deviation among unrelated items is one however many those are.
/// Attracting terms are averaged by weight, and each repelling term
/// takes away |weight| · max(0, z): it lowers what resembles it and does not pull towards its
/// opposite. The total is put on the scale of `reference`: score = mean + deviation · total, so a
/// single term on a single block scored on its own scale is the plain similarity.
///
/// An item that has none of the blocks of an attracting term is no candidate; one that has none
/// of the blocks of a repelling term is not repelled by it.
public struct IndexQuery: Sendable {
  /// At least one of them attracts.
  public let terms: [QueryTerm]
  /// The scale on which scores are given.
  public let reference: Calibration
  /// How many neighbors to return at most.
  public let count: Int
  /// Items never returned.
  public let excluded: Set<Int64>
  /// The least score that is returned.
  public let minimumScore: Float?
  /// The only items that may be returned; nil for all.
  public let included: ItemFilter?

  /// A query; by default over all items, with any score.
  public init(
    terms: [QueryTerm],
    reference: Calibration,
    count: Int,
    excluded: Set<Int64> = [],
    minimumScore: Float? = nil,
    included: ItemFilter? = nil
  ) {
    precondition(terms.contains { $0.weight > 0 }, "a query needs a term that attracts")
    self.terms = terms
    self.reference = reference
    self.count = count
    self.excluded = excluded
    self.minimumScore = minimumScore
    self.included = included
  }
}
