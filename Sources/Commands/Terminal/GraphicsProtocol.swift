/// How a terminal shows pictures.
enum GraphicsProtocol: Equatable, Sendable {
  case kitty
  case iTerm2
  case sixel
  case halfBlocks(isTrueColor: Bool)

  /// What is asked of a terminal: whether it takes kitty graphics (a query with one pixel), then its primary
  /// device attributes, which every terminal answers.
  static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[c"

  /// The best way that a terminal's answer and environment promise.
  static func detect(answer: [UInt8], environment: (String) -> String?) -> GraphicsProtocol {
    let text = String(decoding: answer, as: UTF8.self)
    if text.contains("_Gi=31;OK") { return .kitty }
    let program = environment("TERM_PROGRAM")
    if program == "iTerm.app" || program == "WezTerm" || environment("LC_TERMINAL") == "iTerm2" {
      return .iTerm2
    }
    if attributes(in: text).contains("4") { return .sixel }
    let color = environment("COLORTERM") ?? ""
    return .halfBlocks(isTrueColor: color == "truecolor" || color == "24bit")
  }

  /// Whether an answer is complete: device attributes come last.
  static func isComplete(_ answer: [UInt8]) -> Bool {
    guard let start = attributesStart(in: answer) else { return false }
    return answer[start...].contains(UInt8(ascii: "c"))
  }

  /// The numbers between `ESC [ ?` and `c`.
  private static func attributes(in answer: String) -> [Substring] {
    let bytes = Array(answer.utf8)
    guard let start = attributesStart(in: bytes) else { return [] }
    let list = bytes[start...].prefix { $0 != UInt8(ascii: "c") }
    // The first number is the terminal's level, not an ability.
    return Array(String(decoding: list, as: UTF8.self).split(separator: ";").dropFirst())
  }

  private static func attributesStart(in answer: [UInt8]) -> Int? {
    let introducer: [UInt8] = [0x1B, UInt8(ascii: "["), UInt8(ascii: "?")]
    guard answer.count >= 3 else { return nil }
    return (0...(answer.count - 3)).first { Array(answer[$0..<($0 + 3)]) == introducer }
      .map { $0 + 3 }
  }
}
