internal import NeuralNetwork

/// Typical queries of a library, by which a second look at the best results tells what is near to a query from
/// what is near to every query: hubs (Radovanović, Nanopoulos and Ivanović, JMLR 11, 2010).
///
/// The cosine of a query and a picture less half the picture's own nearness to queries is what is left of
/// CSLS (Conneau et al. 2018, "Word Translation Without Parallel Data", section 2.3) where one query orders
/// pictures; Bogolin et al. (CVPR 2022, "Cross Modal Retrieval with Querybank Normalisation") do the same
/// with a softmax over the bank. Nothing is trained.
public struct QueryBank: Sendable, Equatable {
  /// The vectors of the queries, `[queries, dimension]`, at length one.
  public let queries: Matrix

  /// The most queries that a bank holds: a thousand gain half to three quarters of what these gain.
  public static let capacity = 4000
  /// Queries of a bank over whose similarities the mean is taken; K in the paper.
  static let neighbors = 10
  /// How much nearness to queries counts beside the cosine, as in the paper.
  public static let weight: Float = 0.5

  /// Takes vectors of typical queries; traps on fewer than ``fewest`` of them.
  public init(queries: Matrix) {
    precondition(queries.rows >= Self.fewest)
    self.queries = queries
  }

  /// The fewest queries of a bank.
  public static let fewest = neighbors + 1

  /// How near each of some pictures, `[pictures, dimension]`, is to queries in general: the mean similarity of
  /// the ten nearest in the bank but for the nearest of all, which may be the picture's own title.
  public func hubness(of pictures: Matrix, threads: Int = 1) -> [Float] {
    // The pictures are the fewer: theirs are the rows that a product has to rearrange.
    let cosines = queries.multiplied(by: pictures, threads: threads)
    let places = Self.fewest
    // The largest cosines of each picture so far, ascending.
    var largest = [Float](repeating: -.infinity, count: pictures.rows * places)
    largest.withUnsafeMutableBufferPointer { largest in
      cosines.scalars.withUnsafeBufferPointer { cosines in
        var scalar = 0
        for _ in 0..<queries.rows {
          for first in stride(from: 0, to: largest.count, by: places) {
            let cosine = cosines[scalar]
            scalar += 1
            guard cosine > largest[first] else { continue }
            var place = first
            while place + 1 < first + places, largest[place + 1] < cosine {
              largest[place] = largest[place + 1]
              place += 1
            }
            largest[place] = cosine
          }
        }
      }
    }
    return (0..<pictures.rows).map { picture in
      largest[picture * places..<(picture + 1) * places - 1].reduce(0, +) / Float(Self.neighbors)
    }
  }
}

extension QueryBank {
  private static let format = "mmsearch-query-bank"
  private static let tensorName = "queries"

  /// The bank as a safetensors file.
  public var bytes: [UInt8] {
    SafetensorsFile.bytes(
      of: [
        (
          Self.tensorName,
          Tensor(shape: [queries.rows, queries.columns], scalars: queries.scalars)
        )
      ], metadata: [("format", Self.format)])
  }

  /// Reads what ``bytes`` wrote.
  ///
  /// Throws: `TuningError` for anything else, and for vectors of another dimension.
  public init(bytes: [UInt8], name: String, dimension: Int) throws(TuningError) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(bytes: bytes, name: name)
    } catch {
      throw TuningError(error.description)
    }
    let reader = ParameterReader(file)
    let shape = WeightFiles(file).shape(of: Self.tensorName) ?? []
    guard file.metadata["format"] == Self.format, shape.count == 2, shape[0] >= Self.fewest,
      shape[1] == dimension
    else {
      throw TuningError("\(name) holds no queries of \(dimension) dimensions; make it again")
    }
    let scalars: [Float]
    do {
      scalars = try reader.tensor(Self.tensorName, shape: shape).scalars
    } catch {
      throw TuningError(error.description)
    }
    guard scalars.allSatisfy(\.isFinite) else {
      throw TuningError("\(name) holds numbers that are not finite; make it again")
    }
    self.init(queries: Matrix(rows: shape[0], columns: shape[1], scalars: scalars))
  }
}
