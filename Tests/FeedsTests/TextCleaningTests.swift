import Feeds
import Foundation
import Testing

@Suite("Cleaning of texts")
struct TextCleaningTests {
  @Test(
    "HTML becomes plain text",
    arguments: [
      ("Red <b>mug</b>", "Red mug"), ("<p>One</p><p>Two<br/>three</p>", "One Two three"),
      ("a&nbsp;&amp;&nbsp;b", "a & b"), ("5 &euro; &#8364; &#x20AC; &#128;", "5 € € € €"),
      ("Caf&eacute; &Uuml;ber &hellip;", "Café Über ..."), ("&yuml;&nbsp;&Agrave;", "ÿ À"),
      ("x &lt;b&gt;bold&lt;/b&gt; y", "x bold y"), ("&amp;lt;i&amp;gt;z", "z"),
      ("a<script>if (a<b && c>d) {}</script>b", "a b"),
      ("a<STYLE type='x'>p { }</style >b", "a b"), ("a<script>never closed", "a"),
      ("a<!-- x > y <b>z</b> -->b", "a b"),
      ("AT&T; fish & chips &unknown;", "AT&T; fish & chips &unknown;"),
      ("3 < 5 and 7 > 6", "3 < 5 and 7 > 6"), ("I <3 you", "I <3 you"), ("a <b", "a <b"),
      ("&#0;&#55296;&#1114112;&#99999999999999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
      ("&ampx&#0;", "&ampx"), ("&amp&#59;", "&"), ("&#38;lt;b>c", "c"), ("&amp&#65307;", "&"),
      ("&#x;&#;&;&#12a;", "&#x;&#;&;&#12a;"), ("<>a</>", "<>a"),
    ])
  func html(text: String, cleaned: String) {
    #expect(TextCleaning.clean(text) == cleaned)
  }

  @Test(
    "White space, control characters and full-width forms become plain",
    arguments: [
      (" a \t\r\n b\u{a0}\u{2003}c ", "a b c"), ("a\u{0}b\u{7}c\u{9d}\u{ad}\u{200b}d", "abcd"),
      ("ＡＢＣ　１２３", "ABC 123"), ("ﬁne oﬃce", "fine office"), ("", ""), ("\u{feff} \n", ""),
      ("＜ｂ＞x", "x"), ("a\u{202e}b", "ab"), ("👨‍👩‍👧 नमस्ते", "👨‍👩‍👧 नमस्ते"), ("e\u{301}", "é"),
      ("½ m² №5 ™", "1⁄2 m2 No5 TM"), ("x\u{2261}\u{338}", "x≢"), ("ㄱ ﾊﾟ", "ᄀ パ"),
      ("\u{1100}\u{1161}\u{11a8} q\u{307}\u{323}", "각 q\u{323}\u{307}"),
    ])
  func characters(text: String, cleaned: String) {
    // Compared by scalars: composed and decomposed letters are equal as strings.
    #expect(TextCleaning.clean(text).unicodeScalars.elementsEqual(cleaned.unicodeScalars))
  }

  @Test("Every character comes out in normalisation form KC as Foundation has it")
  func characterForms() {
    var count = 0
    for value in UInt32(0xa1)...0x2ffff {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned
      else { continue }
      // What cleaning drops or takes for white space is not compared.
      let cleaned = TextCleaning.clean("x\(scalar)x")
      if cleaned == "xx" || cleaned == "x x" { continue }
      // White space within a character's form is one space, as everywhere.
      let form = "x\(scalar)x".precomposedStringWithCompatibilityMapping
      #expect(
        cleaned.unicodeScalars.elementsEqual(form.unicodeScalars), "U+\(String(value, radix: 16))")
      count += 1
    }
    #expect(count > 130_000)
  }

  @Test("Texts of letters, marks and syllables come out in form KC as the reference has it")
  func textForms() throws {
    let path = fixtures + "normalization.txt"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 400)
    for line in lines {
      let sides = line.split(separator: ";").map { side in
        side.split(separator: " ").map { Unicode.Scalar(UInt32($0, radix: 16)!)! }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: sides[0])
      #expect(TextCleaning.clean(String(text)).unicodeScalars.elementsEqual(sides[1]), "\(line)")
    }
  }

  @Test(
    "Contractions are written out where that is asked for",
    arguments: [
      ("Don't fold, can't crease", "Do not fold, cannot crease"), ("IT'S here", "IT IS here"),
      ("we’re (you'll) they've", "we are (you will) they have"),
      ("It won't. I'm", "It will not. I am"),
      ("women's 5' 6\" rock 'n' roll 'tis", "women's 5' 6\" rock 'n' roll 'tis"), ("", ""),
    ])
  func contractions(text: String, expanded: String) {
    #expect(TextCleaning.clean(text, expandingContractions: true) == expanded)
    #expect(TextCleaning.clean(text) == text)
  }

  @Test("Cleaning clean text changes nothing, whatever it was made of")
  func idempotence() {
    let pieces = [
      "<", ">", "&", ";", "&amp;", "&lt;", "&gt;", "&#60;", "&#x3e;", "amp", "lt", "#59", "<b", "/",
      "<script", "<script>", "</script>", "script", "<!--", "-->", "--", "!", " ", "\n", "a", "x",
      "\u{0}", "＜", "；", "\u{37e}", "ﬁ", "&#38;", "&nbsp;", "&semi;", "style", "</style>",
      "<style>", "\u{338}", "≮", "≯", "&#824;", "&#8814;", "\u{301}", "e", "é", "\u{323}", "＞",
      "¨", "&#65307", "\u{1100}", "\u{1161}", "＆", "℀",
    ]
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<5_000 {
      let text = (0..<Int.random(in: 1...24, using: &generator))
        .map { _ in pieces.randomElement(using: &generator)! }.joined()
      let once = TextCleaning.clean(text)
      #expect(TextCleaning.clean(once) == once, "\(text)")
    }
  }

  @Test(
    "Hostile texts of two hundred thousand characters are cleaned",
    arguments: [
      "<", "&", "&amp;", "amp;", "<a ", "<!-- ", "<script>", "<b>", "&#38;#38;", "<<>", " ",
      "&#65307", "≯", "\u{301}", "e\u{301}", "\u{fdfa}",
    ])
  func hostile(piece: String) {
    let text = "&" + String(repeating: piece, count: 200_000 / piece.count)
    let cleaned = TextCleaning.clean(text)
    // No character's plain form is longer than the 33 bytes of U+FDFA, which has 3.
    #expect(cleaned.utf8.count <= 11 * text.utf8.count)
    #expect(cleaned.unicodeScalars.first == "&")
  }
}
