import Bytes
import Findings
import HTTPTypes
import Hummingbird
import Logging
package import Minting
import Provisioning
import Rosters
package import ServerConfigs
import Tokens

/// Finds out who asks, looks them up, and mints: what all addresses that give out tokens have in common.
package struct MintDesk: Sendable {
  package let world: ServerWorld
  package let metrics: Metrics

  package init(world: ServerWorld, metrics: Metrics) {
    self.world = world
    self.metrics = metrics
  }

  /// The user's row, found by what the authenticator says of the request.
  func entry(
    _ mount: ServedMount, _ request: Request, _ context: ServingContext
  ) async throws(Refused) -> RosterEntry {
    // A mount without an authenticator, or a roster, offers nothing that gets here; it is not
    // everybody's all the same.
    guard let authenticator = mount.authenticator, let roster = mount.roster else {
      throw Refused(.notAllowed)
    }
    let user: [UInt8]
    switch authenticator.look(Self.facts(request, context), world.now()) {
    case .success(let name): user = name
    case .failure(let failure):
      context.notes.note(credentials: failure.rawValue)
      throw Refused(.unauthenticated, headers: [.wwwAuthenticate: authenticator.challenge])
    }
    let found: RosterEntry?
    do {
      found = try await roster.find(user)
    } catch {
      context.logger.error(
        "The roster cannot be asked.", metadata: ["mount": .string(mount.mount.name)])
      throw Refused(.unavailable, headers: [.retryAfter: "5"])
    }
    guard let found else { throw Refused(.notAllowed) }
    return found
  }

  /// What of a request tells who sent it.
  private static func facts(_ request: Request, _ context: ServingContext) -> RequestFacts {
    let fields = request.headers
    return RequestFacts(peer: context.peer) { name in
      HTTPField.Name(name).map { fields[values: $0] } ?? []
    }
  }

  // MARK: Minting

  /// Mints from a row, at this moment.
  ///
  /// - Parameter values: what the request gives, for inputs that the profile lets it give.
  /// - Throws: `badInput` where the request's values are at fault, `rowRefused` where the row is. The
  ///   log says which findings there were, and no value.
  package func mint(
    _ mount: ServedMount, for offer: Mount.Offer, form: RowForm, _ row: StoredRow,
    _ values: [RequestValue], _ context: ServingContext
  ) throws(Refused) -> GivenArtifact {
    let verdict: Verdict
    do {
      verdict = try judge(mount, offer, form, row, values)
    } catch {
      context.logger.error(
        "A token cannot be signed.", metadata: ["mount": .string(mount.mount.name)])
      throw Refused(.internalTrouble)
    }
    switch verdict {
    case .minted(let artifact):
      metrics.countMinted(mount.mount.name, offer)
      context.notes.note(.minted)
      return artifact
    case .refused(let findings, let isOfRequest):
      context.notes.note(findings: findings.map(Self.words), row: row.row)
      throw Refused(isOfRequest ? .badInput : .rowRefused)
    }
  }

  private enum Verdict {
    case minted(GivenArtifact)
    case refused([Finding], isOfRequest: Bool)
  }

  private func judge(
    _ mount: ServedMount, _ offer: Mount.Offer, _ form: RowForm, _ row: StoredRow,
    _ values: [RequestValue]
  ) throws(SigningError) -> Verdict {
    let minter = try mount.minter(form, for: offer)
    let now = world.now()
    let findings: [Finding]
    switch try minter.mint(row, values: values, at: now, world.entropy) {
    case .artifact(let artifact):
      return .minted(GivenArtifact(artifact.bytes, minter.compiled.artifact.kind))
    case .refused(let found): findings = found
    }
    let errors = findings.filter { $0.severity == .error }
    if errors.contains(where: { mount.isRequestInput($0.claim) || mount.isRequestInput($0.column) })
    {
      return .refused(findings, isOfRequest: true)
    }
    if values.isEmpty { return .refused(findings, isOfRequest: false) }
    // A rule speaks of neither; if the row passes by itself, what the request gave is at fault.
    if case .artifact = try minter.mint(row, at: now, world.entropy) {
      return .refused(findings, isOfRequest: true)
    }
    return .refused(findings, isOfRequest: false)
  }

  /// A finding's code and what it concerns: `type-mismatch sub`.
  private static func words(_ finding: Finding) -> String {
    [finding.code.rawValue, finding.claim ?? finding.column, finding.rule].compactMap { $0 }
      .joined(separator: " ")
  }
}
