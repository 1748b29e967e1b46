/// What an audit looks for.
public struct AuditRequest: Sendable, Equatable {
  /// The field whose values are compared with the pictures; nil for none.
  public var field: String?
  /// The most findings of one kind that are listed.
  public var count: Int

  /// A request.
  public init(field: String? = nil, count: Int = 50) {
    self.field = field
    self.count = count
  }
}

/// What an audit found.
public struct AuditReport: Sendable {
  /// The model whose vectors were compared.
  public let modelName: String
  /// The items with a picture that shows something.
  public let items: Int
  /// What was found of each kind, in the order of ``AuditSection/Kind``.
  public var sections: [AuditSection]

  /// The ids of the items in which something is likely wrong, each once, in the order of the sections.
  public var flagged: [String] {
    var seen: Set<String> = []
    return sections.flatMap(\.flagged).filter { seen.insert($0).inserted }
  }
}

/// Findings of one kind, the most striking first.
public struct AuditSection: Sendable {
  /// What was looked at.
  public enum Kind: String, Sendable, CaseIterable {
    /// Pictures that look like those of another value of the field.
    case label
    /// Pictures that the titles of other items fit better.
    case title
    /// Pictures unlike all others.
    case outlier
    /// Pictures that many different products share.
    case placeholder
    /// Pictures of which there is a better copy.
    case duplicate
  }

  /// What was looked at.
  public let kind: Kind
  /// The items that could be judged.
  public let judged: Int
  /// The ids of all items in which something is likely wrong, the most striking first.
  public let flagged: [String]
  /// The first findings, as many as were asked for, flagged or not.
  public let findings: [AuditFinding]
  /// What was found out about the field; nil for other kinds.
  public var labels: LabelSummary?
}

/// What an audit found out about the values of a field.
public struct LabelSummary: Sendable, Equatable {
  /// A label that stands where another one should.
  public struct Confusion: Sendable, Equatable {
    /// The label that items have.
    public let given: String
    /// The label that they should have.
    public let suggested: String
    /// How many there are.
    public let count: Int
  }

  /// The field.
  public let field: String
  /// The different values.
  public let values: Int
  /// How many labels are wrong, by the estimate of confident learning.
  public let estimatedErrors: Double
  /// What is most often taken for what.
  public let confusions: [Confusion]
}

/// An item in which something may be wrong.
public struct AuditFinding: Sendable, Equatable {
  /// What speaks against an item.
  public enum Evidence: Sendable, Equatable {
    /// Its label, how probable it is, and the most probable other one.
    case label(
      given: String, probability: Double, suggested: String, suggestedProbability: Double)
    /// The share of other titles that fit the picture, and of other pictures that fit the title, at least
    /// as well.
    case title(share: Double)
    /// The mean cosine to the nearest neighbours, and how many deviations that lies below what is usual.
    case outlier(similarity: Double, deviations: Double)
    /// How many different products show the picture.
    case placeholder(products: Int)
    /// The item with the better copy, and in what they are alike.
    case duplicate(of: String, likeness: Likeness)
  }

  /// The product's id; a photo's path as it is stored.
  public let id: String
  /// The absolute path of the item's first picture.
  public let path: String?
  /// The title of a product.
  public let title: String?
  /// Whether something is likely wrong.
  public let isFlagged: Bool
  /// What speaks against it.
  public let evidence: Evidence
}
