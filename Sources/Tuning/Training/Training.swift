/// Gradient descent with early stopping.
public enum Training {
  /// Trains until the epochs are over, the measure has not risen for some of them, or `afterEpoch` says so.
  ///
  /// - Parameters:
  ///   - state: where an earlier run stood; nil to begin.
  ///   - afterEpoch: told the state after each epoch, and before the first; returns whether to go on.
  public static func run<Task: TrainingTask>(
    _ task: Task, _ settings: TrainingSettings, from state: TrainingState? = nil,
    afterEpoch: (TrainingState) throws -> Bool = { _ in true }
  ) rethrows -> TrainingState {
    var state = state ?? initialState(task, settings)
    let stepsPerEpoch = task.batches(ofEpoch: 0).count
    let totalSteps = max(1, settings.epochs * stepsPerEpoch)
    let rate = LearningRate(
      peak: settings.learningRate,
      warmUpSteps: min(totalSteps - 1, Int(settings.warmUpShare * Double(totalSteps))),
      totalSteps: totalSteps)
    guard try afterEpoch(state) else { return state }
    while state.epochs < settings.epochs, state.epochs - state.bestEpoch < settings.patience {
      var sum = 0.0
      let batches = task.batches(ofEpoch: state.epochs)
      for batch in batches {
        sum += Double(
          step(task, batch, &state, threads: settings.threads, rate(step: state.optimizer.steps)))
      }
      let measure = task.heldOutMeasure(state.parameters)
      let loss = sum / Double(max(1, batches.count))
      let earlier = state.history.dropFirst().map(\.measure).max() ?? -.infinity
      if measure > earlier { state.best = state.parameters }
      state.history.append(TrainingState.Epoch(loss: loss, measure: measure))
      guard try afterEpoch(state) else { break }
    }
    return state
  }

  /// Trains as ``run(_:_:from:afterEpoch:)`` does and keeps the state after each epoch in a file, from which a
  /// run that was killed goes on. The file is the caller's to remove, once what was trained is safe.
  ///
  /// - Parameter run: what identifies the run: another one begins anew.
  public static func run(
    _ task: some TrainingTask, _ settings: TrainingSettings, checkpoint path: String, run: String,
    afterEpoch: (TrainingState) -> Bool = { _ in true }
  ) throws(TuningError) -> TrainingState {
    let initial = initialState(task, settings)
    let earlier = try Checkpoint.read(path, run: run, initial: initial)
    var failure: TuningError?
    let state = Self.run(task, settings, from: earlier ?? initial) { state in
      do throws(TuningError) {
        if state.epochs > 0 { try Checkpoint.write(state, run: run, to: path) }
      } catch {
        failure = error
      }
      return failure == nil && afterEpoch(state)
    }
    if let failure { throw failure }
    return state
  }

  /// Before the first step.
  static func initialState(
    _ task: some TrainingTask, _ settings: TrainingSettings
  ) -> TrainingState {
    TrainingState(
      parameters: task.parameters, optimizer: AdamW(weightDecay: settings.weightDecay),
      best: task.parameters,
      history: [TrainingState.Epoch(loss: nil, measure: task.baseMeasure)])
  }

  /// One step down the slope of a batch's loss; returns the loss before it.
  static func step<Task: TrainingTask>(
    _ task: Task, _ batch: Task.Batch, _ state: inout TrainingState, threads: Int,
    _ learningRate: Float
  ) -> Float {
    let tape = Tape(threads: threads)
    let variables = state.parameters.map { tape.variable($0.value) }
    let loss = task.loss(of: batch, parameters: variables)
    let derivatives = tape.derivatives(of: loss, by: variables)
    state.optimizer.update(
      &state.parameters, derivatives: derivatives, learningRate: learningRate)
    return loss.value.scalar
  }
}
