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
