import NeuralNetwork

/// A text tower's network: tokens to a vector of the model's space, not yet of length one.
protocol TextNetwork: Sendable {
  /// Embeds the tokens of one text, with those that mark its start and end.
  ///
  /// - Parameter observe: called with the tokens' features before the first and after each block,
  ///   and with what is read in the end.
  func callAsFunction(_ ids: [Int32], observe: (FeatureMap) -> Void) -> [Float]
}

/// How a text becomes tokens.
protocol Tokenizer: Sendable {
  /// The tokens of a text, in as many pieces as the model is to read.
  func windows(of text: String) -> CLIPTokenizer.Windows
}

extension CLIPTokenizer: Tokenizer {}
