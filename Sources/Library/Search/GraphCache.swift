internal import Storage
internal import Synchronization
internal import VectorIndex

/// The graphs beside an index, opened or built when a request first asks for them and kept for the next.
final class GraphCache: Sendable {
  private let snapshot: VectorSnapshot
  private let indexPath: String
  private let threads: Int
  private let opened = Mutex<(graphs: [VectorGraph]?, indexes: [Int: HNSWIndex])>((nil, [:]))

  /// - Parameter indexPath: The path of the index; graphs lie beside it.
  init(_ snapshot: VectorSnapshot, besideIndexAt indexPath: String, threads: Int) {
    self.snapshot = snapshot
    self.indexPath = indexPath
    self.threads = threads
  }

  /// Where the graph of a part lies.
  static func path(of part: ItemPart, besideIndexAt indexPath: String) -> String {
    "\(indexPath)-\(part.rawValue).graph"
  }

  /// An index whose walks keep `expansion` rows in view.
  ///
  /// Throws: `SnapshotError` where a graph cannot be built.
  func index(expansion: Int) throws -> HNSWIndex {
    try opened.withLock { opened in
      if let known = opened.indexes[expansion] { return known }
      let graphs = try opened.graphs ?? ItemPart.embedded.compactMap(graph)
      opened.graphs = graphs
      let index = HNSWIndex(snapshot, graphs: graphs, expansion: expansion, threads: threads)
      opened.indexes[expansion] = index
      return index
    }
  }

  /// The graph of a part; nil for one that no item has.
  private func graph(of part: ItemPart) throws(SnapshotError) -> VectorGraph? {
    guard snapshot.rowCount(ofBlock: part.rawValue) > 0 else { return nil }
    do {
      return try VectorGraph.current(
        at: Self.path(of: part, besideIndexAt: indexPath), block: part.rawValue, snapshot: snapshot,
        threads: threads)
    } catch SnapshotError.cannotWrite {
      // A library on a medium that cannot be written: the graph serves this process alone.
      return VectorGraph.build(of: part.rawValue, in: snapshot, threads: threads)
    }
  }
}
