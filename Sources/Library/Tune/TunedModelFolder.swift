internal import Encoders
internal import FoundationEssentials
internal import Glibc
internal import JSON
internal import NeuralNetwork
internal import SystemPackage
internal import Tuning

/// The folder of a model that is being trained, among the models that have names here. It appears at once and
/// whole; until then only a checkpoint lies there.
struct TunedModelFolder {
  let name: String
  private let models: FilePath

  /// Throws: `LibraryError` for a name that is taken or cannot be one, and where nothing can be written.
  init(name: String, in models: FilePath) throws {
    self.name = try InstalledModels.freeName(name, in: models)
    self.models = models
    try FileManager.default.createDirectory(
      atPath: models.string, withIntermediateDirectories: true)
  }

  /// Where the state after each epoch is kept.
  var checkpointPath: String { models.appending(".\(name).checkpoint").string }

  /// Writes a model: the tensors of the base with those of training in their places, its tokenizer, and a card
  /// with what was changed. Returns the folder.
  ///
  /// Throws: `LibraryError` where it cannot be written; `ModelError` where what was written cannot be opened.
  func write(
    _ parameters: [Parameter], from model: TrainableModel,
    card: (_ base: [JSONValue.Member], _ files: JSONValue) -> JSONValue
  ) throws -> String {
    let unfinished = models.appending(".\(name).partial").string
    try? FileManager.default.removeItem(atPath: unfinished)
    try FileManager.default.createDirectory(
      atPath: unfinished, withIntermediateDirectories: true)
    let trained = Dictionary(parameters.map { ($0.name, $0.value.scalars) }) { first, _ in first }
    let tensors = try model.tensorNames.map { name throws(ModelError) in
      var tensor = try model.tensor(name)
      if let scalars = trained[name] { tensor.scalars = scalars }
      return (name: name, tensor: tensor)
    }
    try Data(SafetensorsFile.bytes(of: tensors, metadata: [("format", "pt")]))
      .write(to: URL(filePath: unfinished + "/model.safetensors"))
    let base = model.encoder.directory
    for file in DualEncoder.fileNames.dropFirst() {
      try FileManager.default.copyItem(
        atPath: "\(base)/\(file)", toPath: "\(unfinished)/\(file)")
    }
    let hashes = try DualEncoder.fileNames.map { file in
      let hash = try ModelFingerprint(ofFileAt: "\(unfinished)/\(file)")
      return (key: file, value: JSONValue.string(hash.hex))
    }
    let bytes = try Data(contentsOf: URL(filePath: base + "/model.json"))
    guard
      case .object(let members) = try Array(bytes).withUnsafeBytes({ bytes throws(JSONError) in
        try JSONParser.parse(bytes)
      })
    else { throw LibraryError("the card \(base)/model.json is no JSON object") }
    try Data(card(members, .object(hashes)).text.utf8)
      .write(to: URL(filePath: unfinished + "/model.json"))
    _ = try OpenedModel(unfinished)
    let directory = models.appending(name).string
    guard rename(unfinished, directory) == 0 else {
      throw LibraryError("\(directory) cannot be written: \(String(cString: strerror(errno)))")
    }
    return directory
  }
}
