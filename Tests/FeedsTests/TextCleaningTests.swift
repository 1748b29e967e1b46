import Feeds
import Testing

@Suite("Cleaning of texts")
struct TextCleaningTests {
  @Test(
    "HTML becomes plain text",
    arguments: [
      ("Red <b>mug</b>", "Red mug"), ("<p>One</p><p>Two<br/>three</p>", "One Two three"),
      ("a&nbsp;&amp;&nbsp;b", "a & b"), ("5 &euro; &#8364; &#x20AC; &#128;", "5 € € € €"),
      ("Caf&eacute; &Uuml;ber &hellip;", "Café Über …"), ("&yuml;&nbsp;&Agrave;", "ÿ À"),
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
      ("＜ｂ＞x", "x"), ("a\u{202e}b", "ab"), ("👨‍👩‍👧 नमस्ते", "👨‍👩‍👧 नमस्ते"), ("e\u{301}", "e\u{301}"),
    ])
  func characters(text: String, cleaned: String) {
    // Compared by scalars: composed and decomposed letters are equal as strings.
    #expect(TextCleaning.clean(text).unicodeScalars.elementsEqual(cleaned.unicodeScalars))
  }

  @Test("Cleaning clean text changes nothing, whatever it was made of")
  func idempotence() {
    let pieces = [
      "<", ">", "&", ";", "&amp;", "&lt;", "&gt;", "&#60;", "&#x3e;", "amp", "lt", "#59", "<b", "/",
      "<script", "<script>", "</script>", "script", "<!--", "-->", "--", "!", " ", "\n", "a", "x",
      "\u{0}", "＜", "；", "\u{37e}", "ﬁ", "&#38;", "&nbsp;", "&semi;", "style", "</style>",
      "<style>",
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
    ])
  func hostile(piece: String) {
    let text = "&" + String(repeating: piece, count: 200_000 / piece.count)
    let cleaned = TextCleaning.clean(text)
    #expect(cleaned.utf8.count <= text.utf8.count)
    #expect(cleaned.first == "&")
  }
}
