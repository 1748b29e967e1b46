/// One product of a feed.
public struct ProductRow: Sendable, Equatable {
  /// Its place in the feed, from 1: the data row of a table (the header is not counted), the line
  /// of JSON Lines, the element of a JSON array, the item of an XML feed, the product of JSON-LD.
  public let rowNumber: Int
  /// The product's identifier, never empty. In a feed without any identifiers: the path of the
  /// first image, else the row number.
  ///
  /// Identifiers are not compared with each other here, so that memory does not grow with the
  /// feed: whoever stores the rows refuses the second of two.
  public let id: String
  /// What variants of one product share.
  public var group: String?
  /// The title as plain text.
  public var title: String?
  /// The description as plain text.
  public var description: String?
  /// The title as written, where cleaning changed it.
  public var rawTitle: String?
  /// The description as written, where cleaning changed it.
  public var rawDescription: String?
  /// The main image and then the additional ones: paths or URLs as written.
  public var images: [String]
  /// What the image shows, in words, as plain text.
  public var alt: String?
  /// The price before any sale.
  public var price: Double?
  /// The ISO 4217 code of both prices.
  public var currency: String?
  /// The price in a sale.
  public var salePrice: Double?
  /// Everything else that is not empty: feed fields under their canonical names (`brand`,
  /// `category`, …), other columns under their own. A price that is not understood is kept here as
  /// written.
  public var fields: [String: String]

  /// A product.
  public init(
    rowNumber: Int, id: String, group: String? = nil, title: String? = nil,
    description: String? = nil, rawTitle: String? = nil, rawDescription: String? = nil,
    images: [String] = [], alt: String? = nil, price: Double? = nil, currency: String? = nil,
    salePrice: Double? = nil, fields: [String: String] = [:]
  ) {
    self.rowNumber = rowNumber
    self.id = id
    self.group = group
    self.title = title
    self.description = description
    self.rawTitle = rawTitle
    self.rawDescription = rawDescription
    self.images = images
    self.alt = alt
    self.price = price
    self.currency = currency
    self.salePrice = salePrice
    self.fields = fields
  }
}

/// A row that is no product, and why.
public struct RejectedRow: Sendable, Equatable, Codable {
  /// Its place in the feed, counted as ``ProductRow/rowNumber``.
  public let row: Int
  /// The product's identifier, if it could be read.
  public let id: String?
  /// The column that is to blame, as the feed names it.
  public let column: String?
  /// What is wrong, with the line of the file where that is known.
  public let reason: String

  /// A rejection.
  public init(row: Int, id: String? = nil, column: String? = nil, reason: String) {
    self.row = row
    self.id = id
    self.column = column
    self.reason = reason
  }
}
