import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Profiles
import Provisioning
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving

@Suite struct TokenEndpointTests {
  @Test func answersAsTinyDriveWantsIt() async throws {
    var trial = ServerTrial()
    try trial.mount()
    try await trial.server().application().test(.router) { client in
      let answer = try await client.execute(
        uri: "/v1/token/tinydrive", method: .post,
        headers: [.authorization: "Bearer ada-secret", .contentType: "application/json"],
        body: ByteBuffer(string: "{}"))
      #expect(answer.status == .ok)
      let text = String(buffer: answer.body)
      let parts = text.split(separator: "\"")
      #expect(parts.count == 5 && parts[1] == "token")
      #expect(text == "{\"token\":\"\(parts[3])\"}")
      let pieces = parts[3].split(separator: ".")
      #expect(pieces.count == 3)
      var claims: [UInt8] = []
      let isText = Base64URL.decode(Array(pieces[1].utf8).span, into: &claims)
      #expect(isText)
      #expect(
        String(decoding: claims, as: UTF8.self)
          == #"{"sub":"1","name":"Ada","exp":1700000600}"#)
      #expect(
        answer.headers.map { "\($0.name.rawName.lowercased()): \($0.value)" }.sorted() == [
          "cache-control: no-store", "content-length: \(text.utf8.count)",
          "content-security-policy: default-src 'none'; frame-ancestors 'none'",
          "content-type: application/json", "referrer-policy: no-referrer", "vary: Origin",
          "x-content-type-options: nosniff",
        ])
    }
  }
}
