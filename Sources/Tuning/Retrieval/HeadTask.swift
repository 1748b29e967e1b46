import Glibc

/// Training the heads behind the two sides of a model.
public protocol HeadTask: TrainingTask {
  /// Before training; nil for a kind of vectors that stays as it is.
  var heads: HeadPair { get }
  /// Temperature, margin and mining.
  var lossSettings: LossSettings { get }
  /// The name of the measure.
  var measureName: String { get }
  /// A number that all vectors and the training examples decide.
  var identity: UInt64 { get }
  /// How many examples there are to train with, to stop by and to judge by.
  var counts: (training: Int, validation: Int, test: Int) { get }

  /// The measure of each query among the examples that judge.
  func testMeasures(_ heads: HeadPair) -> [Double]
}

extension HeadTask {
  /// Those of both heads, and the logarithm of what cosines are multiplied with.
  public var parameters: [Parameter] {
    var parameters: [Parameter] = []
    for modality in TuningModality.allCases {
      for parameter in heads[modality]?.parameters ?? [] {
        parameters.append(
          Parameter(
            "\(modality.rawValue)/\(parameter.name)", parameter.value, decays: parameter.decays))
      }
    }
    return parameters
      + [Parameter("log-factor", Matrix(-logf(lossSettings.temperature)), decays: false)]
  }

  /// The heads that such parameters make.
  public func heads(of parameters: [Parameter]) -> HeadPair {
    var rest = parameters[...]
    func filled(_ head: Head?) -> Head? {
      guard var head else { return nil }
      for index in head.parameters.indices {
        head.parameters[index].value = rest.removeFirst().value
      }
      return head
    }
    let image = filled(heads.image)
    return HeadPair(image: image, text: filled(heads.text))
  }
}
