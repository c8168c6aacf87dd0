package import Bytes
package import Minting
import Profiles
package import Provisioning
package import ServerConfigs
import Synchronization
package import Tokens

/// Finds out who asks.
package struct MountAuthenticator: Sendable {
  package typealias Look =
    @Sendable (RequestFacts, NumericDate) -> Result<[UInt8], AuthenticationFailure>

  package var look: Look
  /// What a browser is told to come back with (RFC 9110, 11.6.1).
  package var challenge: String
  /// Whether browsers bring the credentials by themselves, so that another site's page can spend them.
  package var usesCookie: Bool

  package init(challenge: String, usesCookie: Bool, look: @escaping Look) {
    self.challenge = challenge
    self.usesCookie = usesCookie
    self.look = look
  }
}

/// One profile as it is served, with everything that it needs.
package final class ServedMount: Sendable {
  package let mount: Mount
  package let compiled: CompiledProfile
  package let authenticator: MountAuthenticator?
  /// The inputs that a request may give.
  package let inputs: [RequestInput]
  let minters: MinterShelf
  private let rosterSlot: Mutex<(any RosterSource)?>
  private let nameBytes: [UInt8]

  /// - Parameters:
  ///   - compiled: with `rendersFields`, so that forms come as fields.
  ///   - roster: nil where only tickets are offered.
  package init(
    _ mount: Mount, _ compiled: CompiledProfile, keys: MintingKeys,
    authenticator: MountAuthenticator?, roster: (any RosterSource)?, seats: Int
  ) {
    self.mount = mount
    self.compiled = compiled
    self.authenticator = authenticator
    inputs = compiled.profile.inputs.properties.filter { !$0.requestNames.isEmpty }
      .map { RequestInput(name: $0.name, requestNames: $0.requestNames.map { Array($0.utf8) }) }
    minters = MinterShelf(
      compiled, keys: keys, requestInputs: inputs.map(\.name), seats: seats)
    rosterSlot = Mutex(roster)
    nameBytes = Array(mount.name.utf8)
  }

  package var roster: (any RosterSource)? { rosterSlot.withLock { $0 } }

  /// From now on, looks users up there.
  package func replaceRoster(_ roster: any RosterSource) { rosterSlot.withLock { $0 = roster } }

  /// A minter for rows of this form.
  package func minter(_ form: RowForm) throws(SigningError) -> Minter {
    try minters.minter(form)
  }

  func isNamed(_ name: Substring) -> Bool { name.utf8.elementsEqual(nameBytes) }

  func offers(_ offer: Mount.Offer) -> Bool { mount.offers.contains(offer) }

  /// The claim or input names that a request's values stand behind.
  func isRequestInput(_ name: String?) -> Bool {
    guard let name else { return false }
    return inputs.contains { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

/// An input of the profile that a request may give, and the names that it may give it by.
package struct RequestInput: Sendable {
  package var name: String
  package var requestNames: [[UInt8]]
}
