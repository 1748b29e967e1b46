public import NeuralNetwork

extension Head {
  /// The head as a safetensors file: its parameters by name, and its kind among the metadata.
  public var bytes: [UInt8] {
    SafetensorsFile.bytes(
      of: parameters.map(\.tensor),
      metadata: [("format", Self.format), ("kind", kind.rawValue), ("dimension", "\(dimension)")])
  }

  /// Writes ``bytes`` to a file, replacing it at once.
  public func write(to path: String) throws(TuningError) {
    try AtomicFile.write(bytes, to: path)
  }

  private static let format = "mmsearch-head"

  /// Reads what ``bytes`` wrote.
  ///
  /// Throws: `TuningError` for anything else.
  public init(_ file: SafetensorsFile) throws(TuningError) {
    guard file.metadata["format"] == Self.format,
      let kind = file.metadata["kind"].flatMap(HeadKind.init),
      let dimension = file.metadata["dimension"].flatMap({ Int($0) })
    else {
      throw TuningError(
        "\(file.path) is no head of mmsearch; name a file that mmsearch tune has saved")
    }
    try self.init(kind, dimension: dimension, from: ParameterReader(file), name: file.path)
  }

  /// Reads the parameters of a head.
  ///
  /// - Parameter name: what messages call their origin.
  init(
    _ kind: HeadKind, dimension: Int, from reader: ParameterReader, name: String
  ) throws(TuningError) {
    guard (1...Self.largestDimension).contains(dimension) else {
      throw TuningError("\(name) holds a head for \(dimension) dimensions; train it again")
    }
    do throws(WeightsError) {
      // Shapes first: only a file that has them is worth the memory of a head.
      for (name, rows, columns) in Self.shapes(of: kind, dimension: dimension) {
        _ = try reader.storedTensor(name, shape: [rows, columns])
      }
      self.init(kind, dimension: dimension, seed: 0)
      for index in parameters.indices {
        let value = parameters[index].value
        parameters[index].value.scalars = try reader.tensor(
          parameters[index].name, shape: [value.rows, value.columns]
        ).scalars
      }
    } catch {
      throw TuningError(error.description)
    }
    guard parameters.allSatisfy({ $0.value.scalars.allSatisfy(\.isFinite) }) else {
      throw TuningError("\(name) holds numbers that are not finite; train the head again")
    }
  }

  private static let largestDimension = 65_536
}

extension Parameter {
  /// The parameter by its name.
  var tensor: (name: String, tensor: Tensor) {
    (name, Tensor(shape: [value.rows, value.columns], scalars: value.scalars))
  }
}
