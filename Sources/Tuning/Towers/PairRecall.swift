/// How often the first k found hold what belongs to a query: of texts among pictures, and of pictures among
/// texts.
public struct PairRecall: Sendable, Equatable {
  /// The numbers of results looked at.
  public static let depths = [1, 5, 10]

  /// The rank of the first picture of its group for each text, counted from one.
  public let textToImage: [Int]
  /// The rank of the first text of its group for each picture.
  public let imageToText: [Int]

  /// Ranks unit vectors by their dot products; of equal ones what belongs to the query comes last.
  public init(images: Matrix, imageGroups: [Int], texts: Matrix, textGroups: [Int], threads: Int) {
    func ranks(_ queries: Matrix, _ wanted: [Int], _ items: Matrix, _ groups: [Int]) -> [Int] {
      var ranks: [Int] = []
      // In pieces: all similarities at once would grow with the square of the number.
      for first in stride(from: 0, to: queries.rows, by: 256) {
        let piece = first..<min(first + 256, queries.rows)
        let cosines = queries.rows(piece).multiplied(by: items, threads: threads)
        for query in piece {
          let row = cosines.row(query - piece.lowerBound)
          let found = zip(row, groups)
          let best = found.reduce(-Float.infinity) {
            $1.1 == wanted[query] ? max($0, $1.0) : $0
          }
          ranks.append(
            found.reduce(1) { $0 + ($1.1 != wanted[query] && $1.0 >= best ? 1 : 0) })
        }
      }
      return ranks
    }
    textToImage = ranks(texts, textGroups, images, imageGroups)
    imageToText = ranks(images, imageGroups, texts, textGroups)
  }

  /// The shares of queries answered within each depth.
  public static func shares(_ ranks: [Int]) -> [Double] {
    depths.map { depth in
      Double(ranks.count { $0 <= depth }) / Double(max(1, ranks.count))
    }
  }

  /// What became of each query, texts first: the share of depths within which it was answered.
  public var scores: [Double] {
    (textToImage + imageToText).map { rank in
      Double(Self.depths.count { rank <= $0 }) / Double(Self.depths.count)
    }
  }

  /// The mean recall over all depths, each direction counting as much.
  public var mean: Double {
    let shares = Self.shares(textToImage) + Self.shares(imageToText)
    return shares.reduce(0, +) / Double(shares.count)
  }
}
