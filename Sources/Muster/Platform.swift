import BundledProfiles
public import Findings
import Profiles
import Provisioning
public import Tokens

/// One platform, ready to judge records and to issue their artifacts: a profile with the values of
/// one tenant and, where it signs or verifies, a key.
///
/// It does for one record what the command line does for a batch, through the same code. It holds
/// no clock and no state: the time and the source of randomness are arguments, and a value may be
/// used from any number of threads at once. What needs memory is not its work: finding the same
/// user twice is the caller's.
///
///     let platform = try Platform(
///       profileNamed: "bettermode",
///       choices: Platform.Choices(parameters: ["domain": "community.example.com"]),
///       key: .signing(SecretBytes(secret)))
///     let issued = try platform.issue(
///       values: ["sub": "a-17", "name": "Ada", "email": "ada@example.com"],
///       at: now, entropy: .system())
///     respond(redirectingTo: issued.artifact)
public struct Platform: Sendable {
  /// What a tenant and a caller choose within the profile.
  public struct Choices: Sendable {
    /// Values of parameters, such as the domain, and of inputs that are the same for all records.
    public var parameters: [String: String]
    /// The lifetime in seconds; nil means the profile's default.
    public var lifetimeSeconds: Int?
    /// The algorithm; nil means the profile's first.
    public var algorithm: Algorithm?
    /// The artifact form; nil means the profile's first.
    public var artifact: String?
    /// Effects that are held back otherwise, and `eternal` for tokens without an end.
    public var allowedEffects: Set<String>
    /// Keys of the record that feed claims of another name: `["sub": "customer_id"]`.
    public var columns: [String: String]
    /// Leaves unknown keys out, whatever the profile says about them.
    public var ignoresUnknownColumns: Bool

    /// Choices; what is left out is as the profile says.
    public init(
      parameters: [String: String] = [:], lifetimeSeconds: Int? = nil,
      algorithm: Algorithm? = nil, artifact: String? = nil, allowedEffects: Set<String> = [],
      columns: [String: String] = [:], ignoresUnknownColumns: Bool = false
    ) {
      self.parameters = parameters
      self.lifetimeSeconds = lifetimeSeconds
      self.algorithm = algorithm
      self.artifact = artifact
      self.allowedEffects = allowedEffects
      self.columns = columns
      self.ignoresUnknownColumns = ignoresUnknownColumns
    }
  }

  /// The key material, and what it is for. It is never shown.
  public enum Key: Sendable {
    /// No key: records can be checked, and that is all.
    case none
    /// A secret or a private key: it issues and verifies.
    case signing(SecretBytes)
    /// A secret, or the public half of a key: it verifies.
    case verifying(SecretBytes)
  }

  /// What is doubtful about the profile, the choices and the key, and does not keep them from use.
  public let warnings: [Finding]

  let compiled: CompiledProfile
  let signingKey: SigningKey?
  let verificationKey: VerificationKey?

  /// The names of the built-in profiles.
  public static var profileNames: [String] { BundledProfiles.names }

  /// The profile's name.
  public var name: String { compiled.profile.name }
  /// The profile's title, a line for people.
  public var title: String { compiled.profile.title }
  /// The algorithm that signs.
  public var algorithm: Algorithm { compiled.algorithm }
  /// The names of the profile's artifact forms, the default first.
  public var artifactNames: [String] { compiled.profile.artifactNames }

  /// Takes a built-in profile.
  ///
  /// - Throws: ``PlatformError/unknownProfile(name:)``, and what
  ///   ``init(profileText:file:choices:key:)`` throws.
  public init(
    profileNamed name: String, choices: Choices = Choices(), key: Key = .none
  ) throws(PlatformError) {
    guard let text = BundledProfiles.text(name) else { throw .unknownProfile(name: name) }
    try self.init(
      profileText: Array(text.utf8), file: "\(name) (built in)", choices: choices, key: key)
  }

  /// Takes a profile's text.
  ///
  /// - Parameters:
  ///   - profileText: YAML in UTF-8.
  ///   - file: its name, for findings.
  ///   - choices: what the tenant and the caller choose.
  ///   - key: the key material, in any form that the command line takes.
  /// - Throws: ``PlatformError/profile(_:)`` where the profile is not usable,
  ///   ``PlatformError/choices(_:)`` where the choices do not fit it, or where tokens would be valid
  ///   for ever and `eternal` is not allowed, ``PlatformError/key(_:)`` where the key does not.
  public init(
    profileText: [UInt8], file: String, choices: Choices = Choices(), key: Key = .none
  ) throws(PlatformError) {
    let result = ProfileReader.read(profileText, file: file)
    guard let profile = result.profile else { throw .profile(result.findings) }
    var options = choices.options
    let keys: Keys
    do {
      let material: SecretBytes? =
        switch key {
        case .none: nil
        case .signing(let material), .verifying(let material): material
        }
      options.keyParts = try material.map { bytes throws(KeyError) in
        try KeyFindings.parts(of: bytes, profile.key)
      }
      let algorithm = choices.algorithm ?? profile.algorithms.first ?? .hs256
      keys = try Keys(key, algorithm, profile)
    } catch {
      throw .key(error)
    }
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else { throw .choices(findings) }
    if compiled.isEternal && !compiled.isEternalAllowed { throw .choices([Self.eternal]) }
    self.compiled = compiled
    signingKey = keys.signing
    verificationKey = keys.verifying
    warnings = result.findings + findings + keys.findings
  }

  private static let eternal = Finding(
    .eternal, at: .run,
    "The tokens would be valid for ever: the profile has no expiry claim and no age.",
    help: "If this is meant, allow the effect \"eternal\".")

  private struct Keys {
    var signing: SigningKey?
    var verifying: VerificationKey?
    var findings: [Finding] = []

    init(_ key: Key, _ algorithm: Algorithm, _ profile: Profile) throws(KeyError) {
      let derivation = profile.key.derivation
      switch key {
      case .none: break
      case .signing(let material):
        let loaded = try SigningKey.load(material, for: algorithm, derivation: derivation)
        signing = loaded
        verifying = loaded.verificationKey()
        findings = KeyFindings.findings(of: material, loaded, profile.key)
      case .verifying(let material):
        verifying = try VerificationKey.load(material, for: algorithm, derivation: derivation)
      }
    }
  }
}

extension Platform.Choices {
  /// The choices as the provisioner takes them, in an order that does not depend on hashing.
  var options: ProvisioningOptions {
    var options = ProvisioningOptions()
    options.parameters = parameters.sorted { $0.key < $1.key }.map {
      (name: $0.key, value: $0.value)
    }
    options.columns = columns.sorted { $0.key < $1.key }.map { (name: $0.key, column: $0.value) }
    options.lifetimeSeconds = lifetimeSeconds
    options.algorithm = algorithm
    options.artifact = artifact
    options.allowedEffects = allowedEffects.sorted()
    options.ignoresUnknownColumns = ignoresUnknownColumns
    return options
  }
}
