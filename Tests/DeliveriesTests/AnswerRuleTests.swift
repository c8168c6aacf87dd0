import Deliveries
import Profiles
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
}
