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

  /// The fields that say one thing of a product in a word or two.
  static let ofAttributes: [FeedField] = [.brand, .color, .size, .gender, .material]

  /// Column names that mean the field, best first, in the form of ``normalized(_:)``: Google
  /// Merchant, Shopify (both generations), WooCommerce, and what plain catalogues use.
  var columnNames: [String] {
    switch self {
    case .id:
      [
        "id", "itemid", "productid", "sku", "variantsku", "articleid", "articlenumber",
        "itemnumber", "itemsku", "productcode", "productcodesku", "productno", "productnumber",
        "offerid", "asin",
        "uniqueid", "uniqid", "identifier", "artikelnummer", "artnr", "referenz", "reference",
        "ref",
      ]
    case .group:
      [
        "group", "itemgroupid", "groupid", "groupname", "parent", "parentid", "parentsku",
        "handle", "urlhandle", "productgroupid", "parentproductid", "parentasin", "modelid",
      ]
    case .title:
      [
        "title", "name", "producttitle", "productname", "productdisplayname", "displayname",
        "itemname", "prodname", "itemtitle", "caption", "articlename", "produktname", "bezeichnung",
        "titel", "nom", "nombre", "titre",
      ]
    case .description:
      [
        "description", "bodyhtml", "longdescription", "productdescription", "shortdescription",
        "detaildesc", "details", "content", "contentencoded", "summary", "desc", "bodytext",
        "productdetails", "aboutproduct", "beschreibung", "produktbeschreibung", "descripcion",
      ]
    case .image:
      [
        "image", "imagelink", "imagesrc", "imageurl", "productimageurl", "imagepath", "imagefile",
        "imagefilename", "mainimage", "baseimage", "image1", "image0url", "imageurl1", "imagelink1",
        "picture1", "productimagefile1",
        "mainimageurl", "primaryimage", "img", "imgurl", "photo", "picture", "filename",
        "filepath", "file", "path", "images", "imageurls", "variantimage", "variantimageurl",
        "thumbnail", "thumbnailurl", "pictureurl", "photourl", "largeimage",
        "imgsrc", "bild", "bildurl", "imagename", "imglink", "enclosure", "mediacontent",
        "mediathumbnail",
      ]
    case .additionalImages:
      [
        "additionalimages", "additionalimagelink", "additionalimagelinks", "additionalimageurl",
        "additionalimageurls", "otherimages", "moreimages", "gallery", "images", "imageurls",
      ]
    case .alt:
      ["alt", "alttext", "imagealttext", "imagealt", "imagedescription"]
    case .price:
      [
        "price", "variantprice", "regularprice", "listprice", "retailprice", "originalprice",
        "unitprice", "standardprice", "pricetaxincl", "pricetaxexcl", "productprice", "msrp",
        "pricevat", "preis",
        "precio", "prix", "actualprice",
      ]
    case .currency:
      ["currency", "currencycode", "pricecurrency", "currencyid", "waehrung", "währung"]
    case .salePrice:
      [
        "saleprice", "specialprice", "discountprice", "discountedprice", "offerprice", "promoprice",
      ]
    case .brand:
      ["brand", "brands", "brandname", "vendor", "manufacturer", "marke", "hersteller"]
    case .category:
      [
        "category", "categories", "producttype", "productcategory", "googleproductcategory",
        "googleshoppinggoogleproductcategory",
        "categoryname", "categorytext", "categorypath", "articletype", "producttypename",
        "subcategory", "type", "mastercategory", "productcategorytree", "department", "kategorie",
      ]
    case .tags:
      ["tags", "tag", "keywords", "labels"]
    case .color:
      [
        "color", "colour", "basecolour", "basecolor", "colorname", "colourname", "colourgroupname",
        "farbe",
      ]
    case .size:
      ["size", "sizes", "sizename", "größe", "groesse"]
    case .gender:
      ["gender", "sex", "targetgender", "googleshoppinggender"]
    case .material:
      ["material", "materials", "fabric", "composition"]
    case .gtin:
      [
        "gtin", "gtinupceanorisbn", "ean", "ean13", "upc", "isbn", "barcode", "externalproductid",
        "variantbarcode",
        "gtin13",
      ]
    case .mpn:
      ["mpn", "manufacturerpartnumber", "partnumber", "googleshoppingmpn"]
    case .availability:
      ["availability", "instock", "isinstock", "stockstatus"]
    case .url:
      [
        "url", "link", "producturl", "productlink", "permalink", "externalurl", "detailurl",
        "deeplink",
      ]
    }
  }

  /// Whether a column, in the form of ``normalized(_:)``, has one of several additional images: a
  /// name with a number, such as `Image 2`.
  static func isNumberedImage(_ normalized: String) -> Bool {
    let name = normalized.utf8.reversed().drop { (0x30...0x39).contains($0) }.count
    return (1...2).contains(normalized.utf8.count - name)
      && numberedImageNames.contains(String(normalized.prefix(name)))
  }

  private static let numberedImageNames: Set<String> = [
    "image", "imageurl", "imagelink", "imagesrc", "picture", "pictureurl", "photo",
    "additionalimage", "additionalimagelink", "additionalimageurl", "otherimageurl",
    "productimagefile",
  ]

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
