import Glibc
import Kernels

/// Pools an image's features by attention whose query is their mean, with learned positions;
/// `open_clip.modified_resnet.AttentionPool2d` (Radford et al., 2021, section 2.4).
public struct AttentionPooling: Sendable {
  /// Scalars of the result.
  public let outputs: Int
  private let side: Int
  private let width: Int
  private let heads: Int
  private let positions: FloatStorage
  private let query: LinearLayer
  private let key: LinearLayer
  private let value: LinearLayer
  private let projection: LinearLayer

  /// Reads `positional_embedding` `[side · side + 1, width]`, `q_proj`, `k_proj`, `v_proj` and
  /// `c_proj`.
  public init(
    side: Int, width: Int, heads: Int, outputs: Int, from parameters: ParameterReader
  ) throws(WeightsError) {
    precondition(width.isMultiple(of: heads))
    self.side = side
    self.width = width
    self.heads = heads
    self.outputs = outputs
    positions = FloatStorage(
      try parameters.tensor("positional_embedding", shape: [side * side + 1, width]).scalars)
    query = try LinearLayer(inputs: width, outputs: width, from: parameters["q_proj"])
    key = try LinearLayer(inputs: width, outputs: width, from: parameters["k_proj"])
    value = try LinearLayer(inputs: width, outputs: width, from: parameters["v_proj"])
    projection = try LinearLayer(inputs: width, outputs: outputs, from: parameters["c_proj"])
  }

  private var tokenCount: Int { side * side + 1 }

  /// The floats of workspace that a call needs.
  public var scratchCount: Int {
    3 * Workspace.rounded(tokenCount * width) + 2 * Workspace.rounded(width)
      + Workspace.rounded(tokenCount)
  }

  /// Maps features `[side, side, width]` to `outputs` scalars.
  public func callAsFunction(
    _ features: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) {
    precondition(
      features.height == side && features.width == side && features.channels == width)
    workspace.withScratch(tokenCount * width) { tokens in
      workspace.withScratch(tokenCount * width) { keys in
        workspace.withScratch(tokenCount * width) { values in
          workspace.withScratch(width) { queries in
            workspace.withScratch(width) { attended in
              features.average(into: tokens)
              (tokens + width).update(from: features.base, count: features.count)
              for index in 0..<tokenCount * width { tokens[index] += positions.base[index] }
              query(tokens, count: 1, into: queries)
              key(tokens, count: tokenCount, into: keys)
              value(tokens, count: tokenCount, into: values)
              workspace.withScratch(tokenCount) { scores in
                for head in 0..<heads {
                  attend(
                    head, queries: queries, keys: keys, values: values, scores: scores,
                    into: attended)
                }
              }
              projection(attended, count: 1, into: output)
            }
          }
        }
      }
    }
  }

  /// The mean of one head's values, weighted by the softmax of query · key / √width.
  private func attend(
    _ head: Int, queries: UnsafePointer<Float>, keys: UnsafePointer<Float>,
    values: UnsafePointer<Float>, scores: UnsafeMutablePointer<Float>,
    into attended: UnsafeMutablePointer<Float>
  ) {
    let headWidth = width / heads
    let first = head * headWidth
    let scale = 1 / Float(headWidth).squareRoot()
    var largest = -Float.infinity
    for token in 0..<tokenCount {
      var product: Float = 0
      for index in first..<first + headWidth {
        product += queries[index] * keys[token * width + index]
      }
      scores[token] = product * scale
      largest = max(largest, scores[token])
    }
    var total: Float = 0
    for token in 0..<tokenCount {
      scores[token] = expf(scores[token] - largest)
      total += scores[token]
    }
    for index in first..<first + headWidth { attended[index] = 0 }
    for token in 0..<tokenCount {
      let weight = scores[token] / total
      for index in first..<first + headWidth {
        attended[index] += weight * values[token * width + index]
      }
    }
  }
}
