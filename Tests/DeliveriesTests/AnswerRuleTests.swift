import Deliveries
import Profiles
import TestKit
import Testing

@Suite struct AnswerRuleTests {
  private static func rule(_ success: String) throws -> AnswerRule {
    let profile = try #require(SmallProfile.read(success: success))
    return AnswerRule(try #require(profile.delivery))
  }

  private static func answer(
    _ status: Int, location: String? = nil, body: String = "", isPlain: Bool = true
  ) -> DeliveryAnswer {
    DeliveryAnswer(
      status: status, locations: location.map { [Array($0.utf8)] } ?? [], body: Array(body.utf8),
      isPlain: isPlain)
  }

  @Test func statusesAreOneOfThose() throws {
    let rule = try Self.rule("- status: [200, 204]")
    #expect(rule.isSuccess(Self.answer(200)))
    #expect(rule.isSuccess(Self.answer(204)))
    #expect(!rule.isSuccess(Self.answer(201)))
    #expect(!rule.readsBody)
  }

  @Test func aLocationHasToBeThereAndToFit() throws {
    let rule = try Self.rule("- {status: [302], location: \"^/home\"}")
    #expect(rule.isSuccess(Self.answer(302, location: "/home?x")))
    #expect(!rule.isSuccess(Self.answer(302, location: "/login")))
    #expect(!rule.isSuccess(Self.answer(302)))
    #expect(!rule.isSuccess(Self.answer(303, location: "/home")))
  }

  @Test func aLocationMayBeForbidden() throws {
    let rule = try Self.rule("- locationNot: \"error\"")
    #expect(rule.isSuccess(Self.answer(302, location: "/home")))
    #expect(!rule.isSuccess(Self.answer(302, location: "/?error=1")))
    // A page has none, a redirect without one leads nowhere.
    #expect(rule.isSuccess(Self.answer(200)))
    #expect(!rule.isSuccess(Self.answer(302)))
  }

  @Test func aLocationIsReadWhereTheAnswerCameFrom() throws {
    let rule = try Self.rule("- locationNot: \"/a/error\"")
    var answer = Self.answer(302, location: "error")
    #expect(rule.isSuccess(answer))
    answer.url = try DeliveryURL(Array("https://p.example.com/a/x".utf8))
    #expect(!rule.isSuccess(answer))
    // Back to where it came from, or to what was asked first.
    for location in ["x", "/api/sso"] {
      var back = Self.answer(302, location: location)
      back.url = answer.url
      #expect(!rule.isSuccess(back))
    }
  }

  @Test func twoLocationsAreNone() throws {
    let two = DeliveryAnswer(status: 302, locations: [Array("/home".utf8), Array("/home".utf8)])
    #expect(!(try Self.rule("- location: home").isSuccess(two)))
    #expect(!(try Self.rule("- locationNot: error").isSuccess(two)))
    #expect(try Self.rule("- status: [302]").isSuccess(two))
  }

  @Test func bodiesAreSearched() throws {
    let rule = try Self.rule("- {body: welcome, bodyNot: \"expired|fail\"}")
    #expect(rule.readsBody)
    #expect(rule.isSuccess(Self.answer(200, body: "… welcome, é")))
    #expect(!rule.isSuccess(Self.answer(200, body: "hello")))
    #expect(!rule.isSuccess(Self.answer(200, body: "welcome; the token has expired")))
    #expect(!rule.isSuccess(Self.answer(200, body: "welcome", isPlain: false)))
  }

  @Test func aPackedBodyProvesNothing() throws {
    let rule = try Self.rule("- {status: [200], bodyNot: error}")
    #expect(rule.isSuccess(Self.answer(200, body: "x")))
    #expect(!rule.isSuccess(Self.answer(200, body: "x", isPlain: false)))
  }

  @Test func aBodyThatIsNoTextCanBeSearched() throws {
    var answer = Self.answer(200)
    answer.body = [0xFF, 0xC3] + Array("welcome".utf8) + [0xE2, 0x82]
    #expect(try Self.rule("- body: welcome").isSuccess(answer))
  }

  @Test func onlyTheFirstBytesOfABodyCount() throws {
    var answer = Self.answer(200)
    let blanks = [UInt8](repeating: 0x20, count: DeliveryAnswer.bodyBytesMax - 4)
    answer.body = blanks + Array("here".utf8)
    #expect(try Self.rule("- body: here").isSuccess(answer))
    answer.body = blanks + Array(" here".utf8)
    #expect(!(try Self.rule("- body: here").isSuccess(answer)))
  }

  @Test func oneOfSeveralDescriptionsIsEnough() throws {
    let rule = try Self.rule("- status: [204]\n    - {status: [302], location: home}")
    #expect(rule.isSuccess(Self.answer(204)))
    #expect(rule.isSuccess(Self.answer(302, location: "/home")))
    #expect(!rule.isSuccess(Self.answer(302, location: "/")))
  }

  // What platforms answer to those who are not signed in, however they write it.
  @Test(arguments: [
    ("/spaces", true), ("https://p.example.com/home", true), ("//p.example.com/welcome", true),
    ("/users/sign_in", false), ("/Login", false), ("/%6cogin", false), ("/a/../login", false),
    ("https://login.other.example/", false), ("http://p.example.com/home", false), ("", false),
    ("/api/sso", false), ("/api/sso?again", false), ("/home?Error=1", false), ("/%zz", false),
  ])
  func aRedirectHasToStayAndToLeadOn(location: String, expected: Bool) throws {
    let rule = try Self.rule(
      "- {status: [302], locationNot: \"[?&]error|/(login|sign[-_]?in)([/?#]|$)\"}")
    #expect(rule.isSuccess(Self.answer(302, location: location)) == expected)
  }

  // A profile that says what is right may name another host.
  @Test func aRuleOfItsOwnMayLeave() throws {
    let rule = try Self.rule(
      "- {status: [302], location: \"^https://app\\\\.example\\\\.net/\", locationNot: error}")
    #expect(rule.isSuccess(Self.answer(302, location: "https://app.example.net/home")))
    #expect(!rule.isSuccess(Self.answer(302, location: "https://app.example.org/home")))
  }
}

extension AnswerRule {
  /// Of an answer of the platform that the tests ask.
  func isSuccess(_ answer: DeliveryAnswer) -> Bool {
    guard let url = try? DeliveryURL(Array("https://p.example.com/api/sso?jwt=x".utf8)) else {
      return false
    }
    return isSuccess(answer, from: url)
  }
}
