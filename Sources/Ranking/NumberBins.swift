/// Ranges of a number, for counts such as those of prices.
public enum NumberBins {
  /// A range and how many numbers lie in it.
  public struct Bin: Sendable, Equatable {
    /// The range; the upper bound belongs to the next one, but for the last.
    public let lower, upper: Double
    /// How many numbers lie in it.
    public let count: Int
  }

  /// At most about `wanted` ranges with round bounds (1, 2 or 5 times a power of ten) that cover all finite numbers;
  /// empty ranges are left out.
  public static func bins(_ numbers: [Double], wanted: Int = 6) -> [Bin] {
    precondition(wanted > 0)
    let numbers = numbers.filter(\.isFinite).sorted()
    guard let least = numbers.first, let most = numbers.last else { return [] }
    // A few numbers far out do not decide the width of all.
    let typical = numbers[Int(Double(numbers.count - 1) * 0.95)] - least
    let width = roundWidth(atLeast: (typical > 0 ? typical : most - least) / Double(wanted))
    guard width > 0, (most - least) / width < 1e9 else {
      return [Bin(lower: least, upper: most, count: numbers.count)]
    }
    var bins: [Bin] = []
    var rest = numbers[...]
    while let next = rest.first {
      let step = (next / width).rounded(.down)
      let isLast = bins.count == wanted - 1
      let upper = isLast ? (most / width).rounded(.down) * width + width : (step + 1) * width
      let inside = rest.prefix { $0 < upper || isLast }
      // Where rounding leaves nothing below the bound, the number itself still counts.
      let taken = max(1, inside.count)
      bins.append(Bin(lower: step * width, upper: upper, count: taken))
      rest = rest.dropFirst(taken)
    }
    return bins
  }

  private static func roundWidth(atLeast least: Double) -> Double {
    guard least > 1e-300, least.isFinite else { return 0 }
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    return [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? 10 * power
  }
}
