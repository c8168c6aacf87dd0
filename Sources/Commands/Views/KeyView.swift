import Tokens

/// The facts about a key, one a line, and nothing of the key itself.
enum KeyView {
  static func text(_ key: KeyInspection) -> String {
    var lines = ["kind: \(key.role.rawValue)"]
    if let shape = key.shape { lines.append("is: \(shape.words)") }
    if let encoding = key.encoding { lines.append("encoding: \(encoding.rawValue)") }
    if let fingerprint = key.fingerprint { lines.append("fingerprint: \(fingerprint)") }
    if !key.algorithms.isEmpty {
      lines.append("fits: \(key.algorithms.map(\.rawValue).joined(separator: ", "))")
    }
    if let problem = key.problem { lines.append("problem: \(problem.message) \(problem.help)") }
    return lines.joined(separator: "\n")
  }
}
