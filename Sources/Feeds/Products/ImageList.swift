/// Lists of images in one field.
enum ImageList {
  /// The paths and URLs in `text`, separated by commas, bars or line ends. A comma within an
  /// `http`, `https` or `data` URL belongs to it unless another URL follows.
  ///
  /// Brackets around the whole list and quotes around each, as programs print lists, are left out.
  static func split(_ text: String) -> [String] {
    guard isBracketed(text) else { return splitBare(text) }
    return splitBare(String(text.trimmed().dropFirst().dropLast())).compactMap { image in
      let path = image.drop(while: isQuote)
      let bare = path.last.map(isQuote) == true ? path.dropLast() : path
      return bare.isEmpty ? nil : String(bare)
    }
  }

  /// Whether `text` is a list in brackets.
  static func isBracketed(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return false }
    let text = text.trimmed()
    return text.hasPrefix("[") && text.hasSuffix("]")
  }

  private static func isQuote(_ character: Character) -> Bool {
    character == "\"" || character == "'"
  }

  private static func splitBare(_ text: String) -> [String] {
    var images: [String] = []
    for line in text.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
      var joined: [String] = []
      var lastIsURL = false
      for piece in line.split(separator: ",", omittingEmptySubsequences: false) {
        let start = piece.prefix { $0.isWhitespace || isQuote($0) }.endIndex
        let beginsURL = Self.beginsURL(piece[start...])
        if lastIsURL, !beginsURL, let last = joined.indices.last {
          joined[last] += ","
          joined[last] += piece
        } else {
          joined.append(String(piece))
          lastIsURL = isURL(piece[start...])
        }
      }
      images += joined.map { $0.trimmed() }
    }
    return images.filter { !$0.isEmpty }
  }

  private static func isURL(_ text: Substring) -> Bool {
    let start = text.prefix(8).lowercased()
    return ["http://", "https://", "data:"].contains { start.hasPrefix($0) }
  }

  private static func beginsURL(_ text: Substring) -> Bool {
    isURL(text) || text.prefix(5).lowercased() == "file:"
  }
}
