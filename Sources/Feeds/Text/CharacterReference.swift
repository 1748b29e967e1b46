/// Character references of HTML: the named ones that texts use, and all numeric ones.
enum CharacterReference {
  /// The character that `name`, what stands between `&` and `;`, refers to.
  ///
  /// Numbers 128 to 159 mean Windows-1252, as in browsers; numbers that are no character mean the
  /// replacement character.
  static func decode(_ name: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    var text = ""
    text.unicodeScalars.append(contentsOf: name)
    guard text.hasPrefix("#") else { return named[text] }
    let digits = text.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let number = isHexadecimal ? digits.dropFirst() : digits
    guard !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    if !isHexadecimal, !number.allSatisfy(\.isNumber) { return nil }
    guard let value = UInt32(number, radix: isHexadecimal ? 16 : 10) else { return "\u{fffd}" }
    if (0x80...0x9f).contains(value) {
      return Windows1252.scalar(UInt8(value))
    }
    return Unicode.Scalar(value) ?? "\u{fffd}"
  }

  /// The references for U+00A0 to U+00FF in order.
  private static let latin1 = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
    Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times \
    Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
    agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
    igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide \
    oslash ugrave uacute ucirc uuml yacute thorn yuml
    """

  private static let named: [String: Unicode.Scalar] = {
    var named: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<",
      "GT": ">", "QUOT": "\"", "COPY": "©", "REG": "®",
      "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "fnof": "ƒ",
      "circ": "ˆ", "tilde": "˜", "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}",
      "zwnj": "\u{200c}", "zwj": "\u{200d}", "lrm": "\u{200e}", "rlm": "\u{200f}",
      "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“",
      "rdquo": "”", "bdquo": "„", "dagger": "†", "Dagger": "‡", "bull": "•", "hellip": "…",
      "permil": "‰", "prime": "′", "Prime": "″", "lsaquo": "‹", "rsaquo": "›", "euro": "€",
      "trade": "™", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔",
      "minus": "−", "infin": "∞", "asymp": "≈", "ne": "≠", "le": "≤", "ge": "≥", "star": "☆",
      "starf": "★", "phone": "☎", "check": "✓", "hearts": "♥", "Omega": "Ω", "alpha": "α",
      "beta": "β", "mu": "μ", "pi": "π", "num": "#", "percnt": "%", "lpar": "(", "rpar": ")",
      "comma": ",", "period": ".", "colon": ":", "semi": ";", "excl": "!", "quest": "?",
      "sol": "/", "bsol": "\\", "lbrack": "[", "rbrack": "]", "lbrace": "{", "rbrace": "}",
      "plus": "+", "equals": "=", "dollar": "$", "commat": "@", "lowbar": "_", "grave": "`",
      "vert": "|", "ast": "*", "NewLine": "\n", "Tab": "\t",
    ]
    for (offset, name) in latin1.split(separator: " ").enumerated() {
      named[String(name)] = Unicode.Scalar(UInt8(0xa0 + offset))
    }
    return named
  }()
}
