/// What counts as a duplicate.
public struct DuplicateRequest: Sendable, Equatable {
  /// The kinds of likeness that count.
  public var kinds: Set<Likeness.Kind>
  /// Perceptual hashes that differ in more of their 64 bits are of different pictures.
  public var distance: Int
  /// Embeddings of a smaller cosine are of different pictures.
  public var similarity: Double

  /// A request with the usual limits, which find scaled and recompressed copies: what differs in more bits,
  /// or is the same to the model alone, may well be two products.
  public init(
    kinds: Set<Likeness.Kind> = [.exact, .perceptual], distance: Int = 2,
    similarity: Double = 0.99
  ) {
    self.kinds = kinds
    self.distance = distance
    self.similarity = similarity
  }
}

/// In what two pictures are alike.
public enum Likeness: Sendable, Equatable {
  /// The name of a likeness, the strictest first.
  public enum Kind: String, Sendable, CaseIterable {
    case exact, perceptual, semantic
  }

  /// The files have the same bytes.
  case exact
  /// The perceptual hashes differ in so many of 64 bits.
  case perceptual(distance: Int)
  /// The embeddings have this cosine.
  case semantic(similarity: Double)

  /// Its name.
  public var kind: Kind {
    switch self {
    case .exact: .exact
    case .perceptual: .perceptual
    case .semantic: .semantic
    }
  }
}

/// A picture of an item, as a plan names it.
public struct PictureCopy: Sendable, Equatable {
  /// The product's id; a photo's path as it is stored.
  public let id: String
  /// The absolute path of the picture; nil for bytes that stood in a feed.
  public let path: String?
  /// The title of a product.
  public let title: String?
  /// Pixels across, upright.
  public let width: Int
  /// Pixels down, upright.
  public let height: Int
  /// The size of the file; 0 for bytes that stood in a feed.
  public let byteCount: Int64
}

/// Pictures that are alike, and which of them to keep: the one of most pixels, then of most bytes, then the
/// oldest.
public struct DuplicateGroup: Sendable, Equatable {
  /// The best copy.
  public let kept: PictureCopy
  /// The others, each with its likeness to the best one; the likest first.
  public let others: [(copy: PictureCopy, likeness: Likeness)]

  /// Whether both name the same pictures.
  public static func == (a: DuplicateGroup, b: DuplicateGroup) -> Bool {
    a.kept == b.kept
      && a.others.elementsEqual(b.others) { $0.copy == $1.copy && $0.likeness == $1.likeness }
  }
}

/// A picture that stands for many different products, such as one that says a photo is coming soon.
public struct Placeholder: Sendable, Equatable {
  /// The picture of one of them.
  public let picture: PictureCopy
  /// The ids of all items that show it.
  public let ids: [String]
  /// How many different products they are.
  public let products: Int
}

/// A plan: what is there more than once, and what to keep of it. Nothing is ever deleted.
public struct DuplicateReport: Sendable {
  /// The pictures that were compared, one of each item.
  public let pictures: Int
  /// How many of them could not be read for their perceptual hash.
  public let unread: Int
  /// The groups, those of most copies first.
  public let groups: [DuplicateGroup]
  /// Pictures of many different products, the most frequent first; they are in no group.
  public let placeholders: [Placeholder]

  /// The copies that the plan does not keep.
  public var others: Int { groups.reduce(0) { $0 + $1.others.count } }
  /// The bytes of the files of those.
  public var otherBytes: Int64 {
    groups.reduce(0) { $0 + $1.others.reduce(0) { $0 + $1.copy.byteCount } }
  }
}
