import Glibc
import JSON
import NeuralNetwork

/// The files of a checkpoint's directory.
struct CheckpointFiles: Sendable {
  /// The directory, without a slash at its end.
  let directory: String

  init(directory: String) {
    var directory = Substring(directory)
    while directory.count > 1, directory.hasSuffix("/") { directory = directory.dropLast() }
    self.directory = String(directory)
  }

  func path(_ name: String) -> String { directory + "/" + name }

  /// Whether there is such a file, or a link to one.
  func has(_ name: String) -> Bool {
    var status = stat()
    return stat(path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The last step of the directory's path.
  var name: String {
    directory.split(separator: "/").last.map { String($0) } ?? directory
  }

  /// Whether there are weights in safetensors under any of the names.
  func hasWeights(named names: [String]) -> Bool {
    names.contains { has($0 + ".safetensors") || has($0 + ".safetensors.index.json") }
  }

  /// The weights under the first of the names for which there is a file, or a file with an index.
  func weights(named names: [String]) throws(ModelError) -> WeightFiles {
    do throws(WeightsError) {
      for name in names {
        if has(name + ".safetensors") {
          return WeightFiles(try SafetensorsFile(path: path(name + ".safetensors")))
        }
        if has(name + ".safetensors.index.json") {
          return try WeightFiles(indexPath: path(name + ".safetensors.index.json"))
        }
      }
    } catch {
      throw .weights(error)
    }
    for name in names + ["pytorch_model", "open_clip_pytorch_model", "model"] {
      for ending in ["bin", "pt", "pth", "bin.index.json"] where has("\(name).\(ending)") {
        throw .unsupported(
          path: path("\(name).\(ending)"),
          reason: "pickled weights can run any program when they are read; save them as "
            + "\(names[0]).safetensors with safetensors.torch.save_file, or download that file "
            + "from the model's page")
      }
    }
    throw .unreadable(
      path: path(names[0] + ".safetensors"), reason: "there are no weights in safetensors here")
  }

  /// The tokenizer of a CLIP text tower.
  func clipTokenizer() throws(ModelError) -> TokenizerFiles {
    if has("tokenizer.json") { return .clipTokenizerJSON(path: path("tokenizer.json")) }
    if has("vocab.json"), has("merges.txt") {
      return .clipVocabulary(path: path("vocab.json"), mergesPath: path("merges.txt"))
    }
    throw .unreadable(
      path: path("tokenizer.json"),
      reason: "there is no tokenizer here; put tokenizer.json, or vocab.json and merges.txt, "
        + "of openai/clip-vit-base-patch32 on huggingface.co beside the weights, which all "
        + "models with CLIP's 49,408 tokens share")
  }

  /// The licence that the front matter of `README.md` states: the line `license:` between two
  /// lines `---`.
  var license: String? {
    guard has("README.md") else { return nil }
    var text: [UInt8] = []
    guard let file = fopen(path("README.md"), "r") else { return nil }
    defer { fclose(file) }
    text = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = fread(buffer.baseAddress, 1, 65_536, file)
    }
    let lines = String(decoding: text, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first == "---" else { return nil }
    for line in lines.dropFirst() {
      if line == "---" { return nil }
      guard line.hasPrefix("license:") else { continue }
      let value = line.dropFirst("license:".count).filter { $0 != "\"" && $0 != "'" }
      let license = value.drop(while: \.isWhitespace)
      return license.isEmpty ? nil : String(license)
    }
    return nil
  }
}
