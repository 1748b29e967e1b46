import Foundation
import JSON
import Library
import Ranking
import Testing

@testable import Commands

@Suite("Reports of evaluations")
struct EvaluationRenderingTests {
  private static let measures: [EvaluationReport.Measure] = [
    .init(name: "hit@1", estimate: BootstrapEstimate(value: 0.8, lower: 0.4, upper: 1)),
    .init(name: "median_rank", estimate: BootstrapEstimate(value: 1, lower: 1, upper: 2.5)),
  ]

  @Test("measures come with their intervals under one key")
  func measures() {
    let report = EvaluationReport(queries: 5, items: 166, measures: Self.measures, warnings: [])
    #expect(
      EvaluationRendering.json(report).text
        == #"{"schema":1,"queries":5,"items":166,"hit@1":0.8,"median_rank":1,"#
        + #""interval":{"hit@1":[0.4,1],"median_rank":[1,2.5]}}"#)
    #expect(
      EvaluationRendering.text(report, style: .plain) == """
        5 queries, 166 items
        hit@1        0.800  0.400 – 1.000
        median_rank  1.0  1.0 – 2.5

        """)
  }

  @Test("a comparison shows both sides, the difference with its sign, and the p-value")
  func comparison() {
    var report = EvaluationReport(queries: 4, items: 9, measures: Self.measures, warnings: [])
    report.comparison = EvaluationComparison(
      first: "image", second: "hybrid",
      measures: [.init(name: "hit@1", first: [0, 1, 1, 0], second: [0, 1, 1, 0])])
    let json = EvaluationRendering.json(report).text
    #expect(
      json.hasSuffix(
        #""compare":{"a":"image","b":"hybrid","measures":{"hit@1":{"a":0.5,"b":0.5,"#
          + #""difference":0,"interval":[0,0],"p":1}}}}"#))
    let text = EvaluationRendering.text(report, style: .plain)
    #expect(text.contains("A: image, B: hybrid\n"))
    #expect(text.contains("hit@1  0.500  0.500  +0.000 (0.000 – 0.000)      1.000\n"))
  }

  @Test("spaces of a field have a table each, or one for what two configurations differ in")
  func field() {
    let space = FieldEvaluationReport.Space(
      model: "color", part: .image, items: 1200, labels: 6, sampled: 250, chance: 0.125,
      measures: [
        .init(name: "same-label@10", estimate: BootstrapEstimate(value: 0.5, lower: 0.25, upper: 1))
      ])
    var report = FieldEvaluationReport(field: "category", seed: 1, warnings: [])
    report.spaces = [space]
    #expect(
      FieldEvaluationRendering.text(report, style: .plain) == """
        color, image: 1,200 items, 6 labels, 250 sampled; same-label by chance 0.125
        same-label@10  0.500  0.250 – 1.000

        """)
    #expect(
      FieldEvaluationRendering.json(report).text
        == #"{"schema":1,"by":"category","seed":1,"spaces":[{"model":"color","part":"image","#
        + #""items":1200,"labels":6,"sampled":250,"chance":0.125,"same-label@10":0.5,"#
        + #""interval":{"same-label@10":[0.25,1]}}]}"#)
    report.comparisons = [
      (
        .image,
        EvaluationComparison(
          first: "a", second: "b",
          measures: [.init(name: "same-label@10", first: [0, 1], second: [1, 1])])
      )
    ]
    let text = FieldEvaluationRendering.text(report, style: .plain)
    #expect(text.hasPrefix("image: 1,200 items, 6 labels"))
    #expect(text.contains("A: a, B: b\n") && text.contains("0.500  1.000  +0.500 ("))
    #expect(
      FieldEvaluationRendering.json(report).text
        .contains(#""compare":[{"part":"image","a":"a","b":"b","measures":{"same-label@10":{"#))
  }

  @Test(
    "a side of a comparison is a mode, a fusion, a weight, a model or several of them",
    arguments: [
      ("image", [], SearchMode.image, RankFusion.linear, nil),
      ("hybrid:rrf", [], .hybrid, .rrf, nil),
      ("default:minilm*0.5", ["default", "minilm*0.5"], .auto, .linear, nil),
      ("image=1:title=0.25", [], .auto, .linear, [.image: 1, .title: 0.25]),
      ("models/clip:text:image=2", ["models/clip"], .text, .linear, [.image: 2]),
    ] as [(String, [String], SearchMode, RankFusion, [ItemPart: Double]?)])
  func sides(
    _ text: String, models: [String], mode: SearchMode, fusion: RankFusion,
    weights: [ItemPart: Double]?
  ) throws {
    let (first, second) = try ComparedConfigurations.parse(
      "keyword, \(text)", base: EvaluationConfiguration())
    #expect(first == EvaluationConfiguration(name: "keyword", mode: .keyword))
    #expect(
      second
        == EvaluationConfiguration(
          name: text, models: models, mode: mode, weights: weights, fusion: fusion))
  }

  @Test("a side of a comparison can be a head, or none")
  func headSides() throws {
    let (first, second) = try ComparedConfigurations.parse(
      "head=none, head=shoes:image", base: EvaluationConfiguration())
    #expect(first.head == HeadChoice.none)
    #expect(second.head == .named("shoes"))
    #expect(second.mode == .image)
  }

  @Test("a side of a comparison can be a depth of re-ranking")
  func rerankedSides() throws {
    let (first, second) = try ComparedConfigurations.parse(
      "rerank=0, rerank=200:image", base: EvaluationConfiguration())
    #expect(first.rerankDepth == 0 && second.rerankDepth == 200 && second.mode == .image)
  }
}

@Suite("The page of failures")
struct FailureSheetTests {
  private static let failures = [
    FailedQuery(
      number: 3, content: .text("<red> & \"mug\""), loss: 0.75, relevantCount: 7,
      relevant: [
        .init(id: "MUG-1", title: "Red <b>mug", path: "/shop/red mug.jpg", rank: 12, grade: 2),
        .init(id: "MUG-2", title: nil, path: nil, rank: nil, grade: 1),
      ],
      found: [
        .init(id: "X", title: "A cap", path: "/shop/cap.jpg", rank: 1, grade: 0),
        .init(id: "MUG-1", title: "Red <b>mug", path: "/shop/red mug.jpg", rank: 2, grade: 2),
      ]),
    FailedQuery(
      number: 4, content: .image(path: "/shop/cap.jpg"), picturePath: "/shop/cap.jpg", loss: 1,
      relevantCount: 1, relevant: [], found: []),
  ]

  private static let page = FailureSheet.page(
    failures, subtitle: "9 queries, 4 items", thumbnails: ["/shop/cap.jpg": [0xFF, 0xD8, 7]])

  @Test("shows what was asked, what would have been right with its rank, and what was found")
  func contents() {
    #expect(Self.page.contains("<h2>&lt;red&gt; &amp; &quot;mug&quot;</h2>"))
    #expect(Self.page.contains("line 3 · loss 0.750"))
    #expect(Self.page.contains("and 5 more"))
    #expect(Self.page.contains("12 ✓ · grade 2") && Self.page.contains("not found ✓"))
    #expect(Self.page.components(separatedBy: "<li class=\"right\">").count == 4)
    #expect(Self.page.components(separatedBy: "data:image/jpeg;base64,").count == 3)
    #expect(Self.page.contains("href=\"file:///shop/red%20mug.jpg\""))
    #expect(Self.page.contains("<p class=\"label\">cap.jpg</p>"))
    #expect(FailureSheet.page([], subtitle: "", thumbnails: [:]).contains("No query lost anything"))
    #expect(
      FailureSheet.pictures(of: Self.failures) == ["/shop/red mug.jpg", "/shop/cap.jpg"])
  }

  @Test("needs nothing from elsewhere, runs no script, and is well-formed")
  func safe() {
    #expect(!Self.page.contains("http") && !Self.page.contains("<script"))
    #expect(!Self.page.contains("<b>"))
    var open: [Substring] = []
    for tag in Self.page.matches(of: #/<(/?)([a-z0-9]+)[^>]*>/#)
    where !["meta", "img"].contains(tag.output.2) {
      if tag.output.1.isEmpty {
        open.append(tag.output.2)
      } else {
        let opened = open.popLast()
        #expect(opened == tag.output.2)
      }
    }
    #expect(open.isEmpty)
  }
}

@Suite("mmsearch eval, run from outside")
struct EvaluateCommandTests {
  @Test(
    "options that contradict each other are wrong usage",
    arguments: [
      "", "q.jsonl --by color", "--by color --run r", "--by color --direction text-image",
      "q.jsonl --direction image-image --mode text", "q.jsonl --sample 5", "q.jsonl --k 0",
      "q.jsonl --k five", "q.jsonl --compare image", "q.jsonl --compare image,image",
      "q.jsonl --compare a,b,c", "q.jsonl --compare a, --learn-weights", "q.jsonl --worst 5",
      "--pairs title --direction text-text", "--pairs keyword", "--pairs title --mode image",
      "q.jsonl --compare image,text --direction text-image", "q.jsonl --depth 0",
      "q.jsonl --rerank -1", "q.jsonl --compare rerank=x,image",
      "q.jsonl --compare rerank=-1,image",
    ])
  func usage(_ arguments: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let outcome = try program.shell("exec \"$MMSEARCH\" eval \(arguments)")
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty && outcome.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "the demo catalogue is evaluated by queries, by titles and by field, with all files written")
  func catalogue() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let catalog = BuiltProgram.checkout.appendingPathComponent("catalog").path
    let ingest = try program.run("ingest", "\(catalog)/catalog.csv", "--quiet")
    #expect(ingest.status == 0, "\(ingest.errors)")
    let queries = "\(catalog)/queries.jsonl"
    let outcome = try program.run(
      "eval", queries, "--run", "run.trec", "--qrels", "qrels.trec", "--per-query", "losses.jsonl",
      "--failures", "failures.html", "--worst", "3", "--compare", "auto,image", "--k", "3")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "wrote 3 queries to failures.html\n")
    for key in [
      "queries", "items", "hit@1", "hit@5", "hit@10", "recall@1", "recall@5", "recall@10", "mrr",
      "ndcg@10", "map", "precision@10", "median_rank", "precision@1", "precision@5", "ndcg@3",
      "interval", "compare",
    ] {
      #expect(outcome.output.contains("\"\(key)\":"), "\(key)")
    }
    func lines(_ name: String) throws -> [Substring] {
      try String(contentsOf: program.folder.appendingPathComponent(name), encoding: .utf8)
        .split(separator: "\n")
    }
    #expect(try lines("losses.jsonl").count == 60)
    #expect(Set(try lines("qrels.trec").map { $0.prefix { $0 != " " } }).count == 60)
    let page = try lines("failures.html").joined(separator: "\n")
    #expect(page.components(separatedBy: "<section>").count == 4)
    #expect(page.contains("data:image/jpeg;base64,"))

    let pairs = try program.run("eval", "--pairs", "title", "--sample", "50")
    #expect(pairs.status == 0 && pairs.output.contains("\"queries\":50,"), "\(pairs.errors)")
    let field = try program.run("eval", "--by", "category", "--k", "5", "--sample", "40")
    #expect(field.status == 0, "\(field.errors)")
    #expect(field.output.contains(#""by":"category","seed":1,"spaces":[{"model":"#))
    #expect(field.output.contains("\"same-label@5\":") && field.output.contains("\"purity\":"))
    let unknown = try program.run("eval", "--by", "categroy")
    #expect(unknown.status == 2 && unknown.errors.contains("category"), "\(unknown.errors)")
  }
}
