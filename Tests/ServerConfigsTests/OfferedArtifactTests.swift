import Profiles
import ServerConfigs
import TestKit
import Testing

/// Which form of a token an offer delivers where the server's file names none.
@Suite struct OfferedArtifactTests {
  @Test(arguments: [
    ("tinydrive", Mount.Offer.token, "json"), ("bettermode", .token, "token"),
    ("bettermode", .sso, "url"), ("bettermode", .tickets, "url"),
    // A page that posts comes first in the profile: the token then stands in no address.
    ("zendesk", .sso, "form"), ("zendesk", .tickets, "form"),
    ("mediaos", .tickets, "html"), ("mediaos", .sso, ""), ("tinydrive", .sso, ""),
  ])
  func isTheProfilesFirstThatFits(
    name: String, offer: Mount.Offer, kind: String
  ) throws {
    let profile = try #require(ProfileReader.read(profileText(name), file: name).profile)
    #expect(offer.artifact(of: profile)?.kind.rawValue ?? "" == kind)
  }
}
