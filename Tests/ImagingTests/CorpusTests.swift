import Imaging
import Testing

@Suite("Decoded pixels")
struct CorpusTests {
  @Test("are those of the reference decoder, byte for byte", arguments: Corpus.files)
  func pixels(file: Corpus.File) throws {
    let decoded = try ImageDecoder.decode(file.bytes)
    #expect(decoded.format == file.format)
    #expect((decoded.width, decoded.height) == (file.width, file.height))
    #expect((decoded.image.width, decoded.image.height) == (file.width, file.height))
    #expect(decoded.decodedRowFraction == 1)
    #expect(decoded.warning == nil)
    #expect(fingerprint(decoded.image.pixels) == file.pixels)
  }
}
