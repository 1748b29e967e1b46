import Imaging
import Testing

@testable import Encoders

@Suite struct ColorModelTests {
  let model = ColorModel()

  func flat(_ color: SIMD3<Float>) -> PreparedImage {
    let pixel = [color.x, color.y, color.z].map { UInt8(($0 * 255).rounded()) }
    return model.prepare(
      Image(width: 30, height: 20, pixels: (0..<600).flatMap { _ in pixel }))
  }

  @Test("a flat image is nearest to the word for its colour")
  func naming() throws {
    let names = ColorModel.colors.keys.filter { $0 != "gray" }.sorted()
    let words = try model.embed(texts: names, threads: 1).map(\.embedding)
    for (name, color) in ColorModel.colors where name != "gray" {
      let image = try #require(try model.embed([flat(color)], threads: 1).first)
      let similarities = words.map { $0.similarity(to: image) }
      let best = try #require(similarities.indices.max { similarities[$0] < similarities[$1] })
      #expect(names[best] == name)
    }
  }

  @Test("names of models make them different, and equal names the same")
  func identity() {
    #expect(ColorModel().fingerprint == model.fingerprint)
    #expect(ColorModel(name: "other").fingerprint != model.fingerprint)
  }

  @Test("text is cut at the context")
  func cutting() throws {
    let long = String(repeating: "red ", count: 62) + "blue"
    let embedded = try model.embed(texts: ["A RED, red mug", long, ""], threads: 1)
    #expect(embedded.map(\.tokenCount) == [6, 65, 2])
    #expect(embedded.map(\.wasCut) == [false, true, false])
    #expect(embedded[0].embedding == embedded[1].embedding)
  }
}

@Suite struct EmbeddingTests {
  @Test("normalising gives length one whatever the size of the vector")
  func normalizing() {
    for size: Float in [1e-30, 1, 1e30] {
      let embedding = Embedding(normalizing: [3 * size, 0, -4 * size])
      #expect(zip(embedding.scalars, [0.6, 0, -0.8]).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("a fingerprint is 64 lower-case digits")
  func fingerprint() {
    let hash = ModelFingerprint(hashing: "abc")
    // FIPS 180-2, appendix B.1.
    #expect(hash.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(hash.short == "ba7816bf8f01")
    #expect(ModelFingerprint(hex: hash.hex) == hash)
    for text in ["", "ba78", hash.hex.uppercased(), hash.hex + "0", hash.hex.dropLast() + "g"] {
      #expect(ModelFingerprint(hex: text) == nil)
    }
  }
}
