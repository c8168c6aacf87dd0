import Bytes
import Findings
import Profiles
import Schemas
import Tokens

/// Everything that a profile says, as a list of facts in the order of the sections.
///
/// A field that the model gains is one `add` here, with the kind that says what its change breaks.
struct ProfileFacts {
  let profile: Profile
  let words: Wording

  /// The first words of the paths, in the order in which people read a profile.
  static let sections = [
    "name", "parameters", "inputs", "token", "container", "key", "lifetime", "columns", "identity",
    "claims",
    "rules", "effects", "artifacts", "delivery",
  ]

  static func of(_ profile: Profile) -> [Fact] {
    let facts = ProfileFacts(profile: profile, words: Wording(profile))
    var list = FactList()
    facts.addHead(&list)
    facts.addGroup("parameters", profile.parameters, &list)
    facts.addGroup("inputs", profile.inputs, &list)
    facts.addToken(&list)
    facts.addKey(&list)
    facts.addLifetime(&list)
    facts.addColumns(&list)
    facts.addGroup("claims", profile.claims, &list)
    facts.addRules(&list)
    facts.addEffects(&list)
    facts.addArtifacts(&list)
    facts.addDelivery(&list)
    return list.facts
  }

  private func addHead(_ list: inout FactList) {
    list.add("name", profile.name, .free)
    list.add("title", profile.title, .documentation)
    list.add("summary", profile.summary, .documentation)
    list.below("documents") { list in
      for document in profile.documents {
        list.add(document.id, "\(document.title) \(document.url)", .documentation)
      }
    }
    list.below("sources") { list in
      let texts = profile.sources.map(\.text)
      list.add("all", texts.joined(separator: "\n"), .documentation)
    }
  }

  // MARK: Token, key, lifetime

  private func addToken(_ list: inout FactList) {
    if let container = profile.container {
      add(container, &list)
      return
    }
    let names = profile.algorithms.map(\.rawValue)
    list.below("token") { list in
      list.add(
        "algorithm (default)", names.first, .fixed("tokens are signed with another algorithm"))
      list.add(
        "algorithms", "[\(names.joined(separator: ", "))]",
        .choices(names, "an algorithm is no longer accepted"))
      let header = profile.token.header.map { "\($0.name): \(words.text($0.value))" }
      list.add(
        "header", "{ \(header.joined(separator: ", ")) }", .fixed("the header is another one"))
    }
  }

  /// A signed text that is no JWS.
  private func add(_ container: ContainerForm, _ list: inout FactList) {
    list.below("container") { list in
      let payload = container.payload.map {
        "{ format: \($0.format.rawValue), encoding: \($0.encoding.rawValue) }"
      }
      list.add("payload", payload, .fixed("the claims are written otherwise"))
      list.below("signature") { list in
        list.add("algorithm", container.algorithm.name, .fixed("another algorithm signs"))
        let over = container.over.map { Wording.quoted(words.text($0)) }
        list.add("over", "[\(over.joined(separator: ", "))]", .fixed("another text is signed"))
        if over.count > 1 {
          list.add(
            "separator", Wording.quoted(container.separator), .fixed("another text is signed"))
        }
        list.add(
          "absent", container.absent == .omit ? nil : container.absent.rawValue,
          .fixed("another text is signed"))
        list.add(
          "encoding", container.signatureEncoding.rawValue,
          .fixed("the signature is written otherwise"))
      }
      list.add("text", container.text.map(words.text), .fixed("the pieces are put otherwise"))
    }
  }

  private func addKey(_ list: inout FactList) {
    let key = profile.key
    list.below("key") { list in
      let kinds = key.kinds.map(\.rawValue)
      list.add(
        "kind", kinds.joined(separator: ", "), .choices(kinds, "a kind of key is no longer taken"))
      list.add("derivation", words.text(key.derivation), .fixed("other bytes sign"))
      list.below("parts") { list in
        for part in key.parts {
          list.add(
            part.name, words.text(part.steps), .offered("the part of the key is another one"))
        }
      }
      list.add("shortBelow", key.shortBelow.map(String.init), .free)
      for doubtful in key.doubtful {
        let pattern = Wording.quoted(doubtful.pattern.source)
        list.add("doubtful \(pattern)", "warns", .free)
        list.add("doubtful \(pattern) message", doubtful.message, .documentation)
      }
    }
  }

  private func addLifetime(_ list: inout FactList) {
    let lifetime = profile.lifetime
    let ends = "tokens end sooner"
    list.below("lifetime") { list in
      list.add(
        "claim", lifetime.claim.map(words.path),
        .fixed("another claim carries the expiry"))
      list.add("default", lifetime.defaultSeconds.map(Self.seconds), .atMost(ends))
      list.add(
        "minimum", lifetime.minimumSeconds.map(Self.seconds), .atLeast("the limit is tighter"))
      list.add(
        "maximum", lifetime.maximumSeconds.map(Self.seconds), .atMost("the limit is tighter"))
      list.add("warnAbove", lifetime.warnAboveSeconds.map(Self.seconds), .free)
      guard let age = lifetime.age else { return }
      list.below("age") { list in
        list.add(
          "claim", age.claim.map { words.path($0) },
          .fixed("the age counts from another claim"))
        list.add("maximum", age.maximumSeconds.map(Self.seconds), .atMost(ends))
        list.add(
          "parameter", age.parameter.map { profile.parameters.properties[$0].name },
          .fixed("another parameter holds the age"))
      }
    }
  }

  /// In one unit, so that two can be compared as numbers.
  private static func seconds(_ count: Int) -> String { "\(count) s" }

  // MARK: Columns and identity

  private func addColumns(_ list: inout FactList) {
    let columns = profile.columns
    list.below("columns") { list in
      list.add(
        "unknown", columns.unknown.rawValue,
        .choices(Self.fates(columns.unknown), "unknown columns meet another fate"))
      list.add(
        "into", columns.into.map { profile.claims.properties[$0].name },
        .fixed("unknown columns go into another claim"))
      let reserved = columns.reserved.map { Wording.text($0) }
      if !reserved.isEmpty {
        list.add(
          "reserved", "[\(reserved.joined(separator: ", "))]",
          .demands(reserved, "a column is no longer passed through"))
      }
    }
    let identity = profile.identity.map(words.path)
    if !identity.isEmpty {
      // The first one stands for the user in lists of what was issued.
      list.below("identity") { $0.add("(first)", identity.first, .free) }
      list.add(
        "identity", "[\(identity.joined(separator: ", "))]",
        .demands(identity, "rows with a value twice are refused"))
    }
  }

  /// Whatever replaces `reject` takes nothing from a batch that was accepted before.
  private static func fates(_ unknown: ColumnPolicy.Unknown) -> [String] {
    unknown == .reject ? [] : [unknown.rawValue]
  }

  // MARK: Rules, effects, artifacts

  private func addRules(_ list: inout FactList) {
    list.below("rules") { list in
      for rule in profile.rules {
        let isError = rule.severity == .error
        let shown = ruleText(rule)
        list.entity(rule.id, shown, ifAdded: isError ? "rows that break it are refused" : nil) {
          $0.add("says", shown, isError ? .fixed("rows that were accepted may be refused") : .free)
          $0.add(
            "severity", rule.severity.rawValue,
            .choices(
              isError ? ["error"] : ["error", "warning"], "rows that break it are refused"))
          $0.add("message", rule.message, .documentation)
        }
      }
    }
  }

  private func ruleText(_ rule: Rule) -> String {
    let assertion = words.text(rule.assertion)
    guard let when = rule.when else { return assertion }
    return "where \(words.text(when)): \(assertion)"
  }

  private func addEffects(_ list: inout FactList) {
    list.below("effects") { list in
      for effect in profile.effects {
        let flag = "--allow \(effect.id)"
        let held = effect.isHeld
        list.entity(
          effect.id, "\(effect.kind.rawValue), \(held ? "held back" : "not held back")",
          ifAdded: held ? "rows that have it need \(flag)" : nil,
          ifRemoved: held ? "rows that have it are no longer held back" : nil
        ) {
          $0.add(
            "hold", "\(held)",
            .fixed(
              held ? "rows that have it need \(flag)" : "rows that have it are no longer held back")
          )
          $0.add("when", words.text(effect.when), .fixed("other rows have it"))
          $0.add("kind", effect.kind.rawValue, .free)
          $0.add("description", effect.description, .documentation)
        }
      }
    }
  }

  private func addArtifacts(_ list: inout FactList) {
    list.below("artifacts") { list in
      list.add(
        "(default)", profile.artifactNames.first,
        .fixed("runs without --artifact deliver another form"))
      for form in profile.artifacts {
        let gone = "--artifact \(form.name) is refused"
        list.entity(form.name, form.kind.rawValue, ifRemoved: gone) { add(form, &$0) }
      }
    }
  }

  private func add(_ form: ArtifactForm, _ list: inout FactList) {
    let other = "the artifact is another one"
    func named(_ templates: [NamedTemplate]) -> String? {
      templates.isEmpty ? nil : words.text(templates)
    }
    list.add("kind", form.kind.rawValue, .fixed(other))
    list.add("url", form.url.map(words.text), .fixed(other))
    list.add("query", named(form.query), .fixed(other))
    list.add("fragment", named(form.fragment), .fixed(other))
    list.add("fields", named(form.fields), .fixed(other))
    list.add("template", form.template.map(words.text), .fixed(other))
    list.add("body", form.body.map(words.text), .fixed(other))
    if !form.requires.isEmpty {
      let needed = form.requires.map(words.path)
      list.add(
        "requires", "[\(needed.joined(separator: ", "))]",
        .demands(needed, "rows without a value are refused"))
    }
    list.add("maxLength", form.maxLength.map(String.init), .atMost("the limit is tighter"))
    list.add("warnAboveLength", form.warnAboveLength.map(String.init), .free)
    list.add("description", form.description, .documentation)
  }

  // MARK: Delivery

  private func addDelivery(_ list: inout FactList) {
    guard let delivery = profile.delivery else { return }
    let answers = delivery.success.map(words.text)
    list.entity(
      "delivery", delivery.artifact, ifRemoved: "`muster deliver` refuses the profile"
    ) { list in
      list.add("artifact", delivery.artifact, .fixed("another form is presented"))
      list.add("redirects", "\(delivery.redirectsMax)", .fixed("another answer is the last one"))
      list.add(
        "success", "[\(answers.joined(separator: ", "))]",
        .choices(answers, "an answer no longer means success"))
    }
  }
}
