/// Escape sequences that show a picture in terminals which can.
enum InlineImage {
  /// The kitty graphics protocol: RGB pixels in chunks of 4096 characters, shown in so many cells without
  /// moving the cursor.
  static func kitty(_ picture: Thumbnail, columns: Int, rows: Int) -> String {
    let payload = Array(Base64.text(picture.pixels).utf8)
    var result = ""
    var start = 0
    while start < payload.count {
      let end = min(start + 4096, payload.count)
      let control =
        start == 0
        ? "a=T,f=24,s=\(picture.width),v=\(picture.height),c=\(columns),r=\(rows),C=1,q=2," : ""
      let chunk = String(decoding: payload[start..<end], as: UTF8.self)
      result += "\u{1B}_G\(control)m=\(end < payload.count ? 1 : 0);\(chunk)\u{1B}\\"
      start = end
    }
    return result
  }

  /// iTerm2's protocol: a JPEG file, shown in so many cells.
  static func iTerm2(jpeg: [UInt8], columns: Int, rows: Int) -> String {
    "\u{1B}]1337;File=inline=1;size=\(jpeg.count);width=\(columns);height=\(rows);"
      + "preserveAspectRatio=1:\(Base64.text(jpeg))\u{07}"
  }
}
