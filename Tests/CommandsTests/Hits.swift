import Library

/// Results as they come from a library with products and photos.
enum Hits {
  static let mug = SearchHit(
    rank: 1, score: 0.314159, id: "SKU-1", path: "/shop/red mug.jpg", title: "Red mug",
    price: 19.9, currency: "EUR", fields: ["size": "M", "brand": "Acme & Söhne"],
    parts: [.title: 0.62, .image: 0.314159])
  static let photo = SearchHit(
    rank: 2, score: 0.25, id: "/photos/2024/IMG_1.jpg", path: "/photos/2024/IMG_1.jpg",
    title: nil, price: nil, currency: nil, fields: [:], parts: [.image: 0.25])
  static let textOnly = SearchHit(
    rank: 3, score: -0.00001, id: "SKU-3", path: nil,
    title: "赤い\tマグ\nカップ <b>\u{1B}[31m", price: 5, currency: nil, fields: [:],
    parts: [.title: -0.00001])
  static let all = [mug, photo, textOnly]

  static func response(
    _ hits: [SearchHit] = all, terms: [SearchTerm] = [SearchTerm(.text("mug"))],
    isNoGoodMatch: Bool = false
  ) -> SearchResponse {
    SearchResponse(
      request: SearchRequest(terms: terms), mode: .image, modelName: "default", index: .flat,
      total: 160,
      milliseconds: 12.345, hits: hits, isNoGoodMatch: isNoGoodMatch, warnings: [])
  }
}
