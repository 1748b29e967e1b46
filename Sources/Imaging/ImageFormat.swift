/// A file format whose pictures can be decoded.
public enum ImageFormat: String, Sendable, Codable, CaseIterable {
  case jpeg, png, webp

  /// The format's name as it is written in prose: "JPEG", "PNG", "WebP".
  public var name: String {
    switch self {
    case .jpeg: "JPEG"
    case .png: "PNG"
    case .webp: "WebP"
    }
  }
}
