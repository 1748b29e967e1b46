import NeuralNetwork

/// The names that `transformers` gives to the parameters for which OpenCLIP's are asked.
enum HuggingFaceNaming {
  private static let parts: [(ours: String, theirs: [String])] = [
    ("visual.class_embedding", ["vision_model.embeddings.class_embedding"]),
    ("visual.positional_embedding", ["vision_model.embeddings.position_embedding.weight"]),
    ("visual.conv1.weight", ["vision_model.embeddings.patch_embedding.weight"]),
    // As spelt there.
    ("visual.ln_pre.", ["vision_model.pre_layrnorm."]),
    ("visual.ln_post.", ["vision_model.post_layernorm."]),
    ("visual.proj.", ["visual_projection."]),
    ("visual.transformer.resblocks.", ["vision_model.encoder.layers."]),
    ("transformer.resblocks.", ["text_model.encoder.layers."]),
    ("token_embedding.", ["text_model.embeddings.token_embedding."]),
    ("positional_embedding", ["text_model.embeddings.position_embedding.weight"]),
    ("ln_final.", ["text_model.final_layer_norm."]),
    ("text_projection.", ["text_projection."]),
  ]

  private static let clipBlockParts: [(ours: String, theirs: [String])] = [
    ("ln_1.", ["layer_norm1."]),
    ("ln_2.", ["layer_norm2."]),
    (
      "attn.in_proj_weight",
      ["self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight"]
    ),
    (
      "attn.in_proj_bias",
      ["self_attn.q_proj.bias", "self_attn.k_proj.bias", "self_attn.v_proj.bias"]
    ),
    ("attn.out_proj.", ["self_attn.out_proj."]),
    ("mlp.c_fc.", ["mlp.fc1."]),
    ("mlp.c_proj.", ["mlp.fc2."]),
  ]

  private static let bertBlockParts: [(ours: String, theirs: [String])] = [
    ("ln_1.", ["attention.output.LayerNorm."]),
    ("ln_2.", ["output.LayerNorm."]),
    (
      "attn.in_proj_weight",
      [
        "attention.self.query.weight", "attention.self.key.weight", "attention.self.value.weight",
      ]
    ),
    (
      "attn.in_proj_bias",
      ["attention.self.query.bias", "attention.self.key.bias", "attention.self.value.bias"]
    ),
    ("attn.out_proj.", ["attention.output.dense."]),
    ("mlp.c_fc.", ["intermediate.dense."]),
    ("mlp.c_proj.", ["output.dense."]),
  ]

  /// The stored names of a parameter of BERT, all below `prefix` (`bert.` in models saved with a
  /// head, nothing otherwise).
  static func bert(_ name: String, prefix: String) -> [String] {
    guard name.hasPrefix("blocks.") else { return [prefix + name] }
    let steps = name.split(separator: ".", maxSplits: 2)
    guard steps.count == 3 else { return [prefix + name] }
    return translated(String(steps[2]), by: bertBlockParts).map {
      "\(prefix)encoder.layer.\(steps[1]).\($0)"
    }
  }

  /// The stored names of a parameter of CLIP.
  static func clip(_ name: String) -> [String] {
    for (ours, theirs) in parts where name.hasPrefix(ours) {
      let rest = name.dropFirst(ours.count)
      guard ours.hasSuffix("resblocks.") else { return theirs.map { $0 + rest } }
      let steps = rest.split(separator: ".", maxSplits: 1)
      guard steps.count == 2 else { return [name] }
      return translated(String(steps[1]), by: clipBlockParts).map {
        "\(theirs[0])\(steps[0]).\($0)"
      }
    }
    return [name]
  }

  private static func translated(
    _ name: String, by parts: [(ours: String, theirs: [String])]
  ) -> [String] {
    for (ours, theirs) in parts where name.hasPrefix(ours) {
      return theirs.map { $0 + name.dropFirst(ours.count) }
    }
    return [name]
  }
}
