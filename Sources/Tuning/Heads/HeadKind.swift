/// The forms of a head; all keep the number of dimensions.
public enum HeadKind: String, Sendable, CaseIterable {
  /// x + g ∘ f(x), f a perceptron with one hidden layer and g a gate for each dimension, which starts closed:
  /// at first the head changes nothing (Bachlechner et al. 2020, ReZero).
  case skip
  /// W x + b, at first the identity.
  case linear
  /// A perceptron with one hidden layer, at first random.
  case mlp
  /// s ∘ x, a scale for each dimension, at first one: the diagonal metric Σ sᵢ² xᵢ yᵢ.
  case diagonal
  /// x + U V x with few rows of V, at first the identity: the bilinear metric xᵀ M y, M = (1 + U V)ᵀ (1 + U V).
  case bilinear
}
