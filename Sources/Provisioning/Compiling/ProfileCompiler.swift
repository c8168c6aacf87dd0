import Bytes
package import Findings
package import Profiles
import Schemas
import Tokens

/// Compiles a profile for one run.
package struct ProfileCompiler {
  /// What a compiled profile is made of.
  struct Parts {
    var profile: Profile
    var algorithm = Algorithm.hs256
    var lifetimeSeconds: Int?
    var ageSeconds: Int?
    var isEternalAllowed = false
    var parameters: [RunValue?] = []
    var inputDefaults: [RunValue?] = []
    var claims: [ValueProgram] = []
    var inputs: [ValueProgram] = []
    var times: [TimeOrigin] = []
    var slots: [SlotColumns] = []
    var heldEffects: [Bool] = []
    var artifact = ArtifactProgram()
    var container: ContainerProgram?
    var header: [UInt8] = []
    var ignoresUnknownColumns = false
    var keyParts: [[UInt8]]?
    var uniqueValues: [Reference] = []
    var memory: RowMemory?
    var route: KeyRoute?
  }

  let options: ProvisioningOptions
  var parts: Parts
  private var findings: [Finding] = []

  /// Compiles a profile.
  ///
  /// - Returns: the compiled profile, unless a finding is an error, and all findings: parameters
  ///   that are missing, unknown or malformed, and choices that the profile does not know.
  package static func compile(
    _ profile: Profile, _ options: ProvisioningOptions
  ) -> (compiled: CompiledProfile?, findings: [Finding]) {
    var compiler = ProfileCompiler(options: options, parts: Parts(profile: profile))
    compiler.run()
    let isUsable = !compiler.findings.contains { $0.severity == .error }
    return (isUsable ? CompiledProfile(compiler.parts) : nil, compiler.findings)
  }

  private init(options: ProvisioningOptions, parts: Parts) {
    self.options = options
    self.parts = parts
  }

  private mutating func run() {
    let profile = parts.profile
    setValues()
    chooseAlgorithm()
    chooseLifetime()
    allowEffects()
    for index in profile.inputs.properties.indices {
      parts.inputs.append(program(profile.inputs.properties[index], index, path: "inputs."))
    }
    for index in profile.claims.properties.indices {
      parts.claims.append(program(profile.claims.properties[index], index, path: ""))
    }
    checkWireNames()
    mapColumns()
    checkSeparators()
    parts.ignoresUnknownColumns = options.ignoresUnknownColumns
    parts.keyParts = options.keyParts
    if !options.allowedEffects.contains(ProvisioningOptions.duplicates) {
      parts.uniqueValues = profile.identity + suppliedIdentifiers()
    }
    chooseMemory()
    chooseRoute()
    makeHeader()
    chooseArtifact()
  }

  mutating func report(
    _ code: FindingCode, _ message: String, severity: Severity = .error, help: String? = nil
  ) {
    findings.append(Finding(code, severity, at: .run, message, help: help))
  }

  // MARK: Choices of the run

  private mutating func chooseAlgorithm() {
    let allowed = parts.profile.algorithms
    if let container = parts.profile.container, options.algorithm != nil {
      report(
        .wrongAlgorithm,
        "The profile \(parts.profile.name) signs with \(container.algorithm.name), and with nothing "
          + "else.", help: "Leave --algorithm away.")
      return
    }
    guard let algorithm = options.algorithm ?? allowed.first else { return }
    if !allowed.contains(algorithm) {
      report(
        .wrongAlgorithm, "The profile \(parts.profile.name) does not allow \(algorithm.rawValue).",
        help: "It allows \(allowed.map(\.rawValue).joined(separator: ", ")).")
    }
    parts.algorithm = algorithm
  }

  private mutating func chooseLifetime() {
    let lifetime = parts.profile.lifetime
    parts.lifetimeSeconds = lifetime.defaultSeconds
    if let age = lifetime.age {
      parts.ageSeconds = age.maximumSeconds
      if let parameter = age.parameter, let value = parts.parameters[parameter] {
        parts.ageSeconds = Int(String(decoding: value.text, as: Unicode.UTF8.self))
        if parts.ageSeconds == nil {
          let name = parts.profile.parameters.properties[parameter].name
          report(.badParameter, "The value of \"\(name)\" is no number of seconds.")
        }
      }
    }
    guard let seconds = options.lifetimeSeconds else { return }
    guard lifetime.defaultSeconds != nil else {
      report(
        .lifetime,
        "The profile \(parts.profile.name) has no expiry claim, so no lifetime can be set.",
        help: parts.ageSeconds.map { "The platform counts \($0) seconds by itself." })
      return
    }
    parts.lifetimeSeconds = seconds
    if seconds <= 0 {
      report(.lifetime, "A lifetime of \(seconds) seconds makes tokens that are dead when born.")
    } else if let maximum = lifetime.maximumSeconds, seconds > maximum {
      report(
        .lifetime, "A lifetime of \(seconds) seconds is more than the platform's \(maximum).",
        help: "Use at most --lifetime \(maximum)s.")
    } else if let minimum = lifetime.minimumSeconds, seconds < minimum {
      report(
        .lifetime, "A lifetime of \(seconds) seconds is less than the platform's \(minimum).",
        help: "Use at least --lifetime \(minimum)s.")
    } else if let high = lifetime.warnAboveSeconds, seconds > high {
      report(
        .lifetime,
        "A lifetime of \(seconds) seconds is longer than the platform recommends "
          + "(\(high)).", severity: .warning)
    }
  }

  private mutating func allowEffects() {
    let effects = parts.profile.effects
    parts.heldEffects = effects.map { $0.isHeld && !options.allowedEffects.contains($0.id) }
    parts.isEternalAllowed = options.allowedEffects.contains("eternal")
    let own = ["eternal", ProvisioningOptions.duplicates]
    for name in options.allowedEffects where !own.contains(name) {
      guard !effects.contains(where: { $0.id == name }) else { continue }
      let known = effects.map(\.id) + own
      report(
        .unknownEffect, "The profile \(parts.profile.name) has no effect \"\(name)\".",
        help: nearest(name, in: known).map { "Did you mean \"\($0)\"?" }
          ?? "It has \(known.joined(separator: ", ")).")
    }
  }

  // MARK: Programs

  private mutating func program(
    _ property: Property, _ index: Int, path: String, parent: String? = nil,
    isInSecret: Bool = false, isInFixed: Bool = false
  ) -> ValueProgram {
    let isClaim = parent == nil && path.isEmpty
    let path = path + property.name
    let column = parent.map { "\($0).\(property.name)" } ?? property.name
    var columns = property.from ?? []
    if property.takesOwnColumn { columns = [column] }
    if isInFixed { columns = [] }
    let isFixed = isInFixed || ((property.origin?.isMade ?? false) && property.from == nil)
    let isSecret = isInSecret || property.holdsSecret || isMadeOfSecret(property.origin)
    let slot = parts.slots.count
    parts.slots.append(SlotColumns(claim: path, names: columns, isSecret: isSecret))
    let wireName = wireName(of: property)
    var members: [ValueProgram] = []
    for member in property.members?.properties ?? [] {
      members.append(
        program(
          member, -1, path: path + ".", parent: column, isInSecret: isInSecret || property.isSecret,
          isInFixed: isFixed))
    }
    return ValueProgram(
      property, index: index, path: path, wireName: wireName,
      separator: isClaim ? separator(of: property) : property.separator, isSecret: isSecret,
      slot: slot, origin: compiled(property.origin), members: members)
  }

  /// The name on the wire: the profile's own, where a parameter of the template is absent.
  private mutating func wireName(of property: Property) -> String {
    var name: [UInt8] = []
    guard let template = property.claimName, append(template, to: &name), !name.isEmpty else {
      return property.name
    }
    return String(decoding: name, as: Unicode.UTF8.self)
  }

  /// No two claims may have one name on the wire.
  private mutating func checkWireNames() {
    for (index, program) in parts.claims.enumerated() {
      let same = parts.claims[..<index].first {
        $0.wireName.utf8.elementsEqual(program.wireName.utf8)
      }
      guard let same else { continue }
      report(
        .badParameter,
        "The claims \"\(same.path)\" and \"\(program.path)\" would both be named "
          + "\"\(program.wireName)\".", help: "Set the parameters that name them differently.")
    }
  }

  /// Whether a template names a secret: what stands above it in the profile is compiled already.
  private func isMadeOfSecret(_ origin: Origin?) -> Bool {
    (origin?.placeholders ?? []).contains { placeholder in
      guard case .reference(let reference) = placeholder else { return false }
      return switch reference.scope {
      case .parameter: false
      case .input: parts.profile.inputs.properties[reference.index].holdsSecret
      case .claim:
        reference.index < parts.claims.count && parts.claims[reference.index].isSecret
      }
    }
  }

  private mutating func compiled(_ origin: Origin?) -> CompiledOrigin? {
    switch origin {
    case nil: return nil
    case .defaultValue(let json): return .constant(json)
    case .value(let template):
      if let constant = template.constant { return .constant(constant) }
      return .template(template)
    case .time(let time):
      parts.times.append(time)
      return .time(parts.times.count - 1)
    case .random(let random): return .random(random)
    case .firstOf(let templates): return .firstOf(templates)
    case .join(let separator, let pieces): return .join(separator: separator, parts: pieces)
    }
  }

  private mutating func mapColumns() {
    for (position, (name, column)) in options.columns.enumerated() {
      if options.columns[..<position].contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        report(.badValue, "The claim \"\(name)\" is mapped twice.", help: "Map it once.")
        continue
      }
      guard let slot = slot(named: name) else { continue }
      parts.slots[slot].names = [column]
    }
  }

  /// The separator of a list claim: the run's last word on it, or the profile's.
  private func separator(of property: Property) -> [UInt8]? {
    guard property.types.contains(.array) else { return property.separator }
    let given = options.separators.last {
      $0.name.utf8.elementsEqual(property.name.utf8) && !$0.separator.isEmpty
    }
    return given.map { Array($0.separator.utf8) } ?? property.separator
  }

  private mutating func checkSeparators() {
    for (name, separator) in options.separators {
      guard !separator.isEmpty else {
        report(.badValue, "The separator of \"\(name)\" is empty.")
        continue
      }
      let index = parts.profile.claims.index(of: name)
      let isList = index.map { parts.profile.claims.properties[$0].types.contains(.array) }
      if isList != true, slot(named: name) != nil {
        report(.badValue, "\"\(name)\" is no list, so it has no separator.")
      }
    }
  }

  private mutating func slot(named name: String) -> Int? {
    let found = parts.slots.firstIndex {
      $0.claim.utf8.elementsEqual(name.utf8) || $0.claim.utf8.elementsEqual("inputs.\(name)".utf8)
    }
    if found == nil {
      let known = parts.slots.map(\.claim)
      report(
        .unknownName, "The profile \(parts.profile.name) has no claim \"\(name)\".",
        help: nearest(name, in: known).map { "Did you mean \"\($0)\"?" }
          ?? "It has \(known.joined(separator: ", ")).")
    }
    return found
  }

  /// Random identifiers that a column may bring along instead.
  private func suppliedIdentifiers() -> [Reference] {
    let identity = parts.profile.identity
    return parts.profile.claims.properties.indices.compactMap { index in
      let property = parts.profile.claims.properties[index]
      guard case .random = property.origin,
        !parts.slots[parts.claims[index].slot].names.isEmpty,
        !identity.contains(where: { $0.scope == .claim && $0.index == index })
      else { return nil }
      return Reference(scope: .claim, index: index, text: property.name)
    }
  }
}
