public import NeuralNetwork

extension HeadPair {
  private static let format = "mmsearch-heads"

  /// Both heads as one safetensors file.
  public var bytes: [UInt8] {
    var tensors: [(name: String, tensor: Tensor)] = []
    var metadata = [(key: "format", value: Self.format)]
    for modality in TuningModality.allCases {
      guard let head = self[modality] else { continue }
      metadata.append((modality.rawValue, "\(head.kind.rawValue) \(head.dimension)"))
      tensors += head.parameters.map { parameter in
        let (name, tensor) = parameter.tensor
        return ("\(modality.rawValue).\(name)", tensor)
      }
    }
    return SafetensorsFile.bytes(of: tensors, metadata: metadata)
  }

  /// Reads what ``bytes`` wrote.
  ///
  /// Throws: `TuningError` for anything else.
  public init(_ file: SafetensorsFile) throws(TuningError) {
    guard file.metadata["format"] == Self.format else {
      throw TuningError("\(file.path) holds no heads; train them again with mmsearch tune")
    }
    func head(_ modality: TuningModality) throws(TuningError) -> Head? {
      guard let description = file.metadata[modality.rawValue] else { return nil }
      let words = description.split(separator: " ")
      guard words.count == 2, let kind = HeadKind(rawValue: String(words[0])),
        let dimension = Int(words[1])
      else {
        throw TuningError(
          "\(file.path) holds a head that this program does not know; train it again")
      }
      return try Head(
        kind, dimension: dimension, from: ParameterReader(file)[modality.rawValue],
        name: file.path)
    }
    self.init(image: try head(.image), text: try head(.text))
  }
}
