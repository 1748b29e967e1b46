internal import Glibc
internal import Imaging
internal import Storage
internal import SystemPackage

/// What is compared of two pictures: their light and dark, and their colours.
struct PictureSignature: Equatable {
  let hash: PerceptualHash
  let colors: ColorLayout
}

/// The signatures of a library's pictures, kept in a file beside the database.
///
/// A signature belongs to the content of a picture, so that none is ever out of date. Whatever is wrong with the
/// file, signatures are computed again.
struct HashCache {
  let path: String
  let limits: DecodingLimits
  let threads: Int

  /// Tells the file and its version; the last digit changes with the way signatures are computed.
  private static let magic = Array("MMSHASH2".utf8)
  private static let recordBytes = ContentHash.byteCount + 8 + 32

  init(store: LibraryStore, limits: DecodingLimits, threads: Int) {
    path = store.path.string + "-hashes"
    self.limits = limits
    self.threads = threads
  }

  /// The signatures of pictures by content: those that are kept, and those of files that can be read now. A
  /// file that cannot be written costs the same work next time.
  func signatures(of pictures: [CandidatePicture]) -> [ContentHash: PictureSignature] {
    var signatures = read()
    var missing: [ContentHash: String] = [:]
    for picture in pictures where signatures[picture.content] == nil {
      if let path = picture.copy.path { missing[picture.content] = path }
    }
    guard !missing.isEmpty else { return signatures }
    let tasks = missing.sorted { $0.key < $1.key }
    let limits = limits
    let computed = parallelMapPrefix(tasks, threads: threads) { _, path in
      // A file that is gone or has changed since says nothing of the content it had.
      try? ImageDecoder.decode(fileAt: path, targetSide: 64, limits: limits)
    }
    for ((content, _), found) in zip(tasks, computed) {
      guard let found, found.fileBytes.withUnsafeBytes({ ContentHash(hashing: $0) }) == content
      else { continue }
      let image = found.decoded.image
      signatures[content] = PictureSignature(
        hash: PerceptualHash(of: image), colors: ColorLayout(of: image))
    }
    write(signatures)
    return signatures
  }

  /// What is kept; nothing where there is no file or it is damaged.
  private func read() -> [ContentHash: PictureSignature] {
    guard let bytes = try? ImageDecoder.readFile(at: path), bytes.starts(with: Self.magic),
      bytes.count >= Self.magic.count + ContentHash.byteCount
    else { return [:] }
    let records = bytes[Self.magic.count...].dropLast(ContentHash.byteCount)
    guard records.count % Self.recordBytes == 0,
      let checksum = ContentHash(bytes: bytes.suffix(ContentHash.byteCount)),
      records.withUnsafeBytes({ ContentHash(hashing: $0) }) == checksum
    else { return [:] }
    var signatures: [ContentHash: PictureSignature] = [:]
    for start in stride(from: records.startIndex, to: records.endIndex, by: Self.recordBytes) {
      let record = records[start..<start + Self.recordBytes]
      let bits = record.dropFirst(ContentHash.byteCount).prefix(8)
        .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let differences = record.suffix(32).map { Int8(bitPattern: $0) }
      if let content = ContentHash(bytes: record.prefix(ContentHash.byteCount)) {
        signatures[content] = PictureSignature(
          hash: PerceptualHash(bits: bits), colors: ColorLayout(differences: SIMD32(differences)))
      }
    }
    return signatures
  }

  private func write(_ signatures: [ContentHash: PictureSignature]) {
    var records: [UInt8] = []
    records.reserveCapacity(signatures.count * Self.recordBytes)
    for (content, signature) in signatures.sorted(by: { $0.key < $1.key }) {
      records += content.bytes
      for shift in stride(from: 56, through: 0, by: -8) {
        records.append(UInt8(truncatingIfNeeded: signature.hash.bits >> UInt64(shift)))
      }
      let differences = signature.colors.differences
      records += differences.indices.map { UInt8(bitPattern: differences[$0]) }
    }
    let checksum = records.withUnsafeBytes { ContentHash(hashing: $0) }
    let temporary = "\(path).\(getpid())"
    guard let stream = fopen(temporary, "wb") else { return }
    let bytes = Self.magic + records + checksum.bytes
    let written = fwrite(bytes, 1, bytes.count, stream)
    if fclose(stream) != 0 || written != bytes.count || rename(temporary, path) != 0 {
      unlink(temporary)
    }
  }
}
