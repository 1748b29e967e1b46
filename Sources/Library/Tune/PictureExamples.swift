internal import Encoders
internal import Imaging
internal import Storage
internal import SystemPackage
internal import Tuning

/// The pictures of a training with their texts, read anew for each epoch: the stages of the image tower that
/// stay as they are run over every new cut, which costs less than training and needs no memory.
struct PictureExamples: TowerExamples {
  /// One content with all texts that were given for it.
  struct Entry: Sendable {
    let picture: Picture
    let content: ContentHash
    var texts: [String]
  }

  let entries: [Entry]
  /// How many of the first entries were given to judge.
  let judgingCount: Int
  private let groups: [Int]
  private let model: TrainableModel
  private let limits: DecodingLimits
  private let seed: UInt64

  /// Reads pictures once, to know which can be used and which are the same; the others are told to `warn`.
  ///
  /// - Parameter judging: pictures that judge; the same ones among the others are left out.
  init(
    _ pictures: [CaptionedPicture], judging: [CaptionedPicture], model: TrainableModel,
    limits: DecodingLimits, seed: UInt64, threads: Int, warn: (String) -> Void
  ) {
    let side = model.encoder.imageSide
    let all = judging + pictures
    let contents = parallelMapPrefix(all, threads: threads) {
      picture -> Result<ContentHash, ImageError> in
      Result { () throws(ImageError) in
        let bytes = try Picture(at: picture.path).read(limits: limits)
        _ = try ImageDecoder.decode(bytes, targetSide: side, limits: limits)
        return bytes.withUnsafeBytes { ContentHash(hashing: $0) }
      }
    }
    var entries: [Entry] = []
    var places: [ContentHash: Int] = [:]
    var judgingCount = 0
    for (number, (picture, outcome)) in zip(all, contents).enumerated() {
      if number == judging.count { judgingCount = entries.count }
      switch outcome {
      case .failure(let error): warn("\(picture.path.string) was left out: \(error.detail)")
      case .success(let content):
        if let place = places[content] {
          guard number < judging.count || place >= judgingCount else { continue }
          entries[place].texts += picture.texts.filter { !entries[place].texts.contains($0) }
        } else {
          places[content] = entries.count
          entries.append(
            Entry(picture: Picture(at: picture.path), content: content, texts: picture.texts))
        }
      }
    }
    self.entries = entries
    self.judgingCount = pictures.isEmpty ? entries.count : judgingCount
    self.model = model
    self.limits = limits
    self.seed = seed
    groups = Self.groups(of: entries.map(\.texts))
  }

  var count: Int { entries.count }

  func textCount(_ picture: Int) -> Int { entries[picture].texts.count }

  func group(_ picture: Int) -> Int { groups[picture] }

  /// The picture, upright; nil where it is gone or was damaged meanwhile.
  func image(_ picture: Int, side: Int) -> Image? {
    guard let bytes = try? entries[picture].picture.read(limits: limits),
      let decoded = try? ImageDecoder.decode(bytes, targetSide: side, limits: limits)
    else { return nil }
    return decoded.image
  }

  func features(_ picture: Int, epoch: Int?) -> [Float]? {
    let encoder = model.encoder
    guard let image = image(picture, side: encoder.imageSide) else { return nil }
    guard let epoch else { return model.features(of: encoder.prepare(image)) }
    var generator = generator(picture, epoch: epoch, sequence: 1)
    let sides = entries[picture].texts.contains { text in
      text.split { !$0.isLetter }.contains { ["left", "right"].contains($0.lowercased()) }
    }
    let changed = PictureAugmentation.apply(
      to: image, mirrors: !sides,
      fit: { image in
        let prepared = encoder.prepare(image)
        return Image(width: prepared.side, height: prepared.side, pixels: prepared.pixels)
      }, using: &generator)
    return model.features(of: encoder.prepare(changed))
  }

  func tokens(_ picture: Int, text: Int, epoch: Int?) -> [Int32] {
    let text = entries[picture].texts[text]
    guard let epoch else { return model.tokens(of: text) }
    var generator = generator(picture, epoch: epoch, sequence: 2)
    return model.tokens(of: TextAugmentation.apply(to: text, using: &generator))
  }

  private func generator(_ picture: Int, epoch: Int, sequence: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed &+ sequence, sequence: epoch << 32 | picture)
  }

  /// A number for each list of texts, the same for those that are connected by equal texts.
  private static func groups(of texts: [[String]]) -> [Int] {
    var groups = DisjointGroups(count: texts.count)
    var firsts: [String: Int] = [:]
    for (number, texts) in texts.enumerated() {
      for text in texts {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let first = firsts[words] { groups.join(first, number) } else { firsts[words] = number }
      }
    }
    return texts.indices.map { groups.root(of: $0) }
  }
}
