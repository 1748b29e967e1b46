/// Lists of images in one field.
enum ImageList {
  /// The paths and URLs in `text`, separated by commas, bars or line ends. A comma within an
  /// `http`, `https` or `data` URL belongs to it unless another URL follows.
  static func split(_ text: String) -> [String] {
    var images: [String] = []
    for line in text.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
      var joined: [String] = []
      for piece in line.split(separator: ",", omittingEmptySubsequences: false) {
        if let last = joined.last, isURL(last), !beginsURL(piece.trimmed()) {
          joined[joined.count - 1] = last + "," + piece
        } else {
          joined.append(String(piece))
        }
      }
      images += joined.map { $0.trimmed() }
    }
    return images.filter { !$0.isEmpty }
  }

  private static func isURL(_ text: String) -> Bool {
    let start = text.trimmed().prefix(8).lowercased()
    return ["http://", "https://", "data:"].contains { start.hasPrefix($0) }
  }

  private static func beginsURL(_ text: String) -> Bool {
    isURL(text) || text.prefix(5).lowercased() == "file:"
  }
}
