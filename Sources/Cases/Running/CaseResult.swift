package import Findings
package import Provisioning

/// What became of a case.
package struct CaseResult: Sendable {
  package var testCase: ProfileCase
  package var rows: [CaseRow]
  /// Why the case could not be run at all: its key.
  package var problem: String?
  /// What differs from what is expected; nil where the case expects nothing yet.
  package var differences: [Difference]?
  package var milliseconds: Double

  /// Whether everything is as it is expected.
  package var hasPassed: Bool { differences == [] }
}

/// What became of one row, or of a batch that was refused.
package struct CaseRow: Sendable {
  package var outcome: Expectation.Outcome
  package var findings: [Finding]
  /// Canonical JSON; nil where the row is rejected.
  package var claims: [UInt8]?
  /// Canonical JSON; nil where the row is rejected, and for a container, which has none.
  package var header: [UInt8]?
  /// The artifact with `{token}` in the token's place, and `{signature}` in that of a signature; nil where the row is not accepted.
  package var artifact: String?
  /// The artifact as it was issued; nil where nothing was signed.
  package var signedArtifact: String?
  /// The token, or the text of a container; nil where nothing was signed.
  package var token: String?
  /// Whether signing again gives the same token.
  package var isRepeatable = false
  /// Ids of the effects.
  package var effects: [String] = []
  package var trace = CaseTrace()
}

/// What a row tried out, for the coverage.
package struct CaseTrace: Sendable {
  /// The values that are in the token or the artifact.
  package var present: [ObservedValue] = []
  /// The values that their schemas refused.
  package var refused: [ObservedValue] = []
  /// Indices of the rules that applied and were kept.
  package var keptRules: [Int] = []
  /// Indices of the effects that could have been there and were not.
  package var effectsNotHad: [Int] = []
}
