import Testing

@testable import Tuning

@Suite("Heads that feedback makes")
struct FeedbackLearningTests {
  typealias Row = RetrievalVectors.Row

  /// Unit vectors of eight dimensions: pictures of two kinds that texts confuse, and much else.
  struct World {
    var vectors: RetrievalVectors
    /// Numbers of pictures of the kind that is looked for, and of the kind that is found too.
    let wanted = Array(0..<20)
    let unwanted = Array(20..<40)
    let rest = Array(40..<200)

    init() {
      var generator = SeededGenerator(seed: 3)
      func noisy(_ direction: [Float], _ noise: Double) -> [Float] {
        let row = direction.map { $0 + Float(noise * generator.normal()) }
        return Matrix(rows: 1, columns: row.count, scalars: row).withUnitRows.scalars
      }
      var images: [Float] = []
      for number in 0..<200 {
        var direction = [Float](repeating: 0, count: 8)
        switch number {
        case 0..<20: direction[0] = 1; direction[1] = 0.5
        case 20..<40: direction[0] = 1; direction[1] = -0.5
        default: direction[2 + number % 6] = 1
        }
        images += noisy(direction, 0.1)
      }
      var texts: [Float] = []
      for number in 0..<20 {
        var direction = [Float](repeating: 0, count: 8)
        direction[number < 8 ? 0 : 2 + number % 6] = 1
        texts += noisy(direction, 0.1)
      }
      vectors = RetrievalVectors(
        images: Matrix(rows: 200, columns: 8, scalars: images),
        texts: Matrix(rows: 20, columns: 8, scalars: texts))
    }

    var centers: [TuningModality: [Float]] {
      [.text: [Float](repeating: 0, count: 8), .image: [Float](repeating: 0, count: 8)]
    }

    func judged(_ text: Int, liked: [Int], disliked: [Int] = []) -> JudgedQuery {
      JudgedQuery(
        Row(.text, text),
        liked.map { .init(Row(.image, $0), grade: 1) }
          + disliked.map { .init(Row(.image, $0), grade: -1) })
    }

    func learning(_ queries: [JudgedQuery], others: [JudgedQuery] = []) -> FeedbackLearning {
      let answers = (0..<200).map { Row(.image, $0) }
      return FeedbackLearning(
        vectors, queries: queries, answers: answers, others: others, candidates: answers,
        centers: centers, threads: 1)
    }

    /// Of the ten nearest pictures to a text behind heads, how many are of a kind.
    func share(_ text: Int, _ heads: HeadPair, of kind: [Int]) -> Int {
      let query = heads.apply(to: vectors.gathering([Row(.text, text)]), .text)
      let cosines = query.multiplied(by: heads.apply(to: vectors.images, .image))
      return NearestRows.largest(of: cosines.row(0), count: 10).count(where: kind.contains)
    }
  }

  let world = World()

  @Test("likes move queries that are like the judged ones, and the held-out ones say so")
  func learned() throws {
    let queries = (0..<5).map { text in
      world.judged(text, liked: (0..<4).map { (text * 4 + $0) % 20 })
    }
    let others = (10..<20).map { world.judged($0, liked: [40 + $0 % 6]) }
    let outcome = world.learning(queries, others: others).run()
    let heads = try #require(outcome.heads)
    #expect(heads.image == nil)
    #expect(outcome.base.reduce(0, +) < outcome.tuned.reduce(0, +))
    let none = HeadPair(image: nil, text: nil)
    for text in 5..<8 {
      #expect(
        world.share(text, heads, of: world.wanted) > world.share(text, none, of: world.wanted))
    }
    // What no judged query resembles stays where it is, bit for bit but for its length.
    #expect(outcome.others.base == outcome.others.tuned)
    let far = world.vectors.gathering([Row(.text, 10)])
    for (moved, scalar) in zip(heads.apply(to: far, .text).scalars, far.scalars) {
      #expect(abs(moved - scalar) < 1e-5)
    }
  }

  @Test("dislikes move away, and less")
  func dislikes() throws {
    func heads(_ query: JudgedQuery) -> HeadPair {
      let strength = FeedbackStrength(step: 1, reach: 0.3)
      return FeedbackShift(vectors: world.vectors, centers: world.centers, strength: strength)
        .heads(for: [query])
    }
    func coordinate(_ heads: HeadPair) -> Float {
      heads.apply(to: world.vectors.gathering([Row(.text, 5)]), .text)[0, 1]
    }
    let start = coordinate(HeadPair(image: nil, text: nil))
    let toward = coordinate(heads(world.judged(0, liked: [0, 1, 2]))) - start
    let away = coordinate(heads(world.judged(0, liked: [], disliked: [20, 21, 22]))) - start
    #expect(toward > 0 && away > 0 && away < toward)
    let back = coordinate(heads(world.judged(0, liked: [], disliked: [0, 1, 2]))) - start
    #expect(back < 0)
  }

  @Test("where every movement would cost other queries, nothing is learned")
  func costly() {
    // The texts of another kind ask in the same words.
    let queries = (0..<4).map { world.judged($0, liked: [0, 1, 2, 3].map { ($0 + 4) % 20 }) }
    let others = (4..<8).map { world.judged($0, liked: Array(20..<30)) }
    #expect(world.learning(queries, others: others).run().heads == nil)
  }

  @Test("pictures that ask get a head of their own")
  func pictures() throws {
    let queries = (20..<25).map { number in
      JudgedQuery(Row(.image, number), (0..<5).map { .init(Row(.image, $0), grade: 1) })
    }
    let heads = try #require(world.learning(queries).run().heads)
    #expect(heads.text == nil && heads.image != nil)
  }

  @Test("ridge regression solves its normal equations")
  func ridge() {
    var generator = SeededGenerator(seed: 9)
    func random(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        scalars: (0..<rows * columns).map { _ in Float(generator.normal()) })
    }
    let (inputs, outputs) = (random(7, 5), random(7, 3))
    let solution = RidgeRegression.solve(inputs, outputs, ridge: 0.5)
    // The slope of ‖XC − Y‖² + r‖C‖² is zero: Xᵀ(XC − Y) + rC = 0.
    for row in 0..<5 {
      for column in 0..<3 {
        var slope = 0.5 * Double(solution[row, column])
        for record in 0..<7 {
          var error = -Double(outputs[record, column])
          for inner in 0..<5 {
            error += Double(inputs[record, inner]) * Double(solution[inner, column])
          }
          slope += Double(inputs[record, row]) * error
        }
        // Products of single precision, some ten of them.
        #expect(abs(slope) < 1e-4)
      }
    }
  }
}
