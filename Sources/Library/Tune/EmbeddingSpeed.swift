internal import Encoders

/// What a model and its teacher take for the same work.
public struct EmbeddingSpeed: Sendable, Equatable {
  /// Milliseconds in which the teacher embeds a picture, or a text where it sees none, on one thread.
  public let teacher: Double
  /// Those of the model.
  public let model: Double

  /// By how much the model is faster.
  public var ratio: Double { teacher / model }

  /// The medians of nine, by the clock.
  init(teacher: any EmbeddingModel, model: any EmbeddingModel) throws {
    self.teacher = try Self.milliseconds(of: teacher)
    self.model = try Self.milliseconds(of: model)
  }

  private static func milliseconds(of model: any EmbeddingModel) throws -> Double {
    let seesPictures = model.modalities.contains(.image)
    let side = seesPictures ? model.imageSide : 1
    let picture = PreparedImage(
      side: side, pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    var times: [Double] = []
    for _ in 0..<10 {
      let start = ContinuousClock.now
      if seesPictures {
        _ = try model.embed([picture], threads: 1)
      } else {
        _ = try model.embed(texts: ["a red mug with a white handle"], threads: 1)
      }
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    // The first call opens the model.
    return times.dropFirst().sorted()[4]
  }
}
