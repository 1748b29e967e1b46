internal import ArgumentParser
internal import Library

/// The weights of the parts of an item, as `image=1,title=0.5`.
enum PartWeights {
  /// - Throws: `ValidationError` that names the part which cannot be read.
  static func parse(_ text: String) throws -> [ItemPart: Double] {
    let known = ItemPart.allCases.map(\.rawValue).joined(separator: ", ")
    var weights: [ItemPart: Double] = [:]
    for pair in text.split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      guard sides.count == 2 else {
        throw ValidationError("'\(pair)' in --weights is not part=weight; the parts are \(known)")
      }
      guard let part = ItemPart(rawValue: sides[0]) else {
        throw ValidationError("'\(sides[0])' in --weights is no part; the parts are \(known)")
      }
      guard let weight = Double(sides[1]), weight.isFinite, weight >= 0 else {
        throw ValidationError("the weight of \(part.rawValue) in --weights is a number from 0 on")
      }
      guard weights.updateValue(weight, forKey: part) == nil else {
        throw ValidationError("\(part.rawValue) stands twice in --weights")
      }
    }
    guard weights.values.contains(where: { $0 > 0 }) else {
      throw ValidationError("--weights gives no part a weight above 0; the parts are \(known)")
    }
    return weights
  }
}
