internal import Encoders
internal import JSON
internal import NeuralNetwork
internal import Storage
internal import Tuning
internal import VectorIndex

/// How the index of a model's vectors, or of those behind a head, is made smaller than they are.
///
/// The vectors in the database stay whole. Each head, and the model without one, has a compression of its own
/// or none: one that was fitted to other vectors is never used.
struct IndexCompression: Sendable {
  /// A hash over the fingerprint of model or head, and all of this.
  let fingerprint: String
  /// The map to fewer dimensions; nil where all are kept.
  let projection: Projection?
  /// How scalars are rounded to eight bits; nil where they are not.
  let rounding: ShapedRounding?
  /// Similarities of what has nothing to do with each other, in the compressed index.
  let backgrounds: [LibraryHead.Kind: BackgroundStatistics]
  /// What it is and what it was measured to lose.
  let summary: CompressionSummary

  /// A compression of what has a fingerprint.
  init(
    of base: String, _ projection: Projection?, _ rounding: ShapedRounding?,
    backgrounds: [LibraryHead.Kind: BackgroundStatistics], summary: CompressionSummary
  ) {
    let maps = Self.bytes(projection, rounding).map { bytes in
      bytes.withUnsafeBytes { ModelFingerprint(hashing: $0) }
    }
    let form = "\(base) compressed to \(summary.codes.rawValue) by \(maps?.hex ?? "nothing")"
    fingerprint = ModelFingerprint(hashing: form).hex
    self.projection = projection
    self.rounding = rounding
    self.backgrounds = backgrounds
    self.summary = summary
  }

  /// Reads a compression of vectors of `dimension` scalars as it is stored.
  ///
  /// Throws: `LibraryError` where it is damaged.
  init(_ record: CompressionRecord, dimension: Int) throws(LibraryError) {
    func damaged(_ reason: String) -> LibraryError {
      LibraryError(
        "the compression of the index cannot be used: \(reason); take it back with mmsearch compress "
          + "--undo, or compress again")
    }
    do {
      let file = try record.maps.map { bytes in
        try SafetensorsFile(bytes: bytes, name: "the compression of the index")
      }
      projection = try file.flatMap { try Projection($0, from: dimension) }
      rounding = try file.flatMap { try ShapedRounding($0) }
    } catch {
      throw damaged("\(error)")
    }
    let settings = try? Array(record.settings.utf8).withUnsafeBytes { bytes throws(JSONError) in
      try JSONParser.parse(bytes)
    }
    guard let settings, let backgrounds = LibraryHead.backgrounds(settings),
      let summary = CompressionSummary(settings)
    else { throw damaged("its settings are damaged") }
    guard rounding?.dimension ?? summary.dimensions == summary.dimensions,
      projection?.dimension ?? dimension == summary.dimensions,
      (rounding == nil) == (summary.codes == .float16)
    else { throw damaged("its maps are not those of its settings") }
    fingerprint = record.fingerprint
    self.backgrounds = backgrounds
    self.summary = summary
  }

  /// The compression as it is stored, behind a head or none.
  func record(behindHead head: String?, createdUnixSeconds: Int64) -> CompressionRecord {
    CompressionRecord(
      headFingerprint: head, fingerprint: fingerprint,
      settings: JSONValue.object(
        summary.members + [("background", LibraryHead.json(backgrounds))]
      ).text,
      maps: Self.bytes(projection, rounding), createdUnixSeconds: createdUnixSeconds)
  }

  /// The maps as one safetensors file; nil where there are none.
  private static func bytes(_ projection: Projection?, _ rounding: ShapedRounding?) -> [UInt8]? {
    let tensors = [projection?.tensor, rounding?.tensor].compactMap { $0 }
    return tensors.isEmpty
      ? nil
      : SafetensorsFile.bytes(
        of: tensors, metadata: [("normalizes", projection?.normalizes == true ? "1" : "0")])
  }

  /// How the index holds rows.
  var rowFormat: RowFormat { rounding == nil ? .float16 : .int8 }
  /// By what it compares them first.
  var codeFormat: CodeFormat { summary.codes == .binary ? .bits : .nibbles }

  /// A vector of the model, or behind its head, as the index compares it.
  func query(_ vector: [Float]) -> [Float] {
    projection?.apply(to: vector) ?? vector
  }
}

extension MMSearchLibrary {
  /// The compression of a model's index, or of that behind a head; nil where it holds whole vectors.
  ///
  /// Throws: `LibraryError` where it is damaged.
  func compression(of record: ModelRecord, behind head: LibraryHead?) throws -> IndexCompression? {
    try Self.compression(of: record, behind: head, in: store)
  }

  /// The same of any store.
  static func compression(
    of record: ModelRecord, behind head: LibraryHead?, in store: LibraryStore
  ) throws -> IndexCompression? {
    try store.read { try $0.compression(of: record, behindHead: head?.fingerprint) }
      .map { try IndexCompression($0, dimension: record.dimension) }
  }
}
