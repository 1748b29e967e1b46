import Kernels
import Synchronization

/// A hierarchical navigable small world over the rows of one block (Malkov and Yashunin 2018,
/// arXiv 1603.09320): each row is a node that is linked to rows near it and to some far away, and a
/// search walks along the links towards its query.
///
/// Walks compare four-bit codes, which the graph holds; what they find is to be compared again by
/// its scalars, which it does not. A graph is never changed: a later one takes its place.
public struct VectorGraph: Sendable {
  /// The block whose rows are the nodes.
  public let block: String
  /// What makes two rows near each other.
  public let metric: Metric
  /// How it was built.
  public let parameters: GraphParameters
  /// The generation of the snapshot whose rows it refers to.
  public let generation: Int64
  /// The fingerprint of the model that made the vectors.
  public let fingerprint: String
  /// The number of scalars of the vectors.
  public let dimension: Int

  /// The number of rows of the block it was made for.
  let blockRowCount: Int
  let nodes: GraphNodes
  let entry: GraphEntry?
  /// Nodes that stand for no row any more; walks still pass through them.
  let deadCount: Int
  /// How walks compare with scans; nil where that was not tried.
  public let trial: GraphTrial?
  /// Empty for a graph in memory.
  let fileSections: [FileSection]
  private let owner: any AnyObject & Sendable
  private let walks = IdleWalks()

  init(
    block: String, generation: Int64, fingerprint: String, dimension: Int, blockRowCount: Int,
    nodes: GraphNodes, entry: GraphEntry?, deadCount: Int, trial: GraphTrial? = nil,
    fileSections: [FileSection] = [], owner: any AnyObject & Sendable
  ) {
    self.block = block
    metric = nodes.metric
    parameters = nodes.parameters
    self.generation = generation
    self.fingerprint = fingerprint
    self.dimension = dimension
    self.blockRowCount = blockRowCount
    self.nodes = nodes
    self.entry = entry
    self.deadCount = deadCount
    self.trial = trial
    self.fileSections = fileSections
    self.owner = owner
  }

  /// The number of nodes, dead ones included.
  public var nodeCount: Int { nodes.count }

  /// The number of rows that are nodes.
  public var rowCount: Int { nodes.count - deadCount }

  /// The bytes of codes and links, mapped or resident.
  public var byteCount: Int { sections.count }

  /// All sections, one after the other.
  var sections: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nodes.codes, count: layout?.byteCount ?? 0)
  }

  /// Where they lie.
  var layout: GraphLayout? {
    GraphLayout(
      parameters: parameters, count: nodes.count, stride: nodes.stride,
      upperListCount: nodes.upperListCount)
  }

  /// The same graph with the outcome of a trial.
  func with(_ trial: GraphTrial?) -> VectorGraph {
    VectorGraph(
      block: block, generation: generation, fingerprint: fingerprint, dimension: dimension,
      blockRowCount: blockRowCount, nodes: nodes, entry: entry, deadCount: deadCount, trial: trial,
      fileSections: fileSections, owner: owner)
  }

  /// Rows near a vector, nearest first as their codes see it.
  ///
  /// - Parameters:
  ///   - vector: as long as the dimension, finite.
  ///   - expansion: how many nodes the walk keeps in view (ef in the paper): the more, the surer
  ///     it finds the nearest, and the longer it takes. At most as many rows are returned.
  ///   - count: how many rows to return at most.
  public func rows(near vector: [Float], expansion: Int, count: Int = .max) -> [UInt32] {
    precondition(vector.count == dimension && expansion > 0)
    guard let entry else { return [] }
    let query = CodedQuery(vector)
    return withExtendedLifetime(owner) {
      walks.lend(for: nodes) { walk in
        query.withView { query in
          var nearest = walk.candidate(query, entry.node)
          for level in stride(from: entry.level, to: 0, by: -1) {
            nearest = walk.descend(query, from: nearest, level: level)
          }
          let found = walk.search(query, from: nearest, expansion: expansion, level: 0)
          var rows: [UInt32] = []
          rows.reserveCapacity(min(count, found))
          for place in 0..<found where rows.count < count {
            // Dead nodes stand for no row of the block.
            let row = nodes.rows[Int(walk.found[place].node)]
            if row < blockRowCount {
              rows.append(row)
            }
          }
          return rows
        }
      }
    }
  }
}

/// Walks that nobody is using: a search takes one, with its memory, and gives it back.
private final class IdleWalks: Sendable {
  private let idle = Mutex<[Loan]>([])

  /// Unchecked: a walk is used by one thread at a time.
  private struct Loan: @unchecked Sendable {
    let walk: GraphWalk
  }

  func lend<Result>(for nodes: GraphNodes, _ body: (GraphWalk) -> Result) -> Result {
    let loan = idle.withLock { $0.popLast() } ?? Loan(walk: GraphWalk(nodes, locks: nil))
    defer { idle.withLock { $0.append(loan) } }
    return body(loan.walk)
  }
}
