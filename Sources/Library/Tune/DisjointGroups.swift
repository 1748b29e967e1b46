/// Numbers in groups that are joined one by one (Galler and Fischer 1964, with halved paths).
struct DisjointGroups {
  private var parents: [Int]

  /// Each number in a group of its own.
  init(count: Int) {
    parents = Array(0..<count)
  }

  /// The smallest number of a number's group.
  mutating func root(of number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  /// Makes one group of those of two numbers.
  mutating func join(_ first: Int, _ second: Int) {
    let (first, second) = (root(of: first), root(of: second))
    parents[max(first, second)] = min(first, second)
  }
}
