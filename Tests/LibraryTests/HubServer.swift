import Foundation
import Glibc

/// A server on this machine that answers like a model hub, with the accidents that a test asks for.
final class HubServer: @unchecked Sendable {
  /// What happens to an answer.
  enum Accident {
    /// The connection ends after so many bytes of the body.
    case cut(after: Int)
    /// So many bytes are sent, and declared, of a longer file.
    case short(Int)
    /// Another address is named instead.
    case redirect(to: String)
    case status(Int)
  }

  private let descriptor: Int32
  private let lock = NSLock()
  private var files: [String: [UInt8]] = [:]
  private var accidents: [String: [Accident]] = [:]
  private var log: [(path: String, range: String?, token: String?)] = []
  let port: Int

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
    let thread = Thread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0, let self else { return }
        self.answer(connection)
        close(connection)
      }
    }
    thread.start()
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  var address: String { "http://127.0.0.1:\(port)" }
  /// The requests so far.
  var requests: [(path: String, range: String?, token: String?)] { lock.withLock { log } }

  func serve(_ path: String, _ bytes: [UInt8]) { lock.withLock { files[path] = bytes } }

  /// The next answers for a path.
  func meet(_ path: String, with next: [Accident]) { lock.withLock { accidents[path] = next } }

  private func answer(_ connection: Int32) {
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = read(connection, &buffer, buffer.count)
    let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      .split(separator: "\r\n").map { String($0) }
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count > 1 else { return }
    let path = String(words[1])
    func header(_ name: String) -> String? {
      lines.first { $0.lowercased().hasPrefix(name + ": ") }.map {
        String($0.dropFirst(name.count + 2))
      }
    }
    let (file, accident) = lock.withLock {
      log.append((path, header("range"), header("authorization")))
      let accident = accidents[path]?.isEmpty == false ? accidents[path]?.removeFirst() : nil
      return (files[path], accident)
    }
    var sendable = file ?? []
    switch accident {
    case .redirect(let target):
      send(connection, "HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
      return
    case .status(let status):
      send(connection, "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      return
    case .short(let bytes): sendable = Array(sendable.prefix(bytes))
    case .cut, nil: break
    }
    guard file != nil else {
      send(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      return
    }
    var start = 0
    if let range = header("range"),
      let first = range.dropFirst("bytes=".count).split(separator: "-").first
    {
      start = Int(first) ?? 0
      guard start < sendable.count else {
        send(connection, "HTTP/1.1 416 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return
      }
      send(
        connection,
        "HTTP/1.1 206 Partial\r\nContent-Range: bytes \(start)-\(sendable.count - 1)/\(sendable.count)\r\n"
      )
    } else {
      send(connection, "HTTP/1.1 200 OK\r\n")
    }
    send(connection, "Content-Length: \(sendable.count - start)\r\nConnection: close\r\n\r\n")
    var end = sendable.count
    if case .cut(let bytes) = accident { end = min(end, start + bytes) }
    send(connection, Array(sendable[start..<end]))
  }

  private func send(_ connection: Int32, _ text: String) { send(connection, Array(text.utf8)) }

  private func send(_ connection: Int32, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}
