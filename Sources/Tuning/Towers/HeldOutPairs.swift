/// Pictures and texts that are not trained with, ready for the part that is trained.
public struct HeldOutPairs: Sendable {
  private let towers: Towers
  private let pieces: [Towers.Input]
  /// The numbers of the pictures that could be read.
  public let pictures: [Int]
  /// Their texts by picture and place there, each wording once: the same words are the same answer.
  public let texts: [(picture: Int, text: Int)]
  /// The group of each picture.
  public let imageGroups: [Int]
  /// The group of each text.
  public let textGroups: [Int]
  private let threads: Int

  /// Pictures at a time.
  private static let piece = 64

  /// Reads pictures and all of their texts; those that cannot be read are left out.
  public init(
    _ pictures: [Int], of examples: any TowerExamples, towers: Towers, threads: Int
  ) {
    self.towers = towers
    self.threads = threads
    var pieces: [Towers.Input] = []
    var present: [Int] = []
    var texts: [(picture: Int, text: Int)] = []
    var wordings: Set<[Int32]> = []
    for first in stride(from: 0, to: pictures.count, by: Self.piece) {
      let numbers = Array(pictures[first..<min(first + Self.piece, pictures.count)])
      let loaded = ExampleLoading.map(numbers, threads: threads) { picture in
        examples.features(picture, epoch: nil).map { (picture, $0) }
      }.compactMap { $0 }
      guard !loaded.isEmpty else { continue }
      var tokens: [[Int32]] = []
      for (picture, _) in loaded {
        for text in 0..<examples.textCount(picture) {
          let wording = examples.tokens(picture, text: text, epoch: nil)
          guard wordings.insert(wording).inserted else { continue }
          texts.append((picture, text))
          tokens.append(wording)
        }
      }
      present += loaded.map { $0.0 }
      pieces.append(towers.input(pictures: loaded.map { $0.1 }, texts: tokens))
    }
    self.pieces = pieces
    self.pictures = present
    self.texts = texts
    imageGroups = present.map(examples.group)
    textGroups = texts.map { examples.group($0.picture) }
  }

  /// The unit vectors that parameters give, `[pictures, dimension]` and `[texts, dimension]`.
  public func vectors(_ parameters: [Parameter]) -> (images: Matrix, texts: Matrix) {
    var (images, texts): ([Matrix], [Matrix]) = ([], [])
    for piece in pieces {
      // On a tape for its threads; it is thrown away.
      let tape = Tape(threads: threads)
      let found = towers(piece, variables: parameters.map { tape.variable($0.value) })
      images.append(found.images.value)
      texts.append(found.texts.value)
    }
    return (Matrix(joining: images), Matrix(joining: texts))
  }

  /// How often parameters find what belongs together.
  public func recall(_ parameters: [Parameter]) -> PairRecall {
    let (images, texts) = vectors(parameters)
    return recall(images: images, texts: texts)
  }

  /// The same for vectors that were made in another way, in the order of ``pictures`` and ``texts``.
  public func recall(images: Matrix, texts: Matrix) -> PairRecall {
    PairRecall(
      images: images, imageGroups: imageGroups, texts: texts, textGroups: textGroups,
      threads: threads)
  }
}
