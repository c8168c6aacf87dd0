import Foundation
import Synchronization

/// A tiny HTTP server on this machine: it answers each connection with the next of its answers (the
/// last one again and again) and keeps what it was asked. It lives until the process ends.
final class LoopbackServer: Sendable {
  enum Answer: Sendable {
    case status(Int, headers: String = "", body: String = "")
    /// Says nothing, ever.
    case silence
  }

  let port: UInt16
  private let descriptor: Int32
  private let answers: [Answer]
  private let kept = Mutex<[String]>([])

  var requests: [String] { kept.withLock { $0 } }
  var url: String { "http://127.0.0.1:\(port)" }

  init(_ answers: Answer...) throws {
    self.answers = answers
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = descriptor
    let isOpen = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(number, address, length) == 0 && listen(number, 8) == 0
          && getsockname(number, address, &length) == 0
      }
    }
    if !isOpen { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve() }
  }

  private func serve() {
    var index = 0
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection < 0 { return }
      let request = Self.read(connection)
      kept.withLock { $0.append(request) }
      switch answers[min(index, answers.count - 1)] {
      case .silence: break
      case .status(let status, let headers, let body):
        let text =
          "HTTP/1.1 \(status) X\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n"
          + headers + "\r\n" + body
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
          let sent = unsafe bytes.withUnsafeBytes {
            unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          if sent <= 0 { break }
          bytes = bytes.dropFirst(sent)
        }
        close(connection)
      }
      index += 1
    }
  }

  /// The head and, by its Content-Length, the body.
  private static func read(_ connection: Int32) -> String {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let text = String(decoding: request, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let head = text[..<end.lowerBound].lowercased()
        let length = head.components(separatedBy: "content-length: ").last.flatMap {
          Int($0.prefix { $0.isNumber })
        }
        if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
      }
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return text }
      request += buffer[..<count]
    }
  }
}
