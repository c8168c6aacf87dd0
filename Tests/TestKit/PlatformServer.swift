import Foundation
import Synchronization

/// A tiny HTTP server on this machine that answers as a test says, also badly. It lives until the process
/// ends.
package final class PlatformServer: Sendable {
  package struct Request: Sendable {
    package var head: String
    package var body: String
    /// From 1 on, over all connections.
    package var number: Int

    /// Method and target.
    package var line: String { String(head.prefix { $0 != "\r\n" && $0 != "\r" }) }

    /// The value of a field, by its name in lower case.
    package func field(_ name: String) -> String? {
      for line in head.components(separatedBy: "\r\n") where line.lowercased().hasPrefix(name + ":")
      {
        return line.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespaces)
      }
      return nil
    }

    /// The value of a parameter of the query, or of the form, as it was sent.
    package func parameter(_ name: String) -> String? {
      let target = line.components(separatedBy: " ").dropFirst().first ?? ""
      let query = target.components(separatedBy: "?").dropFirst().joined(separator: "?")
      for pair in (query + "&" + body).components(separatedBy: "&")
      where pair.hasPrefix(name + "=") {
        return String(pair.dropFirst(name.utf8.count + 1))
      }
      return nil
    }
  }

  package indirect enum Answer: Sendable {
    case status(Int, headers: [String] = [], body: String = "")
    /// These bytes, as they are; then the connection is closed.
    case raw(String)
    /// Says nothing, ever.
    case silence
    /// A reset without an answer.
    case reset
    /// These bytes, then a reset.
    case resetAfter(String)
    /// Says nothing for some seconds, then this.
    case slow(Double, Answer)
    /// So many bytes of a body that has no end.
    case endless(Int, headers: [String])
  }

  package let port: UInt16
  private let descriptor: Int32
  private let answer: @Sendable (Request) -> Answer
  private let kept = Mutex<[Request]>([])

  package var requests: [Request] { kept.withLock { $0 } }
  package var host: String { "127.0.0.1:\(port)" }

  package init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = descriptor
    let isOpen = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(number, address, length) == 0 && listen(number, 64) == 0
          && getsockname(number, address, &length) == 0
      }
    }
    if !isOpen { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 { return }
        Thread.detachNewThread { [self] in serve(connection) }
      }
    }
  }

  private func serve(_ connection: Int32) {
    var rest: [UInt8] = []
    while let (head, body) = Self.read(connection, &rest) {
      let request = kept.withLock { kept in
        let request = Request(head: head, body: body, number: kept.count + 1)
        kept.append(request)
        return request
      }
      guard Self.give(answer(request), connection) else { return }
    }
    close(connection)
  }

  /// Returns whether the connection goes on.
  private static func give(_ answer: Answer, _ connection: Int32) -> Bool {
    switch answer {
    case .silence: return false
    case .slow(let seconds, let answer):
      Thread.sleep(forTimeInterval: seconds)
      return give(answer, connection)
    case .status(let status, let headers, let body):
      let fields = headers.map { $0 + "\r\n" }.joined()
      return send(
        "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)",
        connection)
    case .raw(let text):
      _ = send(text, connection)
      close(connection)
      return false
    case .resetAfter(let text):
      _ = send(text, connection)
      Thread.sleep(forTimeInterval: 0.05)
      reset(connection)
      return false
    case .reset:
      reset(connection)
      return false
    case .endless(let count, let headers):
      let fields = headers.map { $0 + "\r\n" }.joined()
      _ = send("HTTP/1.1 200 X\r\n\(fields)\r\n", connection)
      let piece = String(repeating: "x", count: 1 << 12)
      var sent = 0
      while sent < count, send(piece, connection) { sent += piece.utf8.count }
      close(connection)
      return false
    }
  }

  /// Closes without the usual end, so that the other side meets a reset.
  private static func reset(_ connection: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close(connection)
  }

  private static func send(_ text: String, _ connection: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return false }
      bytes = bytes.dropFirst(sent)
    }
    return true
  }

  /// One request; `rest` is what came behind it.
  private static func read(
    _ connection: Int32, _ rest: inout [UInt8]
  ) -> (head: String, body: String)? {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      if let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
        let length =
          head.lowercased().components(separatedBy: "content-length: ").dropFirst().first.flatMap {
            Int($0.prefix { $0.isNumber })
          } ?? 0
        if rest.count >= end.upperBound + length {
          let body = rest[end.upperBound..<(end.upperBound + length)]
          rest.removeFirst(end.upperBound + length)
          return (head, String(decoding: body, as: UTF8.self))
        }
      }
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      rest += buffer[..<count]
    }
  }
}
