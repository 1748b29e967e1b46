import Dispatch
import Synchronization

/// Examples brought to the towers on several threads.
enum ExampleLoading {
  /// The input of some pictures with one text each, and those of them that could be read. Each thread
  /// takes a part, and a part's result does not depend on how many there are.
  static func input(
    _ chosen: [(picture: Int, text: Int)], of examples: any TowerExamples, towers: Towers,
    epoch: Int?, threads: Int
  ) -> (Towers.Input, present: [(picture: Int, text: Int)]) {
    let loaded = map(chosen, threads: threads) { picture, text in
      examples.features(picture, epoch: epoch).map { features in
        (
          (picture: picture, text: text), features,
          examples.tokens(picture, text: text, epoch: epoch)
        )
      }
    }.compactMap { $0 }
    let size = max(1, (loaded.count + threads - 1) / threads)
    let parts = stride(from: 0, to: loaded.count, by: size).map {
      Array(loaded[$0..<min($0 + size, loaded.count)])
    }
    let inputs = map(parts, threads: threads) { part in
      towers.input(pictures: part.map { $0.1 }, texts: part.map { $0.2 })
    }
    return (
      Towers.Input(
        features: Matrix(joining: inputs.map(\.features)),
        states: Matrix(joining: inputs.map(\.states)), lengths: inputs.flatMap(\.lengths)),
      loaded.map { $0.0 }
    )
  }

  /// The results for all elements, in their order.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let next = Atomic(0)
    let results = Mutex([Result?](repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: min(threads, elements.count)) { _ in
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < elements.count else { return }
        let result = transform(elements[place])
        results.withLock { $0[place] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}

extension Matrix {
  /// The rows of matrices, one below the other.
  init(joining pieces: [Matrix]) {
    self.init(
      rows: pieces.reduce(0) { $0 + $1.rows }, columns: pieces.first?.columns ?? 0,
      scalars: pieces.flatMap(\.scalars))
  }
}
