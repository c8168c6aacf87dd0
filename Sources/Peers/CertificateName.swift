package import NIOCore
import NIOSSL

/// The connection is with a host whose certificate does not name the one that was asked for.
package struct OtherHostError: Error {}

/// Holds a server's certificate against the name that was confirmed (RFC 9525, 6.3).
///
/// NIOSSL takes a certificate, too, that names the address which the connection has come to lead to: who
/// can lead the name to an address of theirs would be taken for the host.
package enum CertificateName {
  /// Fails, and closes the connection, where the certificate of the other side does not name the host.
  package static func check(_ channel: any Channel, _ host: String) -> EventLoopFuture<Void> {
    channel.nioSSL_peerCertificate().flatMapThrowing { certificate in
      let names = certificate?._subjectAlternativeNames()
      let isNamed = names?.contains { $0.nameType == .dnsName && fits(Array($0.contents), host) }
      guard isNamed ?? false else { throw OtherHostError() }
    }.flatMapErrorThrowing { error in
      channel.close(promise: nil)
      throw error
    }
  }

  /// Whether a name of a certificate is the host's: letters in any case; `*` alone stands for one label.
  static func fits(_ name: [UInt8], _ host: String) -> Bool {
    let pattern = labels(name)
    let labels = labels(Array(host.utf8))
    guard pattern.count == labels.count, !labels.isEmpty else { return false }
    guard pattern[0].elementsEqual("*".utf8) else { return pattern == labels }
    // Nobody has all of a top level domain.
    return labels.count > 2 && pattern.dropFirst() == labels.dropFirst()
  }

  private static func labels(_ name: [UInt8]) -> [[UInt8]] {
    var name = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    if name.last == UInt8(ascii: ".") { name.removeLast() }
    if name.isEmpty { return [] }
    return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(
      Array.init)
  }
}
