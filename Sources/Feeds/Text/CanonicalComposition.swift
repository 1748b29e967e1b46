/// Normalisation form C (Unicode Standard Annex 15): letters and the marks on them as one character
/// where there is one.
enum CanonicalComposition {
  private struct Pair: Hashable {
    let first: Unicode.Scalar
    let second: Unicode.Scalar
  }

  // Hangul syllables are composed by calculation (Unicode Standard, section 3.12).
  private static let syllables: Range<UInt32> = 0xac00..<0xd7a4
  private static let leadingConsonants: Range<UInt32> = 0x1100..<0x1113
  private static let vowels: Range<UInt32> = 0x1161..<0x1176
  private static let trailingConsonants: Range<UInt32> = 0x11a8..<0x11c3
  private static let trailingCount: UInt32 = 28

  /// Composes `text` in place. Most texts have nothing to compose and are only looked through.
  static func compose(_ text: inout [Unicode.Scalar]) {
    guard text.contains(where: mayCompose) else { return }
    var decomposed: [Unicode.Scalar] = []
    decomposed.reserveCapacity(text.count)
    for scalar in text {
      decompose(scalar, into: &decomposed)
    }
    text = composed(ordered(decomposed))
  }

  /// Whether a character may be a mark or a part of a syllable: false for the letters and signs
  /// that most texts consist of.
  private static func mayCompose(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300, 0x370..<0x483, 0x2000..<0x20d0, 0x2100..<0x2cef, 0x3040..<0x3099,
      0x309d..<0xa66f, 0xac00..<0xd7a4, 0x1f000..<0x20000:
      false
    default: true
    }
  }

  private static func decompose(_ scalar: Unicode.Scalar, into text: inout [Unicode.Scalar]) {
    if syllables.contains(scalar.value) {
      let index = scalar.value - syllables.lowerBound
      let (pair, trailing) = index.quotientAndRemainder(dividingBy: trailingCount)
      let (leading, vowel) = pair.quotientAndRemainder(dividingBy: UInt32(vowels.count))
      let parts = [
        leadingConsonants.lowerBound + leading, vowels.lowerBound + vowel,
        trailing > 0 ? trailingConsonants.lowerBound + trailing - 1 : nil,
      ]
      text += parts.compactMap { $0.flatMap(Unicode.Scalar.init) }
    } else if scalar.value >= 0xc0, let pair = tables.pairs[scalar] {
      decompose(pair.first, into: &text)
      text.append(pair.second)
    } else {
      text.append(scalar)
    }
  }

  /// Marks in the order of their combining classes, the stable one.
  private static func ordered(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let classes = text.map { $0.properties.canonicalCombiningClass.rawValue }
    var ordered = text
    var start = 0
    while start < text.count {
      guard classes[start] != 0 else {
        start += 1
        continue
      }
      var end = start
      while end < text.count, classes[end] != 0 { end += 1 }
      if end - start > 1 {
        let marks = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
        for (place, mark) in zip(start..<end, marks) { ordered[place] = text[mark] }
      }
      start = end
    }
    return ordered
  }

  private static func composed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.count)
    var starter: Int?
    var lastClass: UInt8 = 0
    for scalar in text {
      let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
      if let place = starter {
        let isAdjacent = place == output.count - 1
        let isReachable = isAdjacent || lastClass != 0 && lastClass < combiningClass
        if isReachable, let composite = composite(output[place], scalar) {
          output[place] = composite
          continue
        }
      }
      if combiningClass == 0 { starter = output.count }
      lastClass = combiningClass
      output.append(scalar)
    }
    return output
  }

  private static func composite(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Unicode.Scalar? {
    if leadingConsonants.contains(first.value), vowels.contains(second.value) {
      let leading = first.value - leadingConsonants.lowerBound
      let pair = leading * UInt32(vowels.count) + second.value - vowels.lowerBound
      return Unicode.Scalar(syllables.lowerBound + pair * trailingCount)
    }
    if syllables.contains(first.value), trailingConsonants.contains(second.value),
      (first.value - syllables.lowerBound).isMultiple(of: trailingCount)
    {
      return Unicode.Scalar(first.value + second.value - trailingConsonants.lowerBound + 1)
    }
    return tables.composites[Pair(first: first, second: second)]
  }

  private static let tables: (pairs: [Unicode.Scalar: Pair], composites: [Pair: Unicode.Scalar]) = {
    var pairs: [Unicode.Scalar: Pair] = [:]
    var composites: [Pair: Unicode.Scalar] = [:]
    NormalizationEntries.forEach(in: CompositionTable.entries) { composite, parts in
      let pair = Pair(first: parts[0], second: parts[1])
      pairs[composite] = pair
      composites[pair] = composite
    }
    return (pairs, composites)
  }()
}
