internal import Imaging

/// Where a library and its model lie, and how many threads may work on them.
public struct LibraryConfiguration: Sendable {
  /// The SQLite file.
  public var databasePath: String
  /// `default`, or the path of a model directory.
  public var model: String
  /// Threads that decode, embed and search.
  public var threads: Int
  /// Pictures of more pixels are refused; nil for the standard limit.
  public var maximumPixels: Int?

  /// A library, by default with the model that ships with the program.
  public init(
    databasePath: String, model: String = "default", threads: Int, maximumPixels: Int? = nil
  ) {
    self.databasePath = databasePath
    self.model = model
    self.threads = threads
    self.maximumPixels = maximumPixels
  }
}

extension LibraryConfiguration {
  /// What one picture may cost; memory grows with the pixels that are allowed.
  var decodingLimits: DecodingLimits {
    var limits = DecodingLimits.standard
    guard let maximumPixels else { return limits }
    limits.maximumPixels = maximumPixels
    limits.maximumMemory = max(limits.maximumMemory, 8 * maximumPixels)
    return limits
  }
}
