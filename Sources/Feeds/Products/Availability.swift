/// Whether a product can be bought, in the words of Google Merchant.
enum Availability: String {
  case inStock = "in_stock"
  case outOfStock = "out_of_stock"
  case preorder
  case backorder

  /// Reads the words and numbers that feeds have for it, also those of schema.org with or without
  /// their address; nil for others.
  init?(_ text: String) {
    let word = text.split(separator: "/").last ?? ""
    switch FeedField.normalized(String(word)) {
    case "instock", "available", "availablefororder", "instoreonly", "onlineonly",
      "limitedavailability", "true", "yes", "1":
      self = .inStock
    case "outofstock", "soldout", "unavailable", "notavailable", "discontinued", "false", "no", "0":
      self = .outOfStock
    case "preorder", "presale": self = .preorder
    case "backorder", "onbackorder", "madetoorder": self = .backorder
    default: return nil
    }
  }
}
