import Bytes
package import Findings
import Profiles
import Schemas

extension Judge {
  /// Takes over the claims of a token that is there already, so that they are judged by the same
  /// schema and rules as a row's.
  ///
  /// - Parameter json: the claims as canonical JSON, an object.
  /// - Returns: what is wrong with them.
  package mutating func judge(claims json: [UInt8]) -> [Finding] {
    claims = json
    findings.removeAll(keepingCapacity: true)
    isRejected = false
    for index in claimRanges.indices { claimRanges[index] = 0..<0 }
    beginCandidates()
    for index in inputRanges.indices where !inputRanges[index].isEmpty {
      compiled.ruleIndex.addInput(index, to: &candidates)
    }
    for member in TokenReading.members(json) {
      if let index = compiled.claimIndex(named: member.name) {
        claimRanges[index] = member.value
        compiled.ruleIndex.addClaim(index, to: &candidates)
        checkClaim(compiled.claims[index], member.value)
      } else {
        checkUnknownClaim(member.name, member.value)
      }
    }
    for index in compiled.requiredClaims where claimRanges[index].isEmpty {
      reportClaim(.requiredClaim, compiled.claims[index].wireName, "is required, and is not there")
    }
    for program in compiled.claims where claimRanges[program.index].isEmpty {
      guard isAlwaysMade(program), !compiled.requiredClaims.contains(program.index) else {
        continue
      }
      reportClaim(.requiredClaim, program.path, "is not there, and Muster always writes it")
    }
    let known = Set(compiled.artifact.inputIndices)
    if !isRejected { applyRules { rule in rule.inputIndices.allSatisfy(known.contains) } }
    return findings
  }

  /// Takes over inputs, as text by index, and checks them.
  package mutating func judge(inputs texts: [(index: Int, text: [UInt8])]) -> [Finding] {
    findings.removeAll(keepingCapacity: true)
    inputs.removeAll(keepingCapacity: true)
    for index in inputRanges.indices { inputRanges[index] = 0..<0 }
    for (index, text) in texts {
      let program = compiled.inputs[index]
      let start = inputs.count
      appendInput(text, program.types)
      inputRanges[index] = start..<inputs.count
      value = Array(inputs[start...])
      _ = checked(program, nil)
    }
    return findings
  }

  /// Makes the inputs that an artifact does not show and that come out the same again: computed by
  /// the profile, or set for the whole run.
  ///
  /// - Returns: what is wrong with them.
  package mutating func deriveInputs() -> [Finding] {
    findings.removeAll(keepingCapacity: true)
    for program in compiled.inputs where inputRanges[program.index].isEmpty {
      value.removeAll(keepingCapacity: true)
      var isMade = false
      if let origin = program.origin, program.when.map({ holds($0) }) ?? true {
        isMade = derive(origin, program)
      }
      if !isMade, let shared = compiled.inputDefaults[program.index] {
        value = shared.json
        isMade = true
      }
      guard isMade else { continue }
      let start = inputs.count
      inputs += value
      inputRanges[program.index] = start..<inputs.count
    }
    return findings
  }

  private func isAlwaysMade(_ program: ValueProgram) -> Bool {
    guard program.when == nil else { return false }
    return switch program.origin {
    case .time, .random, .constant: compiled.slots[program.slot].names.isEmpty
    case .template, .join, .firstOf, nil: false
    }
  }

  /// Appends an input's text as JSON of its type.
  private mutating func appendInput(_ text: [UInt8], _ types: SchemaType) {
    let count = inputs.count
    if !types.contains(.string), (try? reader.readWhole(text, into: &inputs)) != nil { return }
    inputs.removeSubrange(count...)
    JSONWriter.appendString(text, to: &inputs)
  }

  private mutating func checkClaim(_ program: ValueProgram, _ range: Range<Int>) {
    value = Array(claims[range])
    guard checked(program, nil) else { return }
    // A column may have given another value than the profile's own.
    guard compiled.slots[program.slot].names.isEmpty else { return }
    switch program.origin {
    case .constant(let wanted):
      if value != wanted { reportDifference(program, wanted) }
    case .template(let template):
      checkTemplate(template, program)
    default: break
    }
  }

  /// Compares a claim with its template, where that is over parameters alone.
  private mutating func checkTemplate(_ template: JSONTemplate, _ program: ValueProgram) {
    let isOverParameters = template.placeholders.allSatisfy { placeholder in
      switch placeholder {
      case .reference(let reference): reference.scope == .parameter
      case .keyPart: compiled.keyParts != nil
      default: false
      }
    }
    guard isOverParameters else { return }
    let found = value
    value = []
    if !fill(template, program) {
      reportClaim(
        .notConst, program.path, "is there, and this run would leave it out",
        "Set the parameter that it was issued with.")
    } else if value != found {
      reportDifference(program, value)
    }
  }

  private mutating func reportDifference(_ program: ValueProgram, _ wanted: [UInt8]) {
    let text = String(decoding: wanted, as: Unicode.UTF8.self)
    reportClaim(.notConst, program.path, "is not \(text), which this run would give it")
  }

  private mutating func checkUnknownClaim(_ name: String, _ range: Range<Int>) {
    if ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"].contains(name) {
      reportClaim(
        .unknownClaim, name, "is a registered claim that the profile does not use",
        "This run would not issue it.")
      return
    }
    let near = nearest(name, in: compiled.claims.map(\.wireName))
    let help = near.map { "Did you mean \"\($0)\"?" }
    switch compiled.profile.claims.additional {
    case .none: reportClaim(.unknownClaim, name, "is not one that the profile knows", help)
    case .schema(let schema):
      if !validator.isValid(claims, range, schema) {
        reportClaim(.unknownClaim, name, "does not look as a further claim may", help)
      }
    case .any: break
    }
    if near != nil, case .none = compiled.profile.claims.additional { return }
    if let near {
      report(
        Finding(
          .unknownClaim, .warning, at: .row(row, line: line),
          "The claim \"\(name)\" is nearly the name of \"\(near)\".",
          help: "Did you mean \"\(near)\"?", claim: name))
    }
  }

  private mutating func reportClaim(
    _ code: FindingCode, _ claim: String, _ message: String, _ help: String? = nil
  ) {
    report(
      Finding(
        code, at: .row(row, line: line), "The claim \"\(claim)\" \(message).", help: help,
        claim: claim))
  }

  /// The row that findings of the next token name.
  package mutating func setRow(_ row: Int, line: Int) {
    self.row = row
    self.line = line
  }
}
