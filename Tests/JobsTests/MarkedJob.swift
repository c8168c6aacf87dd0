import Findings
import Jobs
import Profiles
import TestKit

/// A job in which `«code»` stands before each place where lint has something to say.
struct MarkedJob {
  private let marked: MarkedText

  init(_ marked: String) { self.marked = MarkedText(marked) }

  var text: String { marked.text }
  var expected: [String] { marked.expected }

  /// What lint finds, where no file is there but those named.
  func findings(_ profile: Profile?, files: [String] = []) -> [Finding] {
    JobReader.lint(Array(text.utf8), file: "jobs/a.yaml", profile: profile) { files.contains($0) }
  }

  /// Findings in the form of the marks.
  static func shown(_ findings: [Finding]) -> [String] { MarkedText.shown(findings) }
}

/// A profile that has a bit of everything.
let acme: Profile? = {
  let text = """
    muster: 1
    name: acme
    title: Acme Forum
    documents: { guide: { title: Guide } }
    parameters:
      required: [domain, tenant]
      properties:
        domain: { format: host-port, examples: [forum.example.com] }
        tenant: { maxLength: 5 }
    inputs:
      properties:
        site: { maxLength: 9 }
    token: { algorithms: [HS256, HS384], header: { typ: JWT, kid: "{tenant}" } }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s, maximum: 300s, warnAbove: 120s }
    columns: { unknown: reject }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { minLength: 1 }
        email: { format: email }
        tags: { type: array, items: { type: string } }
        jti: { generate: { random: uuid } }
        exp: { type: integer, generate: { time: expiry } }
      additionalProperties: false
    rules:
      - { id: site, message: Which site?, requires: [inputs.site] }
    effects:
      - { id: clear-tags, kind: destructive, description: D., when: { tags: { maxItems: 0 } } }
    artifacts:
      url: { kind: url, url: "https://{domain}/sso", query: { jwt: "{token}" } }
      page: { kind: html, template: "<p>\\n{token}</p>" }

    """
  return ProfileReader.read(Array(text.utf8), file: "acme.yaml").profile
}()
