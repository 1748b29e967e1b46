internal import Encoders
internal import JSON
internal import Tuning

/// What the card of a tuned model says in place of its parent's, and of the training.
struct TunedModelCard {
  let name: String
  let parent: DualEncoder
  let temperature: Float
  /// What unrelated pairs look like to the parent, and to the new model.
  let before: UnrelatedSimilarities
  let after: UnrelatedSimilarities
  /// What was done, and what it gained.
  let training: JSONValue

  /// The parent's card with these changes; what else it says stays true.
  func members(
    replacing base: [JSONValue.Member], files: JSONValue
  ) -> JSONValue {
    func statistics(
      _ parent: BackgroundStatistics,
      _ pair: KeyPath<UnrelatedSimilarities, UnrelatedSimilarities.Moments>
    ) -> JSONValue {
      let values = parent.carriedOver(from: before[keyPath: pair], to: after[keyPath: pair])
      return .object([
        ("mean", .decimal(Double(values.mean))), ("deviation", .decimal(Double(values.deviation))),
        ("best_of_1000", .decimal(Double(values.bestOfThousand))),
      ])
    }
    let background = JSONValue.object([
      ("text_image", statistics(parent.card.background.textImage, \.textImage)),
      ("text_text", statistics(parent.card.background.textText, \.textText)),
      ("image_image", statistics(parent.card.background.imageImage, \.imageImage)),
    ])
    var provenance: [JSONValue.Member] = [
      ("parent", .string(parent.name)), ("parent_fingerprint", .string(parent.fingerprint.hex)),
      ("training", training),
    ]
    if let earlier = base.first(where: { $0.key == "provenance" }) {
      provenance.append(("parent_provenance", earlier.value))
    }
    let changes: [JSONValue.Member] = [
      ("name", .string(name)),
      (
        "description",
        .string("\(parent.name), whose towers were trained further with mmsearch tune --towers.")
      ),
      ("temperature", .decimal(Double(temperature))), ("background", background),
      ("provenance", .object(provenance)), ("files", files),
    ]
    let kept = base.filter { member in !changes.contains { $0.key == member.key } }
    return .object(changes.prefix(2) + kept + changes.dropFirst(2))
  }
}

extension PairRecall {
  /// The shares of both directions by depth.
  var json: JSONValue {
    func shares(_ ranks: [Int]) -> JSONValue {
      .object(
        zip(Self.depths, Self.shares(ranks)).map { depth, share in
          (key: "R@\(depth)", value: .decimal(share))
        })
    }
    return .object([
      ("text_image", shares(textToImage)), ("image_text", shares(imageToText)),
    ])
  }
}
