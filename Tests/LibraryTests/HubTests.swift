import Encoders
import Foundation
import SystemPackage
import Testing

@testable import Library

@Suite("Models from a hub")
struct HubTests {
  let server: HubServer
  let folder: URL
  private let weights = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  private static let weightsPath = "/org/clip/resolve/\(commit)/model.safetensors"

  init() throws {
    server = try HubServer()
    folder = FileManager.default.temporaryDirectory.appending(path: "mmsearch-hub-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    server.serve("/org/clip/resolve/\(Self.commit)/config.json", Array("{}".utf8))
    server.serve(Self.weightsPath, weights)
    list()
  }

  /// What the hub says of the repository.
  private func list(sha256: String? = nil, size: Int? = nil) {
    let hash = sha256 ?? weights.withUnsafeBytes { ModelFingerprint(hashing: $0).hex }
    let listing = """
      {"sha": "\(Self.commit)", "siblings": [
        {"rfilename": "config.json", "size": 2},
        {"rfilename": "pytorch_model.bin", "size": 9},
        {"rfilename": "../escape.json", "size": 2},
        {"rfilename": "model.safetensors", "size": \(size ?? weights.count),
         "lfs": {"sha256": "\(hash)", "size": \(size ?? weights.count)}}]}
      """
    server.serve("/api/models/org/clip/revision/main?blobs=true", Array(listing.utf8))
  }

  private func fetch(token: String? = nil, isOffline: Bool = false) throws -> String {
    defer { try? FileManager.default.removeItem(at: folder.appending(path: ".listing.json")) }
    var settings = HubDownload.Settings()
    settings.endpoint = server.address
    settings.token = token
    settings.isOffline = isOffline
    settings.pause = 1000
    let download = HubDownload(
      reference: try HubReference("hf:org/clip"), settings: settings, isCancelled: { false },
      progress: { _, _ in })
    return try download.fetch(into: FilePath(folder.path))
  }

  private func bytes(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appending(path: name))).map { Array($0) }
  }

  private func error(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("the files of a model come, what is no part of it does not, and nothing comes twice")
  func whole() throws {
    #expect(try fetch(token: "secret") == Self.commit)
    #expect(bytes("model.safetensors") == weights)
    #expect(bytes("config.json") == Array("{}".utf8))
    #expect(bytes("pytorch_model.bin") == nil)
    #expect(server.requests.allSatisfy { $0.token == "Bearer secret" })
    let first = server.requests.count
    #expect(first == 3)
    _ = try fetch()
    #expect(server.requests.count == first + 1)
  }

  @Test("a connection that breaks is taken up where it broke")
  func cut() throws {
    server.meet(Self.weightsPath, with: [.cut(after: 20_000), .cut(after: 10_000)])
    _ = try fetch()
    #expect(bytes("model.safetensors") == weights)
    let ranges = server.requests.filter { $0.path == Self.weightsPath }.map(\.range)
    #expect(ranges == [nil, "bytes=20000-", "bytes=30000-"])
  }

  @Test(
    "a connection that breaks again and again ends with an error that says so, and what came is kept"
  )
  func cutForEver() throws {
    server.meet(
      Self.weightsPath,
      with: [.cut(after: 7000)] + (0..<9).map { _ in HubServer.Accident.cut(after: 0) })
    let message = error { _ = try fetch() }
    #expect(message.contains("what came is kept"), "\(message)")
    #expect(bytes("model.safetensors.partial")?.count == 7000)
    server.meet(Self.weightsPath, with: [])
    _ = try fetch()
    #expect(bytes("model.safetensors") == weights)
  }

  @Test("a file of another length than declared is never taken")
  func wrongLength() throws {
    server.meet(Self.weightsPath, with: (0..<9).map { _ in HubServer.Accident.short(40_000) })
    #expect(error { _ = try fetch() }.contains("cannot be fetched"))
    #expect(bytes("model.safetensors") == nil)
    server.meet(Self.weightsPath, with: [])
    list(size: 1000)
    #expect(error { _ = try fetch() } != "no error")
    #expect(bytes("model.safetensors") == nil)
  }

  @Test("a file with another hash than declared is refused and thrown away")
  func wrongHash() throws {
    list(sha256: String(repeating: "ab", count: 32))
    let message = error { _ = try fetch() }
    #expect(message.contains("model.safetensors") && message.contains("SHA-256"), "\(message)")
    #expect(bytes("model.safetensors.partial") == nil && bytes("model.safetensors") == nil)
  }

  @Test("redirections are followed; the token stays with the hub")
  func redirect() throws {
    let other = try HubServer()
    other.serve("/elsewhere", weights)
    // Another name of this machine is another host for curl.
    let target = "http://localhost:\(other.port)/elsewhere"
    server.meet(Self.weightsPath, with: [.redirect(to: target)])
    _ = try fetch(token: "secret")
    #expect(bytes("model.safetensors") == weights)
    #expect(other.requests.map(\.token) == [nil])
  }

  @Test("missing repositories, missing rights and being offline are told apart")
  func refusals() throws {
    let path = "/api/models/org/clip/revision/main?blobs=true"
    server.meet(path, with: [.status(404)])
    #expect(error { _ = try fetch() }.contains("check the name"))
    server.meet(path, with: [.status(401)])
    #expect(error { _ = try fetch() }.contains("HF_TOKEN"))
    #expect(error { _ = try fetch(isOffline: true) }.contains("HF_HUB_OFFLINE"))
    server.serve(path, Array("<html>".utf8))
    #expect(error { _ = try fetch() }.contains("list of files"))
  }

  @Test("weights that are pickled are refused with the way out; shards come with their index")
  func choice() throws {
    func files(_ names: [String]) throws -> [String] {
      let siblings = names.map { "{\"rfilename\": \"\($0)\", \"size\": 1}" }.joined(separator: ",")
      let text = "{\"sha\": \"ab\", \"siblings\": [\(siblings)]}"
      let listing = try HubListing(Array(text.utf8), from: "hub")
      return try listing.modelFiles(of: HubReference("hf:o/n")).map(\.path)
    }
    #expect(
      error { _ = try files(["config.json", "pytorch_model.bin"]) }.contains("pytorch_model.bin"))
    #expect(error { _ = try files([]) }.contains("no weights"))
    #expect(
      try files(["open_clip_model.safetensors", "model.safetensors", "onnx/model.safetensors"])
        == ["open_clip_model.safetensors"])
    let shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    #expect(
      Set(try files(shards + ["model.safetensors.index.json", "config.json"]))
        == Set(shards + ["model.safetensors.index.json", "config.json"]))
    #expect(
      try files(["1_Pooling/config.json", "model.safetensors"])
        == ["1_Pooling/config.json", "model.safetensors"])
  }

  @Test("references that could leave their place are refused")
  func references() throws {
    #expect(try HubReference("hf:a/b").revision == "main")
    #expect(try HubReference("hf:a/b@v1/x").revision == "v1/x")
    for wrong in [
      "hf:", "hf:a", "hf:a/b/c", "hf:../b", "hf:a/..", "hf:a/b@../x", "hf:a/b c", "a/b",
    ] {
      #expect(throws: LibraryError.self) { try HubReference(wrong) }
    }
  }
}
