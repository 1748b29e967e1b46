/// Where walks begin: a node of the highest level; nil for a graph without nodes.
struct GraphEntry: Sendable, Equatable {
  let node: UInt32
  let level: Int
}
