internal import JSON
internal import Library

/// Models, as text and as JSON.
enum ModelRendering {
  static func text(
    _ installed: [InstalledModel], _ recommended: [RecommendedModel], style: TextStyle
  ) -> String {
    let names = installed.map { (Sentence.printable($0.name), Sentence.printable($0.directory)) }
    let width = names.map { DisplayWidth.of($0.0) }.max() ?? 0
    var text = names.map { name, directory in
      style.bold(DisplayWidth.padded(name, to: width)) + "  \(directory)\n"
    }.joined()
    text += "\nworth a download (mmsearch model add …):\n"
    let referenceWidth = recommended.map(\.reference.count).max() ?? 0
    for model in recommended {
      var facts = ["\(Sentence.byteCount(model.byteCount))", model.license]
      facts.append(speed(model))
      if let score = model.zeroShotImageNet {
        facts.append("ImageNet zero-shot \(Sentence.fixed(score, decimals: 1)) %")
      }
      if let recall = model.flickrRecall {
        facts.append("Flickr30k text→image R@1 \(Sentence.fixed(recall, decimals: 1)) %")
      }
      if model.zeroShotImageNet == nil { facts.append(model.source) }
      text +=
        "  " + DisplayWidth.padded(model.reference, to: referenceWidth) + "  "
        + facts.joined(separator: ", ") + "\n"
    }
    let sources = recommended.filter { $0.zeroShotImageNet != nil }.map(\.source)
    let distinct = sources.enumerated().filter { sources.firstIndex(of: $0.element) == $0.offset }
    return text + "scores as published: \(distinct.map(\.element).joined(separator: "; "))\n"
      + "speeds on one core of an AMD EPYC with AVX-512\n"
  }

  private static func speed(_ model: RecommendedModel) -> String {
    let text = "\(Sentence.fixed(model.textMilliseconds, decimals: 0)) ms a text of ten words"
    guard let picture = model.pictureMilliseconds else { return text }
    return "\(Sentence.fixed(picture, decimals: 0)) ms a picture, \(text)"
  }

  static func json(_ installed: [InstalledModel], _ recommended: [RecommendedModel]) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      (
        "models",
        .array(
          installed.map { model in
            .object([
              ("name", .string(model.name)), ("path", .string(model.directory)),
              ("link", .boolean(model.isLink)),
            ])
          })
      ),
      (
        "recommended",
        .array(
          recommended.map { model in
            .object([
              ("reference", .string(model.reference)),
              ("bytes", .integer(Int(model.byteCount))),
              ("dimension", .integer(model.dimension)), ("license", .string(model.license)),
              ("imagenet_zero_shot", .optional(model.zeroShotImageNet)),
              ("flickr30k_recall@1", .optional(model.flickrRecall)),
              ("picture_ms", .optional(model.pictureMilliseconds)),
              ("text_ms", .optional(model.textMilliseconds)),
              ("source", .string(model.source)),
            ])
          })
      ),
    ])
  }

  /// What storing a model in fewer bits saved and cost, in one sentence.
  static func sentence(_ compressed: CompressedModel) -> String {
    "\(Sentence.byteCount(compressed.bytesBefore)) became \(Sentence.byteCount(compressed.bytesAfter)); "
      + text(compressed.loss)
  }

  /// The loss of a precision.
  static func text(_ loss: PrecisionLoss) -> String {
    let parts = [(loss.pictures, "pictures"), (loss.texts, "texts")].compactMap { cosines, what in
      cosines.map {
        "\(Sentence.fixed($0.median, decimals: 6)) for \(what) (least \(Sentence.fixed($0.least, decimals: 6)))"
      }
    }
    return "cosine to float32 " + parts.joined(separator: ", ")
  }

  private static func json(_ cosines: PrecisionLoss.Cosines?) -> JSONValue {
    guard let cosines else { return .null }
    return .object([
      ("median", .optional(cosines.median)), ("least", .optional(cosines.least)),
    ])
  }

  static func text(_ model: ModelDescription, style: TextStyle) -> String {
    var rows: [(name: String, value: String)] = [
      ("model", Sentence.printable(model.name)),
      (
        "folder",
        "\(Sentence.printable(model.directory)) (\(Sentence.byteCount(model.byteCount)))"
      ),
      ("fingerprint", model.fingerprint),
      ("embedding", "\(model.dimension) dimensions"),
    ]
    rows.append(
      ("pictures", model.imageSide.map { "\($0) × \($0) pixels" } ?? "not seen, texts alone"))
    let operations = [(model.imageOperations, "a picture"), (model.textOperations, "a full text")]
      .compactMap { count, what in
        count.map { "\(Sentence.fixed(Double($0) / 1e9, decimals: 2)) GFLOP \(what)" }
      }
    rows += [
      ("format", model.format),
      (
        "size",
        "\(Sentence.fixed(Double(model.parameterCount) / 1e6, decimals: 1)) million parameters, "
          + operations.joined(separator: ", ")
      ),
      ("licence", Sentence.printable(model.license ?? "not stated")),
    ]
    if let loss = model.loss { rows.append(("loss", text(loss))) }
    if !model.readsTexts { rows.append(("texts", "not read, pictures alone")) }
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      style.bold(DisplayWidth.padded(row.name, to: width)) + "  \(row.value)\n"
    }.joined()
  }

  static func json(_ model: ModelDescription) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("name", .string(model.name)), ("path", .string(model.directory)),
      ("bytes", .integer(Int(model.byteCount))),
      ("fingerprint", .string(model.fingerprint)),
      ("dimension", .integer(model.dimension)),
      ("image_side", model.imageSide.map { .integer($0) } ?? .null),
      ("texts", .boolean(model.readsTexts)),
      ("format", .string(model.format)),
      ("parameters", .integer(model.parameterCount)),
      ("image_operations", model.imageOperations.map { .integer($0) } ?? .null),
      ("text_operations", model.textOperations.map { .integer($0) } ?? .null),
      ("license", .optional(model.license)),
      (
        "cosine_to_float32",
        model.loss.map {
          .object([("pictures", json($0.pictures)), ("texts", json($0.texts))])
        } ?? .null
      ),
    ])
  }
}
