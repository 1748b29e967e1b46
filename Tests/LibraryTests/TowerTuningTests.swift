import Encoders
import Foundation
import Imaging
import Storage
import SystemPackage
import Testing
import Tuning

@testable import Library

@Suite("Training towers")
struct TowerTuningTests {
  private let files: TestLibrary
  private static let colors = [
    ("red", 220, 20, 20), ("green", 20, 170, 20), ("blue", 20, 20, 220), ("yellow", 230, 220, 20),
    ("pink", 230, 120, 170), ("brown", 110, 60, 20),
  ]

  init() throws {
    files = try TestLibrary()
  }

  /// Paints pictures and writes their captions; the numbers tell pictures apart.
  private func pairs(_ name: String, _ numbers: Range<Int>, more: String = "") throws -> String {
    var lines = ""
    for number in numbers {
      let (color, red, green, blue) = Self.colors[number % Self.colors.count]
      try files.paint("\(number).png", red: red, green: green, blue: blue, seed: number)
      lines += "{\"image\": \"\(number).png\", \"caption\": \"\(color) cloth number \(number)\"}\n"
    }
    try files.write(name, lines + more)
    return files.path(name)
  }

  private func request(_ name: String, pairs: String) -> TowerTuning {
    var configuration = files.configuration
    configuration.models = ["default"]
    var request = TowerTuning(configuration: configuration, name: name)
    request.models = FilePath(files.path("models"))
    request.pairsPath = pairs
    request.imageBlocks = 1
    request.textLayers = 1
    request.batchSize = 16
    request.settings.epochs = 1
    return request
  }

  @Test("what is trained is what the new model does, and the base stays as it is")
  func training() throws {
    var request = request("cloth", pairs: try pairs("train.jsonl", 0..<60))
    request.heldOutPath = try pairs("judge.jsonl", 60..<80)
    request.keepsWithoutGain = true
    let report = try request.run(isCancelled: { false }, report: { _ in })
    // What is painted comes again after sixty: twenty pictures under other names do not judge themselves.
    #expect(report.pictures.judging == 20)
    #expect(report.pictures.training + report.pictures.choosing == 40)
    #expect(report.history.count == 2)
    let directory = try #require(report.directory)
    #expect(directory == files.path("models/cloth"))

    let base = try #require(try OpenedModel("default").model as? DualEncoder)
    let tuned = try DualEncoder(directory: directory)
    #expect(tuned.card.name == "cloth")
    #expect(tuned.fingerprint != base.fingerprint)
    try tuned.verifyFiles()
    #expect(try tuned.unusedTensors().isEmpty)
    let names = [
      "visual.head.proj.weight", "text.text_projection",
      "visual.trunk.features.17.conv.1.0.weight",
    ]
    for name in names {
      let (before, after) = (
        try TrainableModel(base, trainedBlocks: 1).tensor(name),
        try TrainableModel(tuned, trainedBlocks: 1).tensor(name)
      )
      #expect(before != after, "\(name)")
    }

    // The encoder finds what the tape found when it judged.
    let numbers = Array(60..<80)
    let images = try numbers.map { number in
      tuned.prepare(try ImageDecoder.decode(fileAt: files.path("\(number).png")).decoded.image)
    }
    let texts = numbers.map { "\(Self.colors[$0 % Self.colors.count].0) cloth number \($0)" }
    let recall = PairRecall(
      images: Matrix(rows: try tuned.embed(images, threads: 2).map(\.scalars)),
      imageGroups: numbers,
      texts: Matrix(rows: try tuned.embed(texts: texts, threads: 2).map(\.embedding.scalars)),
      textGroups: numbers, threads: 1)
    // Pictures that are almost the same may change places by the last bits of their cosines.
    #expect(abs(recall.mean - report.tuned.mean) < 0.03)
    #expect(throws: LibraryError.self) {
      try request.run(isCancelled: { false }, report: { _ in })
    }
  }

  /// The sums of long rows run in another order: with numbers of size one that costs some 1e-6.
  @Test("the tape's vectors are those of the encoder", arguments: [0, 4, 13])
  func forward(_ trainedBlocks: Int) throws {
    let encoder = try #require(try OpenedModel("default").model as? DualEncoder)
    let model = try TrainableModel(encoder, trainedBlocks: trainedBlocks)
    let path = try pairs("pairs.jsonl", 0..<2)
    let examples = PictureExamples(
      try CaptionedPicture.read(path) { Issue.record("\($0)") }, judging: [], model: model,
      limits: .standard, seed: 1, threads: 2
    ) { Issue.record("\($0)") }
    let towers = try model.towers(trainedLayers: 2)
    let found = HeldOutPairs([0, 1], of: examples, towers: towers, threads: 2)
      .vectors(towers.parameters)
    let images = try (0..<2).map {
      encoder.prepare(try #require(examples.image($0, side: encoder.imageSide)))
    }
    let expected = (
      images: try encoder.embed(images, threads: 1).flatMap(\.scalars),
      texts: try encoder.embed(texts: examples.entries.flatMap(\.texts), threads: 1)
        .flatMap(\.embedding.scalars)
    )
    for (found, expected) in [
      (found.images.scalars, expected.images), (found.texts.scalars, expected.texts),
    ] {
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-5 })
    }
  }

  @Test("lines and pictures that cannot be used are told, the same content is one picture")
  func reading() throws {
    try files.write("broken.png", "no picture")
    let path = try pairs(
      "pairs.jsonl", 0..<3,
      more: """
        {"image": "broken.png", "caption": "broken"}
        {"image": "copy.png", "captions": ["red once more", " "]}
        {"image": "0.png"}
        nonsense

        """)
    try files.write("copy.png", Array(Data(contentsOf: URL(filePath: files.path("0.png")))))
    var warnings: [String] = []
    let pictures = try CaptionedPicture.read(path) { warnings.append($0) }
    #expect(warnings.count == 2 && warnings[0].contains("line 6") && warnings[1].contains("line 7"))
    let model = try TrainableModel(
      #require(try OpenedModel("default").model as? DualEncoder), trainedBlocks: 0)
    let examples = PictureExamples(
      pictures, judging: [], model: model, limits: .standard, seed: 1, threads: 2
    ) { warnings.append($0) }
    #expect(warnings.count == 3 && warnings[2].contains("broken.png"))
    #expect(examples.count == 3)
    #expect(examples.entries[0].texts == ["red cloth number 0", "red once more"])
    #expect(examples.features(0, epoch: nil)?.count == 6 * 6 * 320)
    #expect(examples.features(0, epoch: 1) == examples.features(0, epoch: 1))
    #expect(examples.features(0, epoch: 1) != examples.features(0, epoch: 2))
    #expect(Set((0..<3).map(examples.group)).count == 3)
  }

  @Test("a library's pictures come with their titles and descriptions")
  func library() throws {
    try files.paint("red.png", red: 220)
    try files.paint("green.png", green: 150)
    try files.write(
      "feed.csv",
      """
      id,title,description,image_link
      M1,Mug one,a red mug,red.png
      M2,Green mug,,green.png
      M3,Blue lantern,made of blue paper,nowhere.png
      """)
    _ = try files.ingest("feed.csv")
    let store = try LibraryStore.open(
      files.configuration.databasePath, access: .readExisting)
    #expect(
      try CaptionedPicture.ofLibrary(store) == [
        CaptionedPicture(path: FilePath(files.path("red.png")), texts: ["Mug one", "a red mug"]),
        CaptionedPicture(path: FilePath(files.path("green.png")), texts: ["Green mug"]),
      ])
  }

  @Test("statistics of unrelated pairs move with the model")
  func background() {
    let statistics = BackgroundStatistics(mean: 0.1, deviation: 0.05, bestOfThousand: 0.3)
    let moved = statistics.carriedOver(
      from: .init(mean: 0.1, deviation: 0.1), to: .init(mean: 0, deviation: 0.2))
    #expect(abs(moved.mean) < 1e-6 && abs(moved.deviation - 0.1) < 1e-6)
    #expect(abs(moved.bestOfThousand - 0.4) < 1e-6)
  }

  @Test("too few pictures, a taken name and other models are refused before anything is done")
  func refusals() throws {
    let path = try pairs("pairs.jsonl", 0..<10)
    func refusal(_ change: (inout TowerTuning) -> Void) -> String {
      var request = request("new", pairs: path)
      change(&request)
      do {
        _ = try request.run(isCancelled: { false }, report: { _ in })
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal { _ in }.contains("too few"))
    #expect(refusal { $0.name = "default" }.contains("already"))
    #expect(refusal { $0.name = "../up" }.contains("cannot be a model's name"))
    #expect(refusal { $0.configuration.models = ["default@int8"] }.contains("cannot be trained"))
    #expect(refusal { $0.textLayers = 9 }.contains("--text-blocks"))
    #expect(refusal { $0.pairsPath = files.path("none.jsonl") }.contains("none.jsonl"))
    #expect(refusal { $0.configuration.models = ["default", "default"] }.contains("one model"))
  }
}

extension Matrix {
  fileprivate init(rows: [[Float]]) {
    self.init(rows: rows.count, columns: rows[0].count, scalars: rows.flatMap { $0 })
  }
}
