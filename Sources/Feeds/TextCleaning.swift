/// Turns what feeds carry in titles and descriptions into plain text.
public enum TextCleaning {
  /// `text` without HTML: tags and comments become spaces, `script` and `style` elements are dropped
  /// whole (to the end of the text if they never close), character references are decoded (also doubly encoded ones), control and invisible
  /// formatting characters are dropped, full-width letters and ligatures become plain ones, and
  /// runs of white space one space, none at the ends.
  ///
  /// Cleaning clean text changes nothing. Linear in the length of the text.
  public static func clean(_ text: String) -> String {
    if isClean(text) { return text }
    var cleaner = TextCleaner()
    for scalar in text.unicodeScalars {
      cleaner.append(scalar)
    }
    return cleaner.finish()
  }

  /// Whether nothing in `text` could need cleaning: a quick look that most texts pass.
  private static func isClean(_ text: String) -> Bool {
    var previous = UInt8(ascii: " ")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "): if previous == byte { return false }
      case UInt8(ascii: "<"), UInt8(ascii: "&"): return false
      case 0x21..<0x7f: break
      default: return false
      }
      previous = byte
    }
    return previous != UInt8(ascii: " ") || text.isEmpty
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

  mutating func append(_ scalar: Unicode.Scalar) {
    if CompatibilityMapping.isPlain(scalar) {
      appendPlain(scalar)
    } else {
      for scalar in CompatibilityMapping.plain(scalar) {
        appendPlain(scalar)
      }
    }
  }

  private mutating func appendPlain(_ scalar: Unicode.Scalar) {
    var scalar = scalar
    output(scalar)
    while scalar == ";", let (decoded, length) = reference() {
      output.removeLast(length)
      forgetOpenings()
      scalar = decoded
      for plain in CompatibilityMapping.plain(decoded) {
        output(plain)
        scalar = plain
      }
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
