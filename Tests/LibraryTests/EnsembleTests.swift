import Encoders
import Foundation
import Imaging
import Testing

@testable import Library

/// The color model without eyes: a model of texts alone.
private struct WordsAlone: EmbeddingModel {
  private let base = ColorModel(name: "words")

  var name: String { base.name }
  var fingerprint: ModelFingerprint { base.fingerprint }
  var dimension: Int { base.dimension }
  var imageSide: Int { base.imageSide }
  var modalities: Set<Modality> { [.text] }

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    BackgroundStatistics(mean: 0.2, deviation: 0.4, bestOfThousand: 0.99)
  }
  func prepare(_ image: Image) -> PreparedImage { base.prepare(image) }
  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    Issue.record("a model of texts was shown a picture")
    return try base.embed(images, threads: threads)
  }
  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    try base.embed(texts: texts, threads: threads)
  }
}

@Suite("Several models in one library")
struct EnsembleTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    try library.paint("red.png", red: 220)
    try library.paint("blue.png", blue: 220)
    try library.paint("green.png", green: 150)
    try library.write(
      "feed.csv",
      """
      id,title,image
      A,blue,red.png
      B,red,blue.png
      C,green,green.png
      D,red,
      """)
    _ = try library.ingest("feed.csv")
  }

  private func hits(
    _ models: [any EmbeddingModel], _ text: String, weights: [Double] = [], explains: Bool = false
  ) throws -> SearchResponse {
    library.models = models
    var opened = try library.open()
    if !weights.isEmpty {
      opened = MMSearchLibrary(
        library.configuration, store: opened.store,
        models: zip(models, weights).map { OpenedModel($0, weight: $1) })
    }
    var request = SearchRequest(terms: [SearchTerm(.text(text))])
    request.weights = [.image: 1, .title: 1]
    request.explains = explains
    return try opened.search(request)
  }

  private func add(_ model: any EmbeddingModel) throws -> IngestReport {
    library.models = [model]
    return try library.ingest("feed.csv")
  }

  @Test("the same model twice, under two names, ranks and scores as it does alone")
  func twice() throws {
    _ = try add(ColorModel(name: "again"))
    let alone = try hits([ColorModel()], "red").hits
    let both = try hits([ColorModel(), ColorModel(name: "again")], "red").hits
    #expect(both.map(\.id) == alone.map(\.id))
    for (a, b) in zip(both, alone) { #expect(abs(a.score - b.score) < 1e-5) }
  }

  @Test("the evidence of an item is the weighted mean of what the models that know it say")
  func weightedMean() throws {
    _ = try add(WordsAlone())
    let models: [any EmbeddingModel] = [ColorModel(), WordsAlone()]
    var single: [[String: Double]] = []
    for model in models {
      let response = try hits([model], "red")
      let scale = model.background(.text, model.modalities.contains(.image) ? .image : .text)
      let parts = model.modalities.contains(.image) ? 2.0 : 1
      single.append(
        Dictionary(
          uniqueKeysWithValues: response.hits.map { hit in
            let growth = parts.squareRoot()
            return (hit.id, (hit.score - Double(scale.mean)) / Double(scale.deviation) * growth)
          }))
    }
    let response = try hits(models, "red", weights: [3, 1], explains: true)
    #expect(response.modelName == "color + words")
    #expect(Set(response.hits.map(\.id)) == ["A", "B", "C", "D"])
    for hit in response.hits {
      let expected = try (3 * #require(single[0][hit.id]) + #require(single[1][hit.id])) / 4
      let scale = ColorModel().background(.text, .image)
      let evidence =
        (hit.score - Double(scale.mean)) / Double(scale.deviation) * 2.0.squareRoot()
      #expect(abs(evidence - expected) < 1e-3, "\(hit.id): \(evidence), expected \(expected)")
      let models = try #require(hit.explanation?.models)
      #expect(models.map(\.name) == ["color", "words"])
      #expect(models.map(\.weight) == [3, 1])
    }
  }

  @Test(
    "a model of texts alone is shown no picture, and the feed is unchanged for it the second time")
  func textsAlone() throws {
    let first = try add(WordsAlone())
    #expect(first.unchanged == 4 && first.broken == 0)
    let second = try add(WordsAlone())
    #expect(second.unchanged == 4)
    let response = try hits([WordsAlone()], "red")
    #expect(Set(response.hits.prefix(2).map(\.id)) == ["B", "D"])
    #expect(response.warnings.isEmpty)
    library.models = [WordsAlone()]
    let picture = SearchTerm(.image(path: library.path("red.png")))
    #expect(throws: LibraryError.self) {
      try library.open().search(SearchRequest(terms: [picture], mode: .text))
    }
  }

  @Test("of several models one that cannot compare the query with anything is left out")
  func unsuited() throws {
    _ = try add(WordsAlone())
    library.models = [WordsAlone(), ColorModel()]
    let picture = SearchTerm(.image(path: library.path("red.png")))
    let response = try library.open().search(SearchRequest(terms: [picture], mode: .image))
    #expect(response.hits.first?.id == "A")
  }

  @Test("a model that lacks vectors says so, and steps back behind one that has them all")
  func incomplete() throws {
    _ = try add(ColorModel(name: "late"))
    library.models = [ColorModel()]
    try library.paint("pink.png", red: 230, green: 150, blue: 160)
    try library.write("more.csv", "id,title,image\nE,pink,pink.png\n")
    _ = try library.ingest("more.csv")
    let alone = try hits([ColorModel(name: "late")], "pink")
    #expect(alone.warnings.contains { $0.contains("late") && $0.contains("lacks 2") })
    #expect(!alone.hits.contains { $0.id == "E" })
    let both = try hits([ColorModel(name: "late"), ColorModel()], "pink")
    #expect(both.modelName == "color")
    #expect(both.hits.first?.id == "E")
    #expect(both.warnings.contains { $0.contains("late") })
    library.models = [ColorModel(name: "late")]
    _ = try library.ingest("more.csv")
    #expect(try hits([ColorModel(name: "late")], "pink").warnings.isEmpty)
  }

  @Test("removing a model frees its space and leaves the other's vectors as they were")
  func removal() throws {
    _ = try add(ColorModel(name: "late"))
    let before = try hits([ColorModel()], "red").hits
    let removed = try #require(
      try MMSearchLibrary.removeVectors(library.configuration, ofModel: "late"))
    #expect(removed.count == 6)
    #expect(try library.open().info().models.map(\.name) == ["color"])
    #expect(try hits([ColorModel()], "red").hits == before)
    #expect(
      try MMSearchLibrary.removeVectors(library.configuration, ofModel: "late") == nil)
    #expect(throws: LibraryError.self) {
      try MMSearchLibrary.removeVectors(library.configuration, ofModel: "color")
    }
  }
}

@Suite("Names of models")
struct ModelReferenceTests {
  @Test("a reference is a name, then perhaps views and a weight")
  func parts() throws {
    #expect(try ModelReference("default") == ModelReference("default*1"))
    let full = try ModelReference("my-clip@flip*0.25")
    #expect(full.name == "my-clip" && full.views == .flip && full.weight == 0.25)
    #expect(try ModelReference("hf@crops").views == .crops)
    let quick = try ModelReference("default@int8@flip*2")
    #expect(quick.name == "default" && quick.precision == .int8 && quick.views == .flip)
    #expect(quick.additions == "@int8@flip")
    #expect(try ModelReference("a@b").name == "a@b")
    for wrong in ["a*", "a*b", "a*-1", "a*0", "a*nan"] {
      #expect(throws: LibraryError.self) { try ModelReference(wrong) }
    }
  }
}

@Suite("Views of a picture")
struct TestTimeAugmentationTests {
  /// A picture whose left half is red and whose right half is blue.
  private func picture(_ left: [UInt8], _ right: [UInt8]) -> Image {
    var pixels: [UInt8] = []
    for _ in 0..<16 { for column in 0..<16 { pixels += column < 8 ? left : right } }
    return Image(width: 16, height: 16, pixels: pixels)
  }

  /// Sees nothing but the left column.
  private struct LeftColumn: EmbeddingModel {
    let name = "left"
    let fingerprint = ModelFingerprint(hashing: "left")
    let dimension = 3
    let imageSide = 16
    func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
      BackgroundStatistics(mean: 0, deviation: 1, bestOfThousand: 1)
    }
    func prepare(_ image: Image) -> PreparedImage {
      PreparedImage(side: 16, pixels: image.fitted(to: 16, fit: .squash).pixels)
    }
    func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
      images.map { Embedding(normalizing: $0.pixels.prefix(3).map { Float($0) + 1 }) }
    }
    func embed(texts: [String], threads: Int) throws -> [TextEmbedding] { [] }
  }

  @Test("the mean of a picture and its mirror image is that of the mirror image")
  func flip() throws {
    let model = TestTimeAugmentation(LeftColumn(), views: .flip)
    let (one, other) = (picture([200, 0, 0], [0, 0, 200]), picture([0, 0, 200], [200, 0, 0]))
    let embeddings = try model.embed([model.prepare(one), model.prepare(other)], threads: 1)
    #expect(embeddings[0].similarity(to: embeddings[1]) > 0.9999)
    let base = try LeftColumn().embed(
      [LeftColumn().prepare(one), LeftColumn().prepare(other)], threads: 1)
    #expect(base[0].similarity(to: base[1]) < 0.1)
    #expect(model.fingerprint != LeftColumn().fingerprint)
  }

  @Test("crops of an even picture see what the whole shows")
  func crops() throws {
    let model = TestTimeAugmentation(ColorModel(), views: .crops)
    let even = picture([90, 120, 30], [90, 120, 30])
    let whole = try ColorModel().embed([ColorModel().prepare(even)], threads: 1)[0]
    let crops = try model.embed([model.prepare(even)], threads: 1)[0]
    #expect(crops.similarity(to: whole) > 0.99999)
  }
}
