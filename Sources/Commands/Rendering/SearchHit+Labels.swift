internal import Library

/// How a result is named to people.
extension SearchHit {
  /// The title, else the name of the file, else the id; free of control characters.
  var label: String {
    if let title, !title.isEmpty { return Sentence.printable(title) }
    return Sentence.printable(path.map { Path.name($0) } ?? id[...])
  }

  /// How many others it stands for, as ` (+3)` or ` (+3 copies)`; empty for none.
  var collapsedText: String {
    (collapsed > 0 ? " (+\(collapsed))" : "")
      + (copies > 0 ? " (+\(Sentence.count(copies, "copy", plural: "copies")))" : "")
  }

  /// What tells results with one label apart: the id of a product, the folder of a photo.
  var origin: String {
    guard let path else { return Sentence.printable(id) }
    return Sentence.printable(id.hasPrefix("/") || id == path ? Path.folder(path) : id)
  }

  /// The price with two decimals and its currency; nil where there is none.
  var priceText: String? {
    guard let price else { return nil }
    let amount = Sentence.fixed(price, decimals: 2)
    return currency.map { "\(amount) \(Sentence.printable($0))" } ?? amount
  }
}
