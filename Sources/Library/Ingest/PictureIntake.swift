internal import Encoders
internal import Imaging
internal import Storage
internal import SystemPackage

/// Takes picture files from their bytes to vectors, one picture at a time on each thread.
struct PictureIntake: Sendable {
  /// What the library already knows of a picture.
  enum State {
    /// Decoded and embedded before, and not changed since.
    case ready(file: Int64, ContentHash)
    /// Refused before, and not changed since.
    case refused(file: Int64?, BrokenRecord)
    /// New, changed, or to be tried again.
    case waiting
  }

  /// What became of one picture.
  enum Outcome: Sendable {
    /// Decoded and embedded now; without a vector where the model embeds texts alone.
    case embedded(ImageRecord, [Float]?, warning: String?)
    /// Known already, by its content.
    case known(ContentHash)
    case refused(ImageError)
  }

  let store: LibraryStore
  let model: any EmbeddingModel
  let modelRecord: ModelRecord
  let limits: DecodingLimits
  let threads: Int
  /// Whether files that were refused before are tried again though they did not change.
  let retriesRefused: Bool

  /// Looks a picture up by path, size and time of change; its bytes are not read.
  func state(of picture: Picture, in transaction: ReadTransaction) throws -> State {
    guard case .file(let path, let status?) = picture,
      let file = try transaction.file(at: path), file.byteCount == status.byteCount,
      file.modifiedNanoseconds == status.modifiedNanoseconds
    else { return .waiting }
    if let content = file.content {
      let isKnown = try isKnown(content, in: transaction)
      return isKnown ? .ready(file: file.id, content) : .waiting
    }
    if !retriesRefused, let broken = try transaction.broken(at: path).first {
      return .refused(file: file.id, broken)
    }
    return .waiting
  }

  /// Decodes and embeds a prefix of `pictures`, as far as it comes before `shouldStop`.
  func process(
    _ pictures: [Picture], until shouldStop: @Sendable () -> Bool
  ) -> [Outcome] {
    parallelMapPrefix(pictures, threads: threads, until: shouldStop) { picture in
      do throws(ImageError) {
        return try outcome(of: picture)
      } catch {
        return .refused(error)
      }
    }
  }

  private func outcome(of picture: Picture) throws(ImageError) -> Outcome {
    let bytes = try picture.read(limits: limits)
    let content = bytes.withUnsafeBytes { ContentHash(hashing: $0) }
    if isKnown(content) { return .known(content) }
    let decoded = try ImageDecoder.decode(bytes, targetSide: model.imageSide, limits: limits)
    let record = ImageRecord(
      content: content, width: decoded.width, height: decoded.height,
      format: decoded.format.rawValue, isBlank: decoded.image.isBlank)
    guard model.modalities.contains(.image) else {
      return .embedded(record, nil, warning: decoded.warning)
    }
    do {
      let embeddings = try model.embed([model.prepare(decoded.image)], threads: 1)
      return .embedded(record, embeddings[0].scalars, warning: decoded.warning)
    } catch {
      throw ImageError(
        reason: .corrupt, format: decoded.format.rawValue,
        detail: "the model cannot embed it: \(error)")
    }
  }

  /// A library that cannot be read at the moment costs no more than decoding a picture again.
  private func isKnown(_ content: ContentHash) -> Bool {
    (try? store.read { transaction in try isKnown(content, in: transaction) }) ?? false
  }

  private func isKnown(_ content: ContentHash, in transaction: ReadTransaction) throws -> Bool {
    try transaction.image(content) != nil
      && (!modelRecord.parts.contains(.image)
        || transaction.hasVector(content, part: .image, model: modelRecord))
  }
}
