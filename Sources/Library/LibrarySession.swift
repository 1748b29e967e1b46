internal import Imaging

/// Where a library and its models lie, and how many threads may work on them.
public struct LibraryConfiguration: Sendable {
  /// The SQLite file.
  public var databasePath: String
  /// References of models, at least one; several are an ensemble.
  public var models: [String]
  /// Threads that decode, embed and search.
  public var threads: Int
  /// Pictures of more pixels are refused; nil for the standard limit.
  public var maximumPixels: Int?
  /// The head behind each model, of those that were trained on the library.
  public var head = HeadChoice.active

  /// A library, by default with the model that ships with the program.
  public init(
    databasePath: String, models: [String] = ["default"], threads: Int, maximumPixels: Int? = nil
  ) {
    self.databasePath = databasePath
    precondition(!models.isEmpty, "a library needs a model")
    self.models = models
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
