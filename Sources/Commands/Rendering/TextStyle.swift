/// Colours and links of a terminal, or nothing where they are not wanted.
struct TextStyle: Sendable {
  let isEnabled: Bool

  static let plain = TextStyle(isEnabled: false)

  func bold(_ text: String) -> String { styled(text, "1") }
  func dim(_ text: String) -> String { styled(text, "2") }
  func red(_ text: String) -> String { styled(text, "31") }
  func green(_ text: String) -> String { styled(text, "32") }
  func yellow(_ text: String) -> String { styled(text, "33") }
  func cyan(_ text: String) -> String { styled(text, "36") }

  /// A text that opens a file when clicked: OSC 8 with a `file:` URL.
  func link(_ text: String, toFile path: String, host: String = "") -> String {
    guard isEnabled, path.hasPrefix("/") else { return text }
    let url = "file://\(host)\(PercentEncoding.path(path))"
    return "\u{1B}]8;;\(url)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  private func styled(_ text: String, _ code: String) -> String {
    isEnabled && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
