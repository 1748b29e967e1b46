import Kernels
import Synchronization

/// A hierarchical navigable small world over the rows of one block (Malkov and Yashunin 2018,
/// arXiv 1603.09320): each row is a node that is linked to rows near it and to some far away, and a
/// search walks along the links towards its query.
///
/// Walks compare four-bit codes, which the graph holds; what they find is to be compared again by
/// its scalars, which it does not. A graph is never changed: a later one takes its place, once more
/// than a few rows are new.
public struct VectorGraph: Sendable {
  /// The block whose rows are the nodes.
  public let block: String
  /// What makes two rows near each other.
  public let metric: Metric
  /// How it was built.
  public let parameters: GraphParameters
  /// The fingerprint of the model that made the vectors.
  public let fingerprint: String
  /// The number of scalars of the vectors.
  public let dimension: Int

  let nodes: GraphNodes
  let entry: GraphEntry?
  /// What the nodes stand for; nil where no snapshot is known to have their rows.
  let placement: GraphPlacement?
  /// How walks compare with scans; nil where that was not tried.
  public let trial: GraphTrial?
  /// That in the header of the file; nil for a graph in memory.
  let checksum: UInt64?
  /// Empty for a graph in memory.
  let fileSections: [FileSection]
  private let owner: any AnyObject & Sendable
  private let walks = IdleWalks()

  init(
    block: String, fingerprint: String, dimension: Int, nodes: GraphNodes, entry: GraphEntry?,
    placement: GraphPlacement?, trial: GraphTrial? = nil, checksum: UInt64? = nil,
    fileSections: [FileSection] = [], owner: any AnyObject & Sendable
  ) {
    self.block = block
    metric = nodes.metric
    parameters = nodes.parameters
    self.fingerprint = fingerprint
    self.dimension = dimension
    self.nodes = nodes
    self.entry = entry
    self.placement = placement
    self.trial = trial
    self.checksum = checksum
    self.fileSections = fileSections
    self.owner = owner
  }

  /// The number of nodes, dead ones included.
  public var nodeCount: Int { nodes.count }

  /// The number of rows that are nodes.
  public var rowCount: Int { placement.map { nodes.count - $0.deadCount } ?? 0 }

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
      block: block, fingerprint: fingerprint, dimension: dimension, nodes: nodes, entry: entry,
      placement: placement, trial: trial, checksum: checksum, fileSections: fileSections,
      owner: owner)
  }

  /// The same graph for the rows of another snapshot.
  func with(_ placement: GraphPlacement) -> VectorGraph {
    VectorGraph(
      block: block, fingerprint: fingerprint, dimension: dimension, nodes: nodes, entry: entry,
      placement: placement, trial: trial, checksum: checksum, fileSections: fileSections,
      owner: owner)
  }

  /// Rows near a vector that are nodes, nearest first as their codes see it.
  ///
  /// - Parameters:
  ///   - vector: as long as the dimension, finite.
  ///   - expansion: how many nodes the walk keeps in view (ef in the paper): the more, the surer
  ///     it finds the nearest, and the longer it takes. At most as many rows are returned.
  ///   - count: how many rows to return at most.
  public func rows(near vector: [Float], expansion: Int, count: Int = .max) -> [UInt32] {
    precondition(vector.count == dimension && expansion > 0)
    guard let entry, let placement else { return [] }
    let query = CodedQuery(vector)
    return withExtendedLifetime((owner, placement)) {
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
            if let row = placement.row(of: walk.found[place].node) {
              rows.append(row)
            }
          }
          return rows
        }
      }
    }
  }

  /// The rows without a node that are nearest to a vector as the codes of their block see it; all
  /// of them where it has none.
  func newRows(near vector: [Float], in block: VectorSnapshot.Block, count: Int) -> [UInt32] {
    guard let placement, !placement.newRows.isEmpty else { return [] }
    let newRows = placement.newRows
    guard newRows.count > count, let codes = block.codes, codes.format == .nibbles
    else { return Array(newRows) }
    let products = [Float](unsafeUninitializedCapacity: newRows.count) { products, initialized in
      CodedQuery(vector).withView { query in
        if let start = products.baseAddress {
          NibbleScan.dotProducts(
            query: query, codes: codes.bytes, scales: codes.scales, numbers: newRows, into: start)
        }
      }
      initialized = newRows.count
    }
    var best = BestItems(capacity: count)
    for (place, product) in products.enumerated() {
      best.insert(BestItems.Entry(position: place, score: product))
    }
    return best.sorted.map { newRows[$0.position] }
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
