import Bytes
import Profiles

/// What may not be shown: values that the profile calls secret, values from a column that feeds a
/// secret, and values that are made from either. What holds a secret is one as a whole.
struct SecretMap {
  private let compiled: CompiledProfile
  private let binding: ColumnBinding
  /// The cells may stand under the wrong names, and a secret in any of them.
  private let isEverything: Bool
  private var inputs: [Bool] = []
  private var claims: [Bool] = []

  init(_ compiled: CompiledProfile, _ binding: ColumnBinding, isMalformed: Bool) {
    self.compiled = compiled
    self.binding = binding
    isEverything = isMalformed && binding.hasSecrets
    // Templates name what stands above them, so one pass in the profile's order is enough.
    for program in compiled.inputs { inputs.append(isSecret(program)) }
    for program in compiled.claims { claims.append(isSecret(program)) }
  }

  func isSecret(column: Int) -> Bool { isEverything || binding.secretColumns[column] }

  func isSecret(_ program: ValueProgram) -> Bool {
    isEverything || program.isSecret
      || binding.columns[program.slot].contains { isSecret(column: $0) }
      || (program.origin?.references ?? []).contains { isSecret($0) }
      || program.members.contains { isSecret($0) } || hasSecretExtra(program)
  }

  private func hasSecretExtra(_ program: ValueProgram) -> Bool {
    guard compiled.claims.indices.contains(program.index),
      program.path == compiled.claims[program.index].path
    else {
      return false
    }
    return binding.extraColumns.contains { column in
      if case .member(program.index, _) = binding.extras[column] {
        isSecret(column: column)
      } else {
        false
      }
    }
  }

  func isSecret(_ reference: Reference) -> Bool {
    switch reference.scope {
    // A parameter is the same for all rows, and never secret.
    case .parameter: return false
    // What is named is made above; of anything else nothing is known.
    case .input: return reference.index >= inputs.count || inputs[reference.index]
    case .claim:
      guard reference.index < claims.count, claims[reference.index] else {
        return reference.index >= claims.count
      }
      // A member that the profile describes may be none of the secret ones.
      guard let name = reference.members.first, reference.members.count == 1,
        let member = compiled.claims[reference.index].members.first(where: {
          $0.name.elementsEqual(name)
        })
      else { return true }
      return isSecret(member)
    }
  }

  // MARK: Texts

  static let redaction = Array("\"<redacted>\"".utf8)

  /// The claims, as canonical JSON, without what is secret.
  func redacted(claims json: [UInt8]) -> [UInt8] {
    Self.members(of: json) { name, value in
      isSecret(claimNamed: name) ? Self.redaction : value
    }
  }

  /// Whether a claim of this name comes from a column that may hold a secret.
  func isSecret(claimNamed name: String) -> Bool {
    var json: [UInt8] = []
    JSONWriter.appendString(Array(name.utf8).span, to: &json)
    return isSecret(claimNamed: json[...])
  }

  /// `name` is the JSON text of the name.
  private func isSecret(claimNamed name: ArraySlice<UInt8>) -> Bool {
    if let index = compiled.claims.firstIndex(where: { $0.prefix.dropLast() == name }) {
      return claims[index]
    }
    return binding.extraColumns.contains { column in
      guard case .claim(let prefix) = binding.extras[column] else { return false }
      return prefix.dropLast() == name && isSecret(column: column)
    }
  }

  /// An object with each value replaced by what `value` makes of it.
  static func members(
    of json: [UInt8], _ value: (_ name: ArraySlice<UInt8>, _ value: [UInt8]) -> [UInt8]
  ) -> [UInt8] {
    var output: [UInt8] = [UInt8(ascii: "{")]
    var index = 1
    while index < json.count, json[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(json.span, from: index)
      let end = JSONReader.end(json.span, from: nameEnd + 1)
      if output.count > 1 { output.append(UInt8(ascii: ",")) }
      output += json[index...nameEnd]
      output += value(json[index..<nameEnd], Array(json[(nameEnd + 1)..<end]))
      index = JSONCursor.next(json.span, after: end)
    }
    return output + [UInt8(ascii: "}")]
  }
}

extension ValueProgram {
  /// The name on the wire, of a claim or a member.
  var name: [UInt8] {
    var name: [UInt8] = []
    JSONReader.unescape(prefix, literal: 0..<(prefix.count - 1), into: &name)
    return name
  }
}

extension CompiledOrigin {
  /// What it is made from.
  var references: [Reference] {
    let placeholders =
      switch self {
      case .constant, .time, .random: [Placeholder]()
      case .template(let template): template.placeholders
      case .firstOf(let templates): templates.flatMap(\.placeholders)
      case .join(_, let parts): parts.flatMap(\.placeholders)
      }
    return placeholders.compactMap {
      if case .reference(let reference) = $0 { reference } else { nil }
    }
  }
}
