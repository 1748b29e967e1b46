internal import Storage
internal import Synchronization
internal import VectorIndex

/// The graphs beside an index, opened when a request first asks for them and kept for the next.
///
/// A library has graphs once one of its parts has ``rowsWorthAGraph`` vectors: whoever writes brings
/// them up to date. A request with `auto` walks over them if they are there, of the library's present
/// state, and were faster than scans when they were built; it never waits for one to be built.
final class GraphCache: Sendable {
  /// Fewer vectors are scanned in a millisecond.
  static let rowsWorthAGraph = 50_000
  private let rowsWorthAGraph: Int

  private let snapshot: VectorSnapshot
  private let indexPath: String
  private let threads: Int
  private let opened = Mutex(Opened())

  private struct Opened {
    /// Those that are kept; nil until they are looked for.
    var kept: [VectorGraph]?
    /// Those of all parts, built where there was none.
    var all: [VectorGraph]?
    var indexes: [Int: HNSWIndex] = [:]
  }

  /// Whoever asks for more is answered exactly.
  private static let mostByGraph = 1000
  private static let standardExpansion = 128

  /// - Parameter indexPath: The path of the index; graphs lie beside it.
  init(
    _ snapshot: VectorSnapshot, besideIndexAt indexPath: String, threads: Int,
    rowsWorthAGraph: Int = rowsWorthAGraph
  ) {
    self.snapshot = snapshot
    self.rowsWorthAGraph = rowsWorthAGraph
    self.indexPath = indexPath
    self.threads = threads
  }

  /// The index to walk over for `count` items; nil where an exhaustive search has to answer.
  ///
  /// - Parameter expansion: how many vectors walks keep in view; nil for what was found to be enough.
  func index(_ kind: IndexKind, count: Int, expansion: Int?) -> HNSWIndex? {
    guard kind != .flat, count <= Self.mostByGraph else { return nil }
    return opened.withLock { opened in
      var enough = Self.standardExpansion
      if kind == .auto {
        let kept = opened.kept ?? parts.compactMap(kept)
        opened.kept = kept
        let trials = kept.compactMap(\.trial)
        guard !kept.isEmpty, trials.count == kept.count, trials.contains(where: \.isWorthWalking)
        else { return nil }
        enough = trials.reduce(enough) { max($0, $1.expansion) }
      } else if opened.all == nil {
        opened.all = parts.compactMap { part in graph(of: part) { true } }
        opened.indexes = [:]
      }
      // A walk returns half of what it has in view at most.
      let expansion = max(expansion ?? enough, 2 * count)
      if let known = opened.indexes[expansion] { return known }
      let index = HNSWIndex(
        snapshot, graphs: opened.all ?? opened.kept ?? [], expansion: expansion, threads: threads)
      opened.indexes[expansion] = index
      return index
    }
  }

  /// Brings the graphs of a library that is worth them up to date; says how many vectors are linked
  /// before that begins, for each graph where there are any. Stops once `continues` says no.
  func update(announce: (Int) -> Void, while continues: @Sendable () -> Bool) {
    let rows = parts.map { snapshot.rowCount(ofBlock: $0.rawValue) }
    guard let most = rows.max(), most >= rowsWorthAGraph else { return }
    for part in parts where continues() {
      _ = graph(of: part, announce: announce, while: continues)
    }
  }

  /// The graphs that are kept for the library's present state.
  var kept: [VectorGraph] { parts.compactMap(kept) }

  /// Checks the files of graphs that can be opened, of whatever state.
  ///
  /// Throws: `SnapshotError` for one that is damaged.
  func verify() throws(SnapshotError) {
    for part in parts {
      let path = path(of: part)
      let graph = try? VectorGraph.open(
        path: path, block: part.rawValue, fingerprint: snapshot.fingerprint)
      try graph?.verify(at: path, threads: threads)
    }
  }

  /// The index over the graphs that are kept, whether or not they are worth walking over; nil where
  /// there are none.
  var keptIndex: HNSWIndex? {
    let graphs = kept
    guard !graphs.isEmpty else { return nil }
    let expansion = graphs.compactMap(\.trial).reduce(Self.standardExpansion) {
      max($0, $1.expansion)
    }
    return HNSWIndex(snapshot, graphs: graphs, expansion: expansion, threads: threads)
  }

  /// The parts that items have.
  private var parts: [ItemPart] {
    ItemPart.embedded.filter { snapshot.rowCount(ofBlock: $0.rawValue) > 0 }
  }

  /// The files of all graphs, whether or not they are there.
  static func files(besideIndexAt indexPath: String) -> [String] {
    ItemPart.embedded.flatMap {
      VectorGraph.files(ofGraphAt: path(of: $0, besideIndexAt: indexPath))
    }
  }

  private static func path(of part: ItemPart, besideIndexAt indexPath: String) -> String {
    "\(indexPath)-\(part.rawValue).graph"
  }

  private func path(of part: ItemPart) -> String {
    Self.path(of: part, besideIndexAt: indexPath)
  }

  private func kept(_ part: ItemPart) -> VectorGraph? {
    VectorGraph.kept(at: path(of: part), block: part.rawValue, snapshot: snapshot)
  }

  private func graph(
    of part: ItemPart, announce: (Int) -> Void = { _ in }, while continues: @Sendable () -> Bool
  ) -> VectorGraph? {
    VectorGraph.current(
      at: path(of: part), block: part.rawValue, snapshot: snapshot, threads: threads,
      willLink: announce, while: continues)
  }
}
