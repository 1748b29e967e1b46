import Feeds
import Testing

@Suite("Recognition of columns")
struct ColumnMappingTests {
  @Test("Google Merchant, with and without namespace")
  func google() throws {
    for prefix in ["", "g:"] {
      let names = [
        "id", "title", "description", "link", "image_link", "additional_image_link",
        "availability", "price", "sale_price", "brand", "gtin", "mpn", "google_product_category",
        "product_type", "item_group_id", "color", "size", "gender", "material", "condition",
      ]
      let mapping = try ColumnMapping(columns: names.map { prefix + $0 })
      #expect(
        assignments(mapping) == [
          "id": prefix + "id", "group": prefix + "item_group_id", "title": prefix + "title",
          "description": prefix + "description", "image": prefix + "image_link",
          "additional_images": prefix + "additional_image_link", "price": prefix + "price",
          "sale_price": prefix + "sale_price", "brand": prefix + "brand",
          "category": prefix + "product_type", "color": prefix + "color", "size": prefix + "size",
          "gender": prefix + "gender", "material": prefix + "material", "gtin": prefix + "gtin",
          "mpn": prefix + "mpn", "availability": prefix + "availability", "url": prefix + "link",
        ])
      #expect(
        mapping.attributes.map(\.name) == [
          prefix + "google_product_category", prefix + "condition",
        ])
    }
  }

  @Test("Shopify, first generation")
  func shopify() throws {
    let mapping = try ColumnMapping(columns: [
      "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Option1 Name", "Variant SKU",
      "Variant Price", "Variant Compare At Price", "Variant Barcode", "Image Src",
      "Image Alt Text", "Variant Image",
    ])
    #expect(
      assignments(mapping) == [
        "id": "Variant SKU", "group": "Handle", "title": "Title", "description": "Body (HTML)",
        "image": "Image Src", "alt": "Image Alt Text", "price": "Variant Price",
        "brand": "Vendor", "category": "Type", "tags": "Tags", "gtin": "Variant Barcode",
      ])
  }

  @Test("Shopify, second generation")
  func newShopify() throws {
    let mapping = try ColumnMapping(columns: [
      "Title", "URL handle", "Description", "Vendor", "Product category", "Type", "Tags", "SKU",
      "Barcode", "Price", "Compare-at price", "Product image URL", "Image alt text",
      "Variant image URL",
    ])
    #expect(
      assignments(mapping) == [
        "id": "SKU", "group": "URL handle", "title": "Title", "description": "Description",
        "image": "Product image URL", "alt": "Image alt text", "price": "Price",
        "brand": "Vendor", "category": "Product category", "tags": "Tags", "gtin": "Barcode",
      ])
  }

  @Test("WooCommerce")
  func wooCommerce() throws {
    let mapping = try ColumnMapping(columns: [
      "ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Short description", "Description",
      "In stock?", "Sale price", "Regular price", "Categories", "Tags", "Images", "Parent",
      "Brands",
    ])
    #expect(
      assignments(mapping) == [
        "id": "ID", "group": "Parent", "title": "Name", "description": "Description",
        "image": "Images", "price": "Regular price", "sale_price": "Sale price",
        "brand": "Brands", "category": "Categories", "tags": "Tags",
        "gtin": "GTIN, UPC, EAN, or ISBN", "availability": "In stock?",
      ])
    #expect(mapping.attributes.map(\.name) == ["Type", "SKU", "Short description"])
  }

  @Test("Plain catalogues")
  func plain() throws {
    let mapping = try ColumnMapping(columns: [
      "filename", "productDisplayName", "articleType", "baseColour", "masterCategory", "season",
    ])
    #expect(
      assignments(mapping) == [
        "image": "filename", "title": "productDisplayName", "category": "articleType",
        "color": "baseColour",
      ])
    #expect(mapping.attributes.map(\.name) == ["masterCategory", "season"])
    let paths = try ColumnMapping(columns: ["IMAGE_PATH", " Image Path ", "Caption"])
    #expect(assignments(paths) == ["image": "IMAGE_PATH", "title": "Caption"])
  }

  @Test("The header of a whole Shopify export leaves no field of a product among the attributes")
  func wholeShopify() throws {
    let feed = try read(fileAt: fixtures + "shopify-export.csv")
    let mapping = try #require(feed.mapping)
    #expect(
      assignments(mapping) == [
        "id": "Variant SKU", "group": "Handle", "title": "Title", "description": "Body (HTML)",
        "image": "Image Src", "alt": "Image Alt Text", "price": "Variant Price",
        "brand": "Vendor", "category": "Product Category", "tags": "Tags",
        "gtin": "Variant Barcode",
      ])
  }

  @Test("Catalogues of other systems and of data sets")
  func others() throws {
    let magento = try ColumnMapping(columns: [
      "sku", "product_type", "categories", "name", "description", "short_description", "price",
      "special_price", "base_image", "small_image", "additional_images", "is_in_stock",
      "manufacturer",
    ])
    #expect(
      assignments(magento) == [
        "id": "sku", "category": "categories", "title": "name", "description": "description",
        "price": "price", "sale_price": "special_price", "image": "base_image",
        "additional_images": "additional_images", "availability": "is_in_stock",
        "brand": "manufacturer",
      ])
    let articles = try ColumnMapping(columns: [
      "article_id", "product_code", "prod_name", "product_type_name", "colour_group_name",
      "detail_desc",
    ])
    #expect(
      assignments(articles) == [
        "id": "article_id", "title": "prod_name", "category": "product_type_name",
        "color": "colour_group_name", "description": "detail_desc",
      ])
    let listing = try ColumnMapping(columns: [
      "uniq_id", "product_name", "product_category_tree", "retail_price", "discounted_price",
      "image", "brand",
    ])
    #expect(
      assignments(listing) == [
        "id": "uniq_id", "title": "product_name", "category": "product_category_tree",
        "price": "retail_price", "sale_price": "discounted_price", "image": "image",
        "brand": "brand",
      ])
  }

  @Test("Marketplaces with numbered images and names of their own")
  func marketplaces() throws {
    let feed = try read(
      """
      item_sku,item_name,external_product_id,brand_name,standard_price,main_image_url,\
      other_image_url1,other_image_url2,color_name,size_name,parent_sku
      A,Mug,4006381333931,Lumo,9.50,a.jpg,b.jpg,c.jpg,red,M,P
      """)
    #expect(
      feed.rows == [
        ProductRow(
          rowNumber: 1, id: "A", group: "P", title: "Mug", images: ["a.jpg", "b.jpg", "c.jpg"],
          price: 9.5,
          fields: ["gtin": "4006381333931", "brand": "Lumo", "color": "red", "size": "M"])
      ])
    let shop = try read(
      "Product ID,Product Name,Product Code/SKU,Price,Product Image File - 1,Product Image File - 2\n"
        + "7,Mug,M-1,9.50,a.jpg,b.jpg\n")
    #expect(shop.rows.first?.id == "7" && shop.rows.first?.images == ["a.jpg", "b.jpg"])
  }

  @Test("Images in numbered columns are images of the product in their order")
  func numberedImages() throws {
    let feed = try read("TITLE,SKU,IMAGE1,IMAGE2,IMAGE3,Image 4b\na,1,x.jpg,,z.jpg,no\n")
    #expect(feed.rows[0].images == ["x.jpg", "z.jpg"])
    #expect(feed.rows[0].fields == ["Image 4b": "no"])
  }

  @Test("What the user says comes first, whatever the case of column and field")
  func overrides() throws {
    let mapping = try ColumnMapping(
      columns: ["id", "title", "Kurztext", "Hersteller", "brand"],
      overrides: ["title": "kurz-text", "Brand": "Hersteller"])
    #expect(
      assignments(mapping) == ["id": "id", "title": "Kurztext", "brand": "Hersteller"])
    #expect(mapping.attributes.map(\.name) == ["title (2)", "brand (2)"])
  }

  @Test("Mapping errors name the field, the column and the choice")
  func wrongOverrides() {
    #expect(throws: FeedError.unknownField(name: "titel")) {
      try ColumnMapping(columns: ["id"], overrides: ["titel": "id"])
    }
    #expect(
      throws: FeedError.missingColumn(field: "title", column: "Text", columns: ["id", "Name"])
    ) {
      try ColumnMapping(columns: ["id", "Name"], overrides: ["title": "Text"])
    }
  }

  @Test("Columns of the same or of no name are told apart")
  func repeatedNames() throws {
    let mapping = try ColumnMapping(columns: ["id", "Note", "", " Note ", "id"])
    #expect(mapping.attributes.map(\.name) == ["Note", "column 3", "Note (2)", "id (2)"])
  }

  private func assignments(_ mapping: ColumnMapping) -> [String: String] {
    Dictionary(uniqueKeysWithValues: mapping.assignments.map { ($0.field.rawValue, $0.column) })
  }
}
