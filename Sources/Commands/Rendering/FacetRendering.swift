internal import Library

/// The values of a field among the relevant items.
enum FacetRendering {
  /// `brand: Acme 12 · Zed 3`, one line.
  static func text(_ facet: Facet) -> String {
    let values = facet.values.map {
      "\(Sentence.printable($0.value)) \(Sentence.grouped($0.count))"
    }
    let list = values.isEmpty ? "no relevant item has it" : values.joined(separator: " · ")
    return "\(Sentence.printable(facet.field)): \(list)\n"
  }
}
