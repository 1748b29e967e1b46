internal import FoundationEssentials
internal import Storage
internal import SystemPackage

/// A picture file and the texts that say what it shows.
struct CaptionedPicture: Sendable, Equatable {
  let path: FilePath
  let texts: [String]

  /// A line of a file of pairs.
  private struct Line: Decodable {
    let image: String
    let caption: String?
    let captions: [String]?
  }

  /// Reads lines `{"image": "path", "caption": "…"}` or with several `"captions"`; paths are relative to the
  /// file. A line that cannot be used is told to `warn`.
  ///
  /// Throws: `LibraryError` where the file cannot be read.
  static func read(_ path: String, warn: (String) -> Void) throws(LibraryError) -> [Self] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw LibraryError("cannot read \(path); give a JSON Lines file of pictures and captions")
    }
    let folder = FilePath(path).removingLastComponent()
    let decoder = JSONDecoder()
    var pictures: [Self] = []
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() where bytes.contains(where: { $0 > 0x20 }) {
      let line = try? decoder.decode(Line.self, from: Data(bytes))
      let texts = ((line?.captions ?? []) + (line?.caption.map { [$0] } ?? [])).filter(hasWords)
      guard let line, !texts.isEmpty, !line.image.utf8.contains(0) else {
        warn(
          "line \(number + 1) of \(path) was left out: it is no {\"image\": \"path\", "
            + "\"caption\": \"…\"}")
        continue
      }
      let image = FilePath(line.image)
      pictures.append(
        Self(path: image.isAbsolute ? image : folder.appending(image.components), texts: texts))
    }
    return pictures
  }

  /// The first picture of each item of a library with its title and its description, without some items.
  static func ofLibrary(_ store: LibraryStore, without excluded: [String] = []) throws -> [Self] {
    let excluded = Set(excluded)
    return try store.read { transaction in
      var items: [(id: Int64, texts: [String])] = []
      try transaction.forEachItem { item in
        let texts = [item.title, item.description].compactMap { $0 }.filter(hasWords)
        if !texts.isEmpty, !excluded.contains(item.key) { items.append((item.id, texts)) }
      }
      let paths = try transaction.primaryImagePaths(of: items.map(\.id))
      return items.compactMap { item in
        paths[item.id].map { Self(path: $0, texts: item.texts) }
      }
    }
  }

  private static func hasWords(_ text: String) -> Bool { text.contains { !$0.isWhitespace } }
}
