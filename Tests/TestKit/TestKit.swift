package import Findings

/// The codes of some findings, in their order: the shortest way to say what a test expects.
package func codes(_ findings: [Finding]) -> [String] {
  findings.map(\.code.rawValue)
}
