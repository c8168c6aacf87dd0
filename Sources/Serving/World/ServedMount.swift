package import Bytes
package import Minting
import Profiles
package import Provisioning
package import Rosters
package import ServerConfigs
import Synchronization
package import Tokens

/// Finds out who asks.
package struct MountAuthenticator: Sendable {
  package typealias Look =
    @Sendable (RequestFacts, NumericDate) -> Result<[UInt8], AuthenticationFailure>

  package var look: Look
  /// What a client is told to come back with (RFC 9110, 11.6.1).
  package var challenge: String
  /// Whether browsers bring what it goes by with every request, so that the page of somebody else can
  /// spend it: a cookie, or what a proxy makes a header of, which is a cookie mostly.
  package var isAmbient: Bool

  package init(challenge: String, isAmbient: Bool, look: @escaping Look) {
    self.challenge = challenge
    self.isAmbient = isAmbient
    self.look = look
  }

  package init(_ kind: Authenticator.Kind, _ loaded: LoadedAuthenticator) {
    let scheme: String
    switch kind {
    case .bearer: (scheme, isAmbient) = ("Bearer", false)
    case .jwt(let token) where token.cookie == nil: (scheme, isAmbient) = ("Bearer", false)
    // No schemes of any registry, which has none for what a browser brings by itself.
    case .jwt: (scheme, isAmbient) = ("Cookie", true)
    case .header: (scheme, isAmbient) = ("Proxy", true)
    }
    challenge = scheme + " realm=\"muster\""
    look = { loaded.authenticate($0, at: $1) }
  }
}

/// One profile as it is served, with everything that it needs.
package final class ServedMount: Sendable {
  /// What is minted for one of its offers: each has an artifact form of its own.
  package struct Form: Sendable {
    package var offer: Mount.Offer
    /// With `rendersFields`, so that forms come as fields.
    package var compiled: CompiledProfile

    package init(_ offer: Mount.Offer, _ compiled: CompiledProfile) {
      self.offer = offer
      self.compiled = compiled
    }
  }

  package let mount: Mount
  /// The inputs that a request may give.
  package let inputs: [RequestInput]
  private let shelves: [(form: Form, nonces: [String], shelf: MinterShelf)]
  private let rosterSlot: Mutex<(any RosterSource)?>
  private let authenticatorSlot: Mutex<MountAuthenticator?>

  /// - Parameters:
  ///   - forms: of one profile, for the offers of the mount; at least one.
  ///   - roster: nil where only tickets are offered.
  package init(
    _ mount: Mount, _ forms: [Form], keys: MintingKeys, authenticator: MountAuthenticator?,
    roster: (any RosterSource)?, seats: Int
  ) {
    self.mount = mount
    authenticatorSlot = Mutex(authenticator)
    let inputs = Self.inputs(of: forms[0].compiled)
    self.inputs = inputs
    shelves = forms.map { form in
      let nonces = Self.pageNonces(of: form.compiled)
      let shelf = MinterShelf(
        form.compiled, keys: keys, requestInputs: inputs.map(\.name) + nonces, seats: seats)
      return (form, nonces, shelf)
    }
    rosterSlot = Mutex(roster)
  }

  /// The inputs of a profile that requests may give.
  package static func inputs(of compiled: CompiledProfile) -> [RequestInput] {
    compiled.profile.inputs.properties.filter { !$0.requestNames.isEmpty }
      .map { RequestInput(name: $0.name, requestNames: $0.requestNames.map { Array($0.utf8) }) }
  }

  /// The inputs of a profile that are the nonce of a page, which the server gives.
  package static func pageNonces(of compiled: CompiledProfile) -> [String] {
    compiled.profile.inputs.properties.filter { $0.isPageNonce && $0.requestNames.isEmpty }
      .map(\.name)
  }

  /// Names of all inputs that a request or the server may give, whatever a row has.
  package static func givenInputs(of compiled: CompiledProfile) -> [String] {
    inputs(of: compiled).map(\.name) + pageNonces(of: compiled)
  }

  package var authenticator: MountAuthenticator? { authenticatorSlot.withLock { $0 } }

  /// From now on, lets those in whom this one knows.
  package func replaceAuthenticator(_ authenticator: MountAuthenticator) {
    authenticatorSlot.withLock { $0 = authenticator }
  }

  package var roster: (any RosterSource)? { rosterSlot.withLock { $0 } }

  /// From now on, looks users up there.
  package func replaceRoster(_ roster: any RosterSource) { rosterSlot.withLock { $0 = roster } }

  package func offers(_ offer: Mount.Offer) -> Bool { shelves.contains { $0.form.offer == offer } }

  /// A minter for rows of this form.
  package func minter(
    _ form: RowForm, for offer: Mount.Offer
  ) throws(SigningError) -> Minter {
    guard let shelf = shelves.first(where: { $0.form.offer == offer })?.shelf else {
      preconditionFailure("What is not offered is not asked for.")
    }
    return try shelf.minter(form)
  }

  /// What is minted for an offer; nil where it is not offered.
  func compiled(for offer: Mount.Offer) -> CompiledProfile? {
    shelves.first { $0.form.offer == offer }?.form.compiled
  }

  /// Names of the inputs that are given a page's nonce.
  func pageNonces(for offer: Mount.Offer) -> [String] {
    shelves.first { $0.form.offer == offer }?.nonces ?? []
  }

  /// Whether a finding that names this claim or column speaks of a value that a request may give.
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
