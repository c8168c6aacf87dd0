package import Bytes
package import Findings
package import Profiles
package import Tokens

/// The cases of one profile, as their file describes them.
package struct CaseFile: Sendable {
  package var cases: [ProfileCase]
  /// What no case can show, by the name that the coverage gives it.
  package var unreachable: [Unreachable]

  package struct Unreachable: Sendable {
    package var item: String
    package var reason: String
    package var location: SourceLocation
  }
}

/// One case: a batch, how it is run, and what must become of it.
package struct ProfileCase: Sendable {
  package var name: String
  package var options: CaseOptions
  package var batch: CaseBatch
  /// One for each row; nil where the case says nothing yet.
  package var expectations: [Expectation]?
  package var location: SourceLocation
  /// The whole case, for whoever edits the file.
  package var node: YAMLNode
}

/// What the run of a case chooses.
package struct CaseOptions: Sendable {
  package var now: NumericDate?
  package var seed: UInt64?
  package var parameters: [Named] = []
  package var lifetimeSeconds: Int?
  package var algorithm: Algorithm?
  package var artifact: String?
  package var allow: [String]?
  package var ignoreUnknown: Bool?
  package var columns: [Named]?
  package var separators: [Named]?
  package var key: CaseKey?
  package var keyParts: [Named]?

  /// A name with its text; without one where it takes a default away.
  package struct Named: Sendable {
    package var name: String
    package var text: String?
    package var location: SourceLocation
  }

  /// These options on top of others.
  func over(_ base: CaseOptions) -> CaseOptions {
    var merged = self
    merged.now = now ?? base.now
    merged.seed = seed ?? base.seed
    merged.parameters =
      base.parameters.filter { old in
        !parameters.contains { $0.name.utf8.elementsEqual(old.name.utf8) }
      } + parameters
    merged.lifetimeSeconds = lifetimeSeconds ?? base.lifetimeSeconds
    merged.algorithm = algorithm ?? base.algorithm
    merged.artifact = artifact ?? base.artifact
    merged.allow = allow ?? base.allow
    merged.ignoreUnknown = ignoreUnknown ?? base.ignoreUnknown
    merged.columns = columns ?? base.columns
    merged.separators = separators ?? base.separators
    merged.key = key ?? base.key
    merged.keyParts = keyParts ?? base.keyParts
    return merged
  }
}

/// The key of a case. It is made for tests, and still shown nowhere.
package struct CaseKey: Sendable {
  package enum Source: Sendable {
    case text(SecretBytes)
    /// A file beside the cases.
    case file(String)
  }
  package var source: Source
  package var location: SourceLocation
}

/// The batch of a case.
package enum CaseBatch: Sendable {
  case csv([UInt8])
  /// One JSON array.
  case json([UInt8])
  case jsonLines([UInt8])
}

/// What must become of one row, or of a batch that is refused.
package struct Expectation: Sendable {
  package enum Outcome: String, Sendable, CaseIterable {
    case accepted, held, rejected, refused
  }

  /// Nil for anything but `accepted`.
  package var outcome: Outcome?
  /// Canonical JSON, here and below.
  package var claims: [UInt8]?
  package var claimsInclude: [UInt8]?
  package var claimsAbsent: [Named] = []
  /// The names in `claimsInclude`, each with those that lead to it.
  var includedPaths: [Path] = []
  package var header: [UInt8]?
  package var artifact: String?
  package var token: String?
  package var effects: [Named]?
  package var findings: [ExpectedFinding] = []

  package struct Named: Sendable {
    package var name: String
    package var location: SourceLocation
  }

  struct Path: Sendable {
    var names: [String]
    var location: SourceLocation
  }
}

/// A finding that must be there; what is nil is not compared.
package struct ExpectedFinding: Sendable {
  package var code: FindingCode
  package var rule: String?
  package var claim: String?
  package var column: String?
  package var location: SourceLocation
}
