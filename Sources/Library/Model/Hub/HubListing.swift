internal import JSON

/// What a hub says of a repository: the commit, and each file with its size and, for large ones, its hash.
struct HubListing: Equatable {
  /// A file of a repository.
  struct File: Equatable {
    /// Relative, with `/` between folders.
    let path: String
    let byteCount: Int?
    /// Lower-case hexadecimal; nil for small files, of which the hub does not tell it.
    let sha256: String?
  }

  /// The commit that the revision stands for.
  let commit: String
  let files: [File]

  /// Reads the hub's answer, `GET /api/models/…/revision/…?blobs=true`.
  ///
  /// Throws: `LibraryError` for an answer that is no listing; `source` is named in it.
  init(_ bytes: [UInt8], from source: String) throws(LibraryError) {
    let value: JSONValue?
    do {
      value = try bytes.withUnsafeBytes { bytes throws(JSONError) in try JSONParser.parse(bytes) }
    } catch {
      value = nil
    }
    guard let commit = value?["sha"]?.text, Self.isCommit(commit),
      case .array(let siblings)? = value?["siblings"]
    else {
      throw LibraryError(
        "\(source) did not answer with a list of files; check the address of the hub (HF_ENDPOINT)")
    }
    self.commit = commit
    files = siblings.compactMap { sibling in
      guard let path = sibling["rfilename"]?.text, Self.isSafe(path) else { return nil }
      let large = sibling["lfs"]
      return File(
        path: path, byteCount: large?["size"]?.integer ?? sibling["size"]?.integer,
        sha256: large?["sha256"]?.text ?? large?["oid"]?.text)
    }
  }

  /// The files that a model is opened from: its weights, its configuration, its tokenizer and its card.
  ///
  /// Throws: `LibraryError` for a repository without weights in safetensors.
  func modelFiles(of reference: HubReference) throws(LibraryError) -> [File] {
    let weights = files.filter { Self.isFile($0, "safetensors") }
    let sharded = files.filter { $0.path.hasSuffix(".safetensors.index.json") }
    let preferred = ["open_clip_model.safetensors", "model.safetensors"]
    var chosen = weights
    if let single = preferred.compactMap({ name in weights.first { $0.path == name } }).first {
      chosen = [single]
    } else if sharded.isEmpty {
      chosen = weights.filter { !$0.path.contains("/") }
    }
    guard !chosen.isEmpty else {
      let others = files.map(\.path).filter { $0.hasSuffix(".bin") || $0.hasSuffix(".pt") }
      let what = others.isEmpty ? "no weights" : "weights only as \(others[0])"
      throw LibraryError(
        "\(reference) has \(what); only safetensors are read, because pickled files can run code: "
          + "look for a revision or a copy of the model with .safetensors")
    }
    let settings = files.filter { file in
      Self.settings.contains(file.path) || file.path.hasSuffix("_Pooling/config.json")
    }
    return settings + (chosen.count > 1 ? sharded : []) + chosen
  }

  private static let settings: Set<String> = [
    "open_clip_config.json", "config.json", "preprocessor_config.json", "tokenizer.json",
    "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt", "vocab.txt",
    "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "model.json", "README.md", "LICENSE",
  ]

  private static func isFile(_ file: File, _ ending: String) -> Bool {
    file.path.hasSuffix("." + ending)
  }

  private static func isCommit(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// Whether a path stays within the folder that it is taken from.
  private static func isSafe(_ path: String) -> Bool {
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.utf8.count <= 1024 && steps.allSatisfy { !["", ".", ".."].contains($0) }
      && path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7f}" }
  }
}

extension JSONValue {
  /// The first value of a member of an object.
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string.
  fileprivate var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}
