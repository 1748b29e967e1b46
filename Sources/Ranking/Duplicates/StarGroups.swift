/// Groups whose members all resemble one of them, rather than each other in a chain.
public enum StarGroups {
  /// A group.
  public struct Group: Sendable, Equatable {
    /// The best member.
    public let center: Int
    /// The others, as its neighbours were given.
    public let members: [Int]
  }

  /// Makes each element, the best first, the centre of the neighbours that belong to no better one.
  ///
  /// - Parameters:
  ///   - count: The elements are 0 ..< count, the best first.
  ///   - neighbors: The elements that resemble one.
  /// - Returns: The groups of more than one, in the order of their centres.
  public static func groups(count: Int, neighbors: (Int) -> [Int]) -> [Group] {
    var isTaken = [Bool](repeating: false, count: count)
    var groups: [Group] = []
    for center in 0..<count where !isTaken[center] {
      isTaken[center] = true
      let members = neighbors(center).filter { !isTaken[$0] }
      for member in members { isTaken[member] = true }
      if !members.isEmpty { groups.append(Group(center: center, members: members)) }
    }
    return groups
  }
}
