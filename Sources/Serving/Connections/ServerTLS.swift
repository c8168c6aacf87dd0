import HummingbirdTLS
import NIOSSL

/// The certificate and key of a listener.
package struct ServerTLS: Sendable {
  let configuration: TLSConfiguration

  /// Reads a chain of certificates and the key of its first, both in PEM.
  ///
  /// - Throws: ``ServerFailure`` (`certificate`, `certificateKey`), naming the file.
  package init(
    certificate: [UInt8], certificateFile: String, key: [UInt8], keyFile: String
  ) throws(ServerFailure) {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMBytes(certificate)
    } catch {
      throw .certificate(file: certificateFile)
    }
    guard !chain.isEmpty else { throw .certificate(file: certificateFile) }
    let privateKey: NIOSSLPrivateKey
    do {
      privateKey = try NIOSSLPrivateKey(bytes: key, format: .pem)
    } catch {
      throw .certificateKey(file: keyFile)
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw .certificateMismatch(certificate: certificateFile, key: keyFile)
    }
    self.configuration = configuration
  }
}
