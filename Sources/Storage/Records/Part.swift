/// A part of an item that is embedded on its own.
public enum Part: String, Sendable, Codable, CaseIterable {
  case image, title, description

  /// The number that stands for the part in the database; never changes once released.
  var code: Int64 {
    switch self {
    case .image: 0
    case .title: 1
    case .description: 2
    }
  }

  init?(code: Int64) {
    guard let part = Part.allCases.first(where: { $0.code == code }) else { return nil }
    self = part
  }
}

/// One part of one item, and the content it has.
public struct PartRecord: Sendable, Equatable {
  /// Which part.
  public var part: Part
  /// 0 for the first; further images of a product count up.
  public var ordinal: Int
  /// What the vectors belong to: the hash of the file or of the text; nil while the file is broken.
  public var content: ContentHash?
  /// The row of the file, for image parts.
  public var file: Int64?

  /// A part as it is to be stored.
  public init(part: Part, ordinal: Int = 0, content: ContentHash?, file: Int64? = nil) {
    self.part = part
    self.ordinal = ordinal
    self.content = content
    self.file = file
  }
}
