/// Why a file gave no picture; the raw values are those of the ledger and of the command line.
public enum RefusalReason: String, Sendable, Codable, CaseIterable {
  /// There is no such file, or it cannot be read.
  case missing
  /// The file has no bytes.
  case empty
  /// Something else than a picture: a web page, text, an archive, a folder.
  case notAnImage = "not-an-image"
  /// A picture or video of a format, or of a variant, that is not decoded.
  case unsupportedFormat = "unsupported-format"
  /// The file ends before nine tenths of the rows.
  case truncated
  /// The bytes contradict the format.
  case corrupt
  /// More pixels, scans, memory or bytes than `DecodingLimits` allows.
  case tooLarge = "too-large"
  /// One flat colour. No decoder throws this; whoever keeps pictures decides by `Image.isBlank`.
  case blank
}

/// The refusal of one file.
public struct ImageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class that the ledger sorts by.
  public let reason: RefusalReason
  /// The format found, in prose ("HEIC", "JPEG"), where the bytes told one.
  public let format: String?
  /// One sentence without a full stop: what was found and what to do about it.
  public let detail: String

  /// The file's path is left to the caller, who knows it.
  public init(reason: RefusalReason, format: String?, detail: String) {
    self.reason = reason
    self.format = format
    self.detail = detail
  }

  /// The reason's name and the sentence, as the ledger shows them.
  public var description: String { "\(reason.rawValue): \(detail)" }
}
