import Glibc
import JSON
import NeuralNetwork

/// A training state in a file, so that a run that was killed goes on after its last whole epoch.
public enum Checkpoint {
  private static let format = "mmsearch-checkpoint"

  /// Writes a state, replacing the file at once and as a whole.
  ///
  /// - Parameter run: what identifies the run, so that no other goes on from its state.
  public static func write(
    _ state: TrainingState, run: String, to path: String
  ) throws(TuningError) {
    var tensors: [(name: String, tensor: Tensor)] = []
    func add(_ prefix: String, _ values: [Matrix]) {
      for (parameter, value) in zip(state.parameters, values) {
        let named = Parameter("\(prefix)/\(parameter.name)", value, decays: false)
        tensors.append(named.tensor)
      }
    }
    add("now", state.parameters.map(\.value))
    add("best", state.best.map(\.value))
    add("mean", state.optimizer.means)
    add("square", state.optimizer.squares)
    let history = JSONValue.array(
      state.history.map { epoch in
        // Written with all digits, so that the epoch of the best measure stays the same.
        .array([epoch.loss.map { .number("\($0)") } ?? .null, .number("\(epoch.measure)")])
      })
    let bytes = SafetensorsFile.bytes(
      of: tensors,
      metadata: [
        ("format", format), ("run", run), ("steps", "\(state.optimizer.steps)"),
        ("history", history.text),
      ])
    try AtomicFile.write(bytes, to: path)
  }

  /// Removes the file of a run whose result is safe.
  public static func remove(_ path: String) { unlink(path) }

  /// The state in a file; nil where there is no file, or one of another run.
  ///
  /// - Parameter initial: the state of this run before its first step, from which shapes are known.
  /// Throws: `TuningError` for a damaged file.
  public static func read(
    _ path: String, run: String, initial: TrainingState
  ) throws(TuningError) -> TrainingState? {
    guard access(path, F_OK) == 0 else { return nil }
    do throws(WeightsError) {
      let file = try SafetensorsFile(path: path)
      guard file.metadata["format"] == format, file.metadata["run"] == run,
        let steps = file.metadata["steps"].flatMap({ Int($0) }), steps >= 0,
        let history = file.metadata["history"].flatMap(epochs), !history.isEmpty
      else { return nil }
      let reader = ParameterReader(file)
      func values(_ prefix: String) throws(WeightsError) -> [Matrix] {
        var values: [Matrix] = []
        for parameter in initial.parameters {
          let (rows, columns) = (parameter.value.rows, parameter.value.columns)
          let tensor = try reader.tensor("\(prefix)/\(parameter.name)", shape: [rows, columns])
          values.append(Matrix(rows: rows, columns: columns, scalars: tensor.scalars))
        }
        return values
      }
      var state = initial
      for (index, value) in try values("now").enumerated() { state.parameters[index].value = value }
      for (index, value) in try values("best").enumerated() { state.best[index].value = value }
      if steps > 0 {
        state.optimizer.means = try values("mean")
        state.optimizer.squares = try values("square")
      }
      state.optimizer.steps = steps
      state.history = history
      return state
    } catch {
      throw TuningError("\(error.description), or delete \(path) to begin anew")
    }
  }

  private static func epochs(_ text: String) -> [TrainingState.Epoch]? {
    let parsed = try? Array(text.utf8).withUnsafeBytes { bytes throws(JSONError) in
      try JSONParser.parse(bytes)
    }
    guard case .array(let values)? = parsed else { return nil }
    var epochs: [TrainingState.Epoch] = []
    for value in values {
      guard case .array(let pair) = value, pair.count == 2,
        case .number(let text) = pair[1], let measure = Double(text)
      else { return nil }
      var loss: Double?
      if case .number(let text) = pair[0] { loss = Double(text) }
      epochs.append(TrainingState.Epoch(loss: loss, measure: measure))
    }
    return epochs
  }
}
