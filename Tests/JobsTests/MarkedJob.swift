import Findings
import Jobs
import Profiles
import TestKit

/// A job in which `«code»` stands before each place where lint has something to say.
struct MarkedJob {
  /// The text without its marks.
  var text = ""
  /// What the marks ask for, as `line:column severity code`; errors where nothing else is said.
  var expected: [String] = []

  init(_ marked: String) {
    var line = 1, column = 1
    var mark: String?
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": mark = ""
      case "»":
        let words = (mark ?? "").split(separator: " ")
        let severity = words.count > 1 ? words[0] : "error"
        expected.append("\(line):\(column) \(severity) \(words.last ?? "")")
        mark = nil
      case _ where mark != nil: mark?.unicodeScalars.append(scalar)
      default:
        text.unicodeScalars.append(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
  }

  /// What lint finds, where no file is there but those named.
  func findings(_ profile: Profile?, files: [String] = []) -> [Finding] {
    JobReader.lint(Array(text.utf8), file: "jobs/a.yaml", profile: profile) { files.contains($0) }
  }

  /// Findings in the form of the marks.
  static func shown(_ findings: [Finding]) -> [String] {
    findings.map { finding in
      guard case .source(let place) = finding.place else { return finding.code.rawValue }
      return "\(place.line):\(place.column) \(finding.severity.rawValue) \(finding.code.rawValue)"
    }
  }
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
