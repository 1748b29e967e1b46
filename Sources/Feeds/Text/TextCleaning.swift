/// Turns what feeds carry in titles and descriptions into plain text.
public enum TextCleaning {
  /// `text` without HTML: tags and comments become spaces, `script` and `style` elements are
  /// dropped whole (to the end of the text if they never close), character references are decoded (also
  /// doubly encoded ones), control and invisible formatting characters are dropped, the rest is in
  /// Unicode's normalisation form KC (composed letters, plain ones for full-width letters and
  /// ligatures), and runs of white space are one space, none at the ends.
  ///
  /// Cleaning clean text changes nothing. Linear in the length of the text.
  ///
  /// - Parameter expandingContractions: whether English contractions are written out: "don't" as
  ///   "do not".
  public static func clean(_ text: String, expandingContractions: Bool = false) -> String {
    let cleaned = isClean(text) ? text : cleanWhole(text)
    return expandingContractions ? Contractions.expand(cleaned) : cleaned
  }

  private static func cleanWhole(_ text: String) -> String {
    var cleaner = TextCleaner(capacity: text.utf8.count)
    for scalar in text.unicodeScalars {
      cleaner.append(scalar)
    }
    return cleaner.finish()
  }

  /// Whether nothing in `text` could need cleaning: a quick look that most texts pass.
  private static func isClean(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable(isClean) ?? false
  }

  private static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    var previous = UInt8(ascii: " ")
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: " "): if previous == byte { return false }
      case UInt8(ascii: "<"), UInt8(ascii: "&"): return false
      case 0x21..<0x7f: break
      default:
        let length = lengthOfPlainLetter(bytes[index...])
        guard length > 0 else { return false }
        index += length - 1
      }
      previous = byte
      index += 1
    }
    return previous != UInt8(ascii: " ") || bytes.isEmpty
  }

  /// How many bytes the character that begins `bytes` has, if it is a frequent one beyond ASCII
  /// that stands for itself: À to ÿ, Ā to ı, dashes, quotes, bullets and the euro sign. Else 0.
  private static func lengthOfPlainLetter(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let start = bytes.startIndex
    guard bytes.count >= 2 else { return 0 }
    switch (bytes[start], bytes[start + 1]) {
    case (0xc3, _), (0xc4, 0x80...0xb1): return 2
    case (0xe2, 0x80) where bytes.count >= 3:
      switch bytes[start + 2] {
      case 0x93, 0x94, 0x98...0x9e, 0xa2: return 3
      default: return 0
      }
    case (0xe2, 0x82) where bytes.count >= 3: return bytes[start + 2] == 0xac ? 3 : 0
    default: return 0
    }
  }
}

/// The state of one cleaning.
///
/// Everything is decided when the character that completes it arrives, by looking back at the
/// output: a semicolon may complete a character reference, a `>` a tag. What is decoded counts as
/// if it had arrived itself, so nothing is left that a second pass would find.
private struct TextCleaner {
  private var output: [Unicode.Scalar] = []
  /// Where in the output each `<` stands that a `>` may still close.
  private var openings: [Int] = []
  /// The element whose content is being dropped, and the state to return to behind it.
  private var dropped: (name: String, output: [Unicode.Scalar], openings: [Int])?

  private static let longestReference = 32

  init(capacity: Int) {
    output.reserveCapacity(capacity)
  }

  mutating func append(_ scalar: Unicode.Scalar) {
    if CompatibilityMapping.isPlain(scalar) {
      appendPlain(scalar)
      return
    }
    switch CompatibilityMapping.plain(scalar) {
    case .itself: appendPlain(scalar)
    case .nothing: break
    case .space: appendPlain(" ")
    case .sequence(let scalars):
      for scalar in scalars { appendPlain(scalar) }
    }
  }

  private mutating func appendPlain(_ scalar: Unicode.Scalar) {
    var scalar = scalar
    output(scalar)
    while scalar == ";", let (decoded, length) = reference() {
      output.removeLast(length)
      forgetOpenings()
      switch CompatibilityMapping.plain(decoded) {
      case .itself: scalar = decoded
      case .nothing: return
      case .space: scalar = " "
      case .sequence(let scalars):
        guard scalars.count == 1 else {
          // None of them is a semicolon, so this goes no deeper.
          for scalar in scalars { appendPlain(scalar) }
          return
        }
        // It may complete another reference, as a full-width semicolon does.
        scalar = scalars[0]
      }
      output(scalar)
    }
    if scalar == ">" {
      closeTag()
    }
  }

  mutating func finish() -> String {
    if let dropped {
      output = dropped.output
    }
    if output.last == " " {
      output.removeLast()
    }
    CanonicalComposition.compose(&output)
    var text: [UInt8] = []
    text.reserveCapacity(output.count)
    for scalar in output {
      if scalar.isASCII {
        text.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func output(_ scalar: Unicode.Scalar) {
    if scalar == " " {
      if let last = output.last, last != " " {
        output.append(scalar)
      }
      return
    }
    if scalar == "<" {
      openings.append(output.count)
    }
    output.append(scalar)
  }

  /// The character reference that ends the output, decoded, and its length.
  private func reference() -> (Unicode.Scalar, Int)? {
    let body = output.dropLast()
    let tail = body.suffix(Self.longestReference)
    guard let start = tail.lastIndex(of: "&"), start + 1 < body.endIndex else { return nil }
    let name = body[(start + 1)...]
    guard let decoded = CharacterReference.decode(name) else { return nil }
    return (decoded, output.count - start)
  }

  /// Removes the tag or comment that ends the output, if one does.
  private mutating func closeTag() {
    guard let start = openings.last else { return }
    let content = output[(start + 1)...].dropLast()
    guard let first = content.first, Self.beginsTag(first) else {
      openings.removeAll()
      return
    }
    if content.starts(with: "!--".unicodeScalars) {
      guard content.count >= 5, content.suffix(2).elementsEqual("--".unicodeScalars) else { return }
    }
    let (isEnd, name) = Self.elementName(of: content)
    output.removeSubrange(start...)
    forgetOpenings()
    if let outer = dropped {
      guard isEnd, name == outer.name else { return }
      (output, openings, dropped) = (outer.output, outer.openings, nil)
    } else if !isEnd, name == "script" || name == "style" {
      output(" ")
      dropped = (name, output, openings)
      (output, openings) = ([], [])
      return
    }
    output(" ")
  }

  private mutating func forgetOpenings() {
    while let last = openings.last, last >= output.count {
      openings.removeLast()
    }
  }

  private static func beginsTag(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || scalar == "!" || scalar == "?"
      || isLetter(scalar)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  /// The lower-case name of the element a tag begins or ends; at most seven letters of it.
  private static func elementName(of tag: ArraySlice<Unicode.Scalar>) -> (isEnd: Bool, String) {
    let isEnd = tag.first == "/"
    var name = ""
    for scalar in (isEnd ? tag.dropFirst() : tag).prefix(7) {
      guard isLetter(scalar) else { break }
      name.unicodeScalars.append(scalar)
    }
    return (isEnd, name.lowercased())
  }
}
