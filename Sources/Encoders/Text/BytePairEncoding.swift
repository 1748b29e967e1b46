/// Byte-pair encoding (Sennrich et al., 2016) over bytes, with a mark for a word's end, as CLIP
/// uses it: a word's bytes become symbols, and the pair of neighbours that was merged first in
/// training is merged first, until no pair is known.
struct BytePairEncoding: Sendable {
  /// The symbol of each byte within a word, and of each byte that ends one.
  private let symbols: (within: [Int32], ending: [Int32])
  private let merges: [UInt64: Merge]

  /// What two neighbours become, and how early.
  private struct Merge: Sendable {
    let rank: Int32
    let symbol: Int32
  }

  /// Why a vocabulary and merges make no encoding.
  struct Refusal: Error {
    let isVocabulary: Bool
    let reason: String
  }

  /// The character that stands for each byte in vocabulary and merges: GPT-2's `bytes_to_unicode`,
  /// where printable bytes stand for themselves and the others for U+0100 onwards.
  private static let byteCharacters: [Character] = {
    var next: UInt32 = 256
    return (0...255).map { (byte: UInt32) in
      var code = byte
      if !((33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)) {
        code = next
        next += 1
      }
      return Unicode.Scalar(code).map(Character.init) ?? " "
    }
  }()

  /// Joins a vocabulary and merges: a line with a version, then "left right" a line, in order of
  /// rank.
  init(vocabulary: TokenTable, merges text: UnsafeRawBufferPointer) throws(Refusal) {
    func symbol(
      _ first: UnsafeRawBufferPointer,
      _ second: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) throws(Refusal) -> Int32 {
      if let symbol = vocabulary.token(first, second) { return symbol }
      let spelling = String(decoding: Array(first) + Array(second), as: UTF8.self)
      throw Refusal(isVocabulary: true, reason: "it has no token \(spelling)")
    }
    var within: [Int32] = []
    var ending: [Int32] = []
    for character in Self.byteCharacters {
      for (spelling, isEnding) in [(String(character), false), ("\(character)</w>", true)] {
        guard let token = vocabulary.token(spelling) else {
          throw Refusal(isVocabulary: true, reason: "it has no token \(spelling)")
        }
        if isEnding { ending.append(token) } else { within.append(token) }
      }
    }
    symbols = (within, ending)
    var merges: [UInt64: Merge] = [:]
    merges.reserveCapacity(vocabulary.count)
    var rank: Int32 = 0
    var start = 0
    while start < text.count {
      let rest = text[start...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let line = UnsafeRawBufferPointer(rebasing: text[start..<end])
      defer { start = end + 1 }
      if line.isEmpty || start == 0 && line.starts(with: "#version".utf8) { continue }
      rank += 1
      func refusal(_ reason: String) -> Refusal {
        Refusal(
          isVocabulary: false,
          reason: "merge \(rank) \(reason): \(String(decoding: line, as: UTF8.self))")
      }
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else {
        throw refusal("is not two symbols")
      }
      let left = UnsafeRawBufferPointer(rebasing: line[..<space])
      let right = UnsafeRawBufferPointer(rebasing: line[(space + 1)...])
      let merge = Merge(rank: rank, symbol: try symbol(left, right))
      let pair = Self.pair(try symbol(left), try symbol(right))
      guard merges.updateValue(merge, forKey: pair) == nil else { throw refusal("comes twice") }
    }
    self.merges = merges
  }

  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The tokens of one word given as UTF-8; time grows as n log n with its length.
  func encode(_ word: [UInt8]) -> [Int32] {
    guard let last = word.last else { return [] }
    var chain = SymbolChain(word.dropLast().map { symbols.within[Int($0)] })
    chain.append(symbols.ending[Int(last)])
    var candidates = CandidateHeap()
    for position in 0..<word.count - 1 { propose(at: position, of: chain, to: &candidates) }
    while let candidate = candidates.popFirst() {
      let left = Int(candidate.position)
      guard let right = chain.next(left),
        let merge = merges[Self.pair(chain[left], chain[right])], merge.rank == candidate.rank
      else { continue }
      chain.join(left, with: right, to: merge.symbol)
      propose(at: left, of: chain, to: &candidates)
      if let previous = chain.previous(left) {
        propose(at: previous, of: chain, to: &candidates)
      }
    }
    return chain.remaining
  }

  /// Notes the merge, if there is one, of the symbol at a position with its successor.
  private func propose(
    at position: Int, of chain: SymbolChain, to candidates: inout CandidateHeap
  ) {
    guard let next = chain.next(position),
      let merge = merges[Self.pair(chain[position], chain[next])]
    else { return }
    candidates.insert(CandidateHeap.Candidate(rank: merge.rank, position: Int32(position)))
  }
}

/// A word's symbols as a doubly linked list over fixed positions.
private struct SymbolChain {
  private static let joined: Int32 = -1
  private var symbols: [Int32]
  private var previousPositions: [Int]
  private var nextPositions: [Int]

  init(_ symbols: [Int32]) {
    self.symbols = symbols
    previousPositions = Array(-1..<symbols.count - 1)
    nextPositions = Array(1..<symbols.count + 1)
  }

  mutating func append(_ symbol: Int32) {
    symbols.append(symbol)
    previousPositions.append(symbols.count - 2)
    nextPositions.append(symbols.count)
  }

  /// The symbol at a position, or −1 where it has been joined to the one before.
  subscript(position: Int) -> Int32 { symbols[position] }

  func next(_ position: Int) -> Int? {
    guard symbols[position] != Self.joined, nextPositions[position] < symbols.count else {
      return nil
    }
    return nextPositions[position]
  }

  func previous(_ position: Int) -> Int? {
    previousPositions[position] < 0 ? nil : previousPositions[position]
  }

  mutating func join(_ left: Int, with right: Int, to symbol: Int32) {
    symbols[left] = symbol
    symbols[right] = Self.joined
    let next = nextPositions[right]
    nextPositions[left] = next
    if next < symbols.count { previousPositions[next] = left }
  }

  var remaining: [Int32] { symbols.filter { $0 != Self.joined } }
}

/// A binary heap of possible merges: lowest rank first, then leftmost.
private struct CandidateHeap {
  struct Candidate: Comparable {
    let rank: Int32
    let position: Int32

    static func < (a: Candidate, b: Candidate) -> Bool {
      (a.rank, a.position) < (b.rank, b.position)
    }
  }

  private var candidates: [Candidate] = []

  mutating func insert(_ candidate: Candidate) {
    candidates.append(candidate)
    var child = candidates.count - 1
    while child > 0, candidates[child] < candidates[(child - 1) / 2] {
      candidates.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Candidate? {
    guard let first = candidates.first, let last = candidates.popLast() else { return nil }
    guard !candidates.isEmpty else { return first }
    candidates[0] = last
    var parent = 0
    while 2 * parent + 1 < candidates.count {
      var child = 2 * parent + 1
      if child + 1 < candidates.count, candidates[child + 1] < candidates[child] { child += 1 }
      guard candidates[child] < candidates[parent] else { break }
      candidates.swapAt(child, parent)
      parent = child
    }
    return first
  }
}
