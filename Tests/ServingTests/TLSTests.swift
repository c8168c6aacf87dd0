import HTTPTypes
import Hummingbird
import HummingbirdTLS
import HummingbirdTesting
import NIOCore
import NIOSSL
import TestKit
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct TLSTests {
  /// Test-only: of samples/keys/test-only-rsa.pem, for localhost, made by itself.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIDITCCAgmgAwIBAgIUBVpabs05RTtQzGHaVZykCkTOWuAwDQYJKoZIhvcNAQEL
    BQAwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIzMTQwNloYDzIxMjYx
    MDI4MjMxNDA2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwggEiMA0GCSqGSIb3DQEB
    AQUAA4IBDwAwggEKAoIBAQDlez/UL4PGmChMu74dttmmZrpnEs1ujlMiY02GXH/G
    R0K3jmBDHUFc32b3lkW/YQGrQbe/QtNLTIS6rO2uXenYn1fpjIG9syK7hDQfWYeR
    j9xgBZIBAOd3Yk/lg/9eLWfreTk8VyaTM5mhaBr+eC6YBwljwm8kz6dqIadsogVB
    Fv+hpHZAELp8A2DUjN1zpQXKgmqdXUB2UdFNSVWVZkCQZpgt3AoxLJL7c4CvZSQP
    uLaMZY2SClZKjDQN5qlo3zUYWFTrVLmQZM8juHqeF1gB0OkPwnDsTXZJJxiFYzRm
    TlVtoxqpGqhMHGxzzPn0AzWvS2uohz2wZdR3MGVAdfGpAgMBAAGjaTBnMB0GA1Ud
    DgQWBBS/hllQcS9cxhy+9C/05ixSpUBxgjAfBgNVHSMEGDAWgBS/hllQcS9cxhy+
    9C/05ixSpUBxgjAPBgNVHRMBAf8EBTADAQH/MBQGA1UdEQQNMAuCCWxvY2FsaG9z
    dDANBgkqhkiG9w0BAQsFAAOCAQEArmlHHqwsBPzELnfMbq0Z1bqOe4URm1cVtsUu
    WsNlwO+yRQQMEjC8AK4qX2Kas58Xg/bwqUvgDa1oqCWLhexaO2L4yqwdiGi3GDhI
    LbWEsbX1AK5Atn4PB9RIhMY9I8Wbs5782hVR/iW83Mw1lz4byA48utUWSHSExoxx
    PiBvxWuXSKE5W/iZp/id+SLW1YtSjk+JvVRKIm7Rz1uKfNpbnYOYP0+jdjKPW0MN
    Tqce7fvKeg4Rt7+RhoovoHOitfVIowl6AECPzu97Qb+lI1LkW2ug4YfeKpnLh3Nc
    V0YXJPycl5qlUES2BV5PWBu4ZOM0XV2rERgBDCW4BEW17zG8Og==
    -----END CERTIFICATE-----

    """

  private static var key: [UInt8] { fileBytes("\(checkoutRoot)/samples/keys/test-only-rsa.pem") }

  private func tls(
    _ certificate: [UInt8] = Array(TLSTests.certificate.utf8), _ key: [UInt8] = TLSTests.key
  ) throws(ServerFailure) -> ServerTLS {
    try ServerTLS(
      certificate: certificate, certificateFile: "cert.pem", key: key, keyFile: "key.pem")
  }

  /// A client that takes any certificate; which one it is, is not what is tried here.
  private func client(_ version: TLSVersion) -> TLSConfiguration {
    var client = TLSConfiguration.makeClientConfiguration()
    client.minimumTLSVersion = .tlsv1
    client.maximumTLSVersion = version
    client.certificateVerification = .none
    return client
  }

  @Test(arguments: [(TLSVersion.tlsv11, false), (.tlsv12, true), (.tlsv13, true)])
  func speaksNoTLSBefore12(version: TLSVersion, isTaken: Bool) async throws {
    var trial = ServerTrial()
    try trial.mount()
    let server = MusterServer(
      trial.config, mounts: trial.mounts, tls: try tls(), world: trial.world)
    try await withServer(server) { running in
      let port = running.port
      let client = client(version)
      let status = try? await TestClient.withClient(
        host: "127.0.0.1", port: port,
        configuration: .init(
          tlsConfiguration: client, timeout: .seconds(5), serverName: "localhost")
      ) { client in
        try await client.execute(
          TestClient.Request(
            "/v1/token/tinydrive", method: .post, authority: "localhost",
            headers: [.authorization: "Bearer ada-secret"])
        ).status
      }
      #expect(status == (isTaken ? .ok : nil))
    }
  }

  @Test func namesTheFileThatCannotBeUsed() throws {
    let other = SigningTrialKey.ec
    #expect(throws: ServerFailure.certificate(file: "cert.pem")) { try tls(Array("x".utf8)) }
    #expect(throws: ServerFailure.certificate(file: "cert.pem")) { try tls([]) }
    #expect(throws: ServerFailure.certificateKey(file: "key.pem")) {
      try tls(Array(Self.certificate.utf8), Array(Self.certificate.utf8))
    }
    #expect(
      throws: ServerFailure.certificateMismatch(certificate: "cert.pem", key: "key.pem")
    ) { try tls(Array(Self.certificate.utf8), Array(other.utf8)) }
  }
}

private enum SigningTrialKey {
  /// Test-only: made for this test, and good for nothing else.
  static let ec = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzYToAAJRaOdrNIxl
    Gz+rnPBzk5ZkLeJ2akdwQvxzHz+hRANCAAQa+eujS+xAcQ+Bubq2xoHYPT3eB+gp
    nURU/XNiPeFzYxsTDE2W3+Ozo7uwEDAgwap0XHt1PeZ6ePn5ikCgGF7E
    -----END PRIVATE KEY-----

    """
}
