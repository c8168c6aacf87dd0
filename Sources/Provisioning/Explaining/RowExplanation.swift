package import Bytes
package import Findings
package import Schemas

/// How one row was judged, for a person or a program that wants to know why. Secrets are in it
/// nowhere: neither the values, nor anything made from them.
package struct RowExplanation: Sendable {
  package var row: Int
  package var line: Int
  package var outcome: Verdict.Outcome
  package var columns: [ColumnStory] = []
  package var inputs: [ValueStory] = []
  package var claims: [ValueStory] = []
  /// Claims and inputs that nothing feeds in this batch.
  package var unfed: [String] = []
  package var rules: [RuleStory] = []
  package var effects: [EffectStory] = []
  package var uniqueness: [UniqueStory] = []
  package var lifetime = LifetimeStory()
  /// Of a signed text that is no JWS.
  package var container: ContainerStory?
  /// The JOSE header as JSON; empty where there is none.
  package var header: [UInt8] = []
  /// The claims as canonical JSON; of a rejected row, those that could be made.
  package var finalClaims: [UInt8] = []
  package var artifactName = ""
  /// The artifact with `{token}` in the place of the token; nil where there is none.
  package var artifact: String?
  package var findings: [Finding] = []
}

/// A value as it may be shown.
package enum Shown: Sendable, Equatable {
  case text(String)
  /// Canonical JSON.
  case json(String)
  case redacted
}

/// A column, or key, of the row.
package struct ColumnStory: Sendable {
  package enum Fate: Sendable, Equatable {
    /// Feeds these claims and inputs, by their paths; `unused` are those of them that took another
    /// column.
    case feeds([String], unused: [String])
    /// Becomes a claim of its own name.
    case claim
    /// Becomes a member of this claim.
    case member(of: String)
    case leftOut
    case refused(String)
    /// One that Muster writes into rejects files.
    case own
  }

  package var name: String
  /// Nil where the row has nothing there.
  package var value: Shown?
  package var fate: Fate
}

/// A claim, an input, or a member of a claim.
package struct ValueStory: Sendable {
  package enum Source: Sendable, Equatable {
    case none
    case column(String, Shown)
    case columns(member: [String])
    case made(Making)
    /// `--set`, the same for all rows.
    case run
  }

  package var path: String
  package var source = Source.none
  /// Columns that were looked into first, and hold nothing.
  package var empty: [String] = []
  /// The condition on which the profile gives it something, if it was asked.
  package var when: ConditionStory?
  /// Columns that could feed it, were they there.
  package var wanted: [String] = []
  package var steps: [StepStory] = []
  /// What else happened, as the rest of a sentence: `is read as JSON`.
  package var notes: [String] = []
  /// Nil where it is absent or refused.
  package var value: Shown?
  /// What the schema's keywords say; empty where nothing was checked.
  package var checks: [KeywordOutcome] = []
  package var members: [ValueStory] = []
}

/// How the profile makes a value.
package struct Making: Sendable, Equatable {
  package enum Kind: String, Sendable { case value, firstOf, join, `default`, time, random }
  package var kind: Kind
  /// What the profile says, such as a template.
  package var text: String
  /// What the template names, and what that is; nil where it is absent.
  package var parts: [Part] = []

  package struct Part: Sendable, Equatable {
    package var name: String
    package var value: Shown?
  }
}

/// One step of a transform.
package struct StepStory: Sendable, Equatable {
  package var step: String
  package var before: Shown
  /// Nil where the value cannot take the step.
  package var after: Shown?
  /// Why it cannot.
  package var problem: String?
}

/// A condition, or a part of one, and whether it holds.
package indirect enum ConditionStory: Sendable {
  case all([ConditionStory], holds: Bool)
  case any([ConditionStory], holds: Bool)
  case not(ConditionStory)
  case present(String, Shown?)
  case absent(String, Shown?)
  /// `checks` is empty where the value is absent.
  case matches(String, Shown?, checks: [KeywordOutcome], holds: Bool)

  package var holds: Bool {
    switch self {
    case .all(_, let holds), .any(_, let holds), .matches(_, _, _, let holds): holds
    case .not(let inner): !inner.holds
    case .present(_, let value): value != nil
    case .absent(_, let value): value == nil
    }
  }
}

package struct RuleStory: Sendable {
  package enum Outcome: String, Sendable {
    /// The row was rejected before.
    case notAsked = "not-asked"
    case notApplicable = "not-applicable"
    case holds
    case broken
  }

  package var id: String
  package var severity: Severity
  package var outcome: Outcome
  package var when: ConditionStory?
  /// `requires`, `holds` and so on; nil where the rule was not asked or does not apply.
  package var assertion: String?
  /// What the assertion names, and what that is.
  package var values: [Making.Part] = []
  package var condition: ConditionStory?
  /// What `compare` asks for.
  package var bounds: [String] = []
}

package struct EffectStory: Sendable {
  package enum Outcome: String, Sendable {
    case notAsked = "not-asked"
    case absent, held, allowed
    /// It is there, and nothing holds it back.
    case free
  }

  package var id: String
  package var kind: String
  package var description: String
  package var outcome: Outcome
  package var when: ConditionStory?
}

/// A value that may occur once in a batch.
package struct UniqueStory: Sendable {
  package enum Outcome: String, Sendable {
    /// The row was rejected or held back, so nobody looked.
    case notAsked = "not-asked"
    /// The row has no such value.
    case absent
    case first, duplicate
  }

  package var name: String
  package var value: Shown?
  package var outcome: Outcome
}

/// How a signed text that is no JWS is made, with the profile's names for its pieces.
package struct ContainerStory: Sendable {
  /// Format and encoding; nil where the claims only stand apart.
  package var payload: String?
  package var algorithm: String
  /// The templates that are signed.
  package var over: [String]
  package var separator: String
  /// Of the signature.
  package var encoding: String
  /// What the token is; nil where artifacts name the pieces.
  package var text: String?
  /// What the templates name, beyond the pieces.
  package var parts: [Making.Part]
}

package struct LifetimeStory: Sendable {
  package var issuedAt = NumericDate(secondsSinceEpoch: 0)
  /// The claim that carries the expiry.
  package var claim: String?
  /// Nil where there is none, or where the row was rejected before.
  package var expiresAt: NumericDate?
  package var ageClaim: String?
  package var ageSeconds: Int?
  package var bestBefore: NumericDate?
}
