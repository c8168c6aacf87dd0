import Muster
import Testing

/// The example of the library's first page, compiled.
func tokenEndpoint(
  _ platform: Platform, user: [String: String], now: NumericDate
) -> (status: Int, body: String) {
  do {
    let issued = try platform.issue(values: user, at: now, entropy: .system())
    return (200, issued.artifact)
  } catch PlatformError.refused(let judgement) {
    let codes = judgement.findings.map(\.code.rawValue)
    return (422, "refused: \(codes.joined(separator: ", "))")
  } catch {
    return (500, "not issued")
  }
}

@Suite struct EndpointExample {
  private let now = NumericDate(secondsSinceEpoch: 1_700_000_000)

  @Test func answersWithATokenOrWithWhatIsWrong() throws {
    let platform = try Platform(
      profileNamed: "tinydrive", key: .signing(KeyGenerator.privateKeyPEM(for: .rs256)))
    let good = tokenEndpoint(platform, user: ["sub": "a-17", "name": "Ada"], now: now)
    #expect(good.status == 200)
    #expect(good.body.hasPrefix(#"{"token":"eyJ"#))
    let bad = tokenEndpoint(platform, user: ["sub": "a:17"], now: now)
    #expect(bad == (422, "refused: pattern, required"))
    let mute = try Platform(profileNamed: "tinydrive")
    #expect(tokenEndpoint(mute, user: ["sub": "a", "name": "b"], now: now) == (500, "not issued"))
  }
}
