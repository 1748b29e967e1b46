internal import ArgumentParser
internal import Library

/// `mmsearch similar`: what resembles a picture or an item.
struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Find what looks like a picture or an item of the library.",
    discussion: """
      The picture need not be in the library; where it is, it is left out of the answer.

        mmsearch similar ~/Pictures/cat.jpg
        mmsearch similar SKU-1234 -k 5 --json
        mmsearch similar sofa.jpg --minus leather
        mmsearch similar SKU-1234 --where 'price < 50 and availability = "in_stock"'
      """)

  @Argument(
    help: ArgumentHelp("The path of a picture, or the id of an item.", valueName: "path|id"),
    completion: .file())
  var item: String

  @OptionGroup var refinement: RefinementOptions
  @OptionGroup(title: "Answer") var answer: AnswerOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup var head: HeadOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let opened = try MMSearchLibrary(opening: head.choosing(in: library.configuration(), feedback))
    let request = try answer.request(for: try refinement.terms())
    let response = try output.response(to: request) { try opened.similar(to: item, $0) }
    try ResultPresenter(format: output.format, feedback: feedback)
      .present(response, title: item)
  }
}
