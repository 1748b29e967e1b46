/// The fields of a product that feeds know by name.
public enum FeedField: String, Sendable, CaseIterable {
  case id
  case group
  case title
  case description
  case image
  case additionalImages = "additional_images"
  case alt
  case price
  case currency
  case salePrice = "sale_price"
  case brand
  case category
  case tags
  case color
  case size
  case gender
  case material
  case gtin
  case mpn
  case availability
  case url

  /// Column names that mean the field, best first, in the form of ``normalized(_:)``: Google
  /// Merchant, Shopify (both generations), WooCommerce, and what plain catalogues use.
  var columnNames: [String] {
    switch self {
    case .id:
      [
        "id", "itemid", "productid", "sku", "variantsku", "articleid", "articlenumber",
        "itemnumber", "productcode", "offerid", "asin", "uniqueid",
      ]
    case .group:
      [
        "group", "itemgroupid", "groupid", "groupname", "parent", "parentid", "parentsku",
        "handle", "urlhandle",
      ]
    case .title:
      [
        "title", "name", "producttitle", "productname", "productdisplayname", "displayname",
        "itemname", "caption",
      ]
    case .description:
      [
        "description", "bodyhtml", "longdescription", "productdescription", "shortdescription",
        "detaildesc", "details", "summary", "desc",
      ]
    case .image:
      [
        "image", "imagelink", "imagesrc", "imageurl", "productimageurl", "imagepath", "imagefile",
        "imagefilename", "mainimage", "mainimageurl", "primaryimage", "img", "imgurl", "photo",
        "picture", "filename", "filepath", "file", "path", "images", "imageurls", "variantimage",
        "variantimageurl",
      ]
    case .additionalImages:
      [
        "additionalimages", "additionalimagelink", "additionalimagelinks", "additionalimageurl",
        "additionalimageurls", "otherimages", "moreimages", "gallery", "images", "imageurls",
      ]
    case .alt:
      ["alt", "alttext", "imagealttext", "imagealt", "imagedescription"]
    case .price:
      ["price", "variantprice", "regularprice", "listprice", "unitprice", "productprice"]
    case .currency:
      ["currency", "currencycode", "pricecurrency"]
    case .salePrice:
      ["saleprice", "specialprice", "discountprice", "discountedprice", "offerprice"]
    case .brand:
      ["brand", "brands", "brandname", "vendor", "manufacturer"]
    case .category:
      [
        "category", "categories", "producttype", "productcategory", "googleproductcategory",
        "categoryname", "articletype", "producttypename", "subcategory", "type", "mastercategory",
      ]
    case .tags:
      ["tags", "tag", "keywords", "labels"]
    case .color:
      ["color", "colour", "basecolour", "basecolor", "colorname", "colourname", "colourgroupname"]
    case .size:
      ["size", "sizes"]
    case .gender:
      ["gender", "sex"]
    case .material:
      ["material", "materials", "fabric"]
    case .gtin:
      ["gtin", "gtinupceanorisbn", "ean", "ean13", "upc", "isbn", "barcode", "variantbarcode"]
    case .mpn:
      ["mpn", "manufacturerpartnumber", "partnumber"]
    case .availability:
      ["availability", "instock", "stockstatus"]
    case .url:
      ["url", "link", "producturl", "productlink", "permalink"]
    }
  }

  /// A column name without what feeds differ in: case, a namespace such as `g:`, and everything
  /// that is neither a letter nor a digit.
  static func normalized(_ column: String) -> String {
    var name = Substring(column.lowercased())
    while let first = name.first, first.isWhitespace {
      name.removeFirst()
    }
    if name.hasPrefix("g:") {
      name.removeFirst(2)
    }
    return String(name.filter { $0.isLetter || $0.isNumber })
  }
}
