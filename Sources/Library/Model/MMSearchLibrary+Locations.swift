internal import Glibc
internal import Imaging
internal import SystemPackage

extension MMSearchLibrary {
  /// The library used where no other is named: `MMSEARCH_DB`, else `library.sqlite` in the user's data
  /// folder.
  public static func defaultDatabasePath() -> String {
    if let given = environment("MMSEARCH_DB") { return given }
    return FilePath(defaultDataFolder()).appending("library.sqlite").string
  }

  /// Where a user's libraries and models lie (XDG Base Directory Specification).
  static func defaultDataFolder() -> String {
    FilePath(environment("XDG_DATA_HOME") ?? home(".local/share")).appending("mmsearch").string
  }

  /// The library of the demo, in the user's cache folder.
  public static func demoDatabasePath() -> String {
    let folder = environment("XDG_CACHE_HOME") ?? home(".cache")
    return FilePath(folder).appending("mmsearch/demo.sqlite").string
  }

  /// The feed of the demo catalogue.
  ///
  /// Throws: `LibraryError` that lists the places looked in.
  public static func demoFeedPath() throws(LibraryError) -> String {
    FilePath(try Assets.demoCatalogDirectory()).appending("catalog.csv").string
  }

  /// A small upright RGB copy of a picture, `[height, width, 3]`; nil where it cannot be decoded.
  public static func thumbnail(
    path: String, maximumSide: Int
  ) -> (width: Int, height: Int, pixels: [UInt8])? {
    guard let image = decodedThumbnail(path, maximumSide) else { return nil }
    return (image.width, image.height, image.pixels)
  }

  /// The same as the bytes of a JPEG file.
  public static func thumbnailJPEG(path: String, maximumSide: Int) -> [UInt8]? {
    decodedThumbnail(path, maximumSide).map { ImageEncoder.jpeg($0, quality: 82) }
  }

  private static func decodedThumbnail(_ path: String, _ side: Int) -> Image? {
    try? ImageDecoder.decode(fileAt: path, targetSide: side).decoded.image
      .thumbnail(maximumSide: side)
  }

  /// A path with a leading `~/` written out, which the shell leaves alone within quotes.
  static func expandingHome(_ path: String) -> String {
    path.hasPrefix("~/") ? home(String(path.dropFirst(2))) : path
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  private static func home(_ relative: String) -> String {
    FilePath(environment("HOME") ?? "/").appending(relative).string
  }
}
