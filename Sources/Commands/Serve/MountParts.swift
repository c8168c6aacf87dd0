import Findings
import Jobs
import Profiles
import Provisioning
import Runs
import ServerConfigs
import Serving
import Tokens

/// What one served profile is made of: its artifacts, compiled, and its key.
struct MountParts {
  let mount: Mount
  let forms: [ServedMount.Form]
  let key: SigningKey

  init(
    _ mount: Mount, _ profile: Profile, _ secrets: ServerSecrets, file: String
  ) throws(CommandFailure) {
    self.mount = mount
    let material = try secrets.load(mount.key)
    let keyParts = try KeyOptions.parts(of: material, profile)
    var forms: [ServedMount.Form] = []
    var key: SigningKey?
    for offer in Mount.Offer.allCases where mount.offers.contains(offer) {
      var options = Self.options(mount)
      options.keyParts = keyParts
      options.artifact = mount.artifact(for: offer, of: profile)?.name
      let (compiled, findings) = ProfileCompiler.compile(profile, options)
      guard let compiled else {
        throw CommandFailure(
          .badProfile, "The served profile \"\(mount.name)\" of \(file) cannot be used.",
          findings: findings.map { FindingText($0) })
      }
      if key == nil {
        for finding in findings { Notices.say(FindingText(finding)) }
        let loaded = try KeyOptions.loadSigningKey(material, profile, compiled.algorithm)
        KeyOptions.warn(material, loaded, profile.key)
        key = loaded
      }
      forms.append(ServedMount.Form(offer, compiled))
    }
    guard let key else { preconditionFailure("A mount offers something.") }
    self.key = key
    self.forms = forms
  }

  /// What the file chooses, as the library takes it.
  static func options(_ mount: Mount) -> ProvisioningOptions {
    var options = ProvisioningOptions()
    options.parameters = mount.parameters
    options.algorithm = mount.algorithm
    options.lifetimeSeconds = mount.lifetimeSeconds
    options.allowedEffects = mount.allowedEffects
    options.columns = mount.columns
    options.separators = mount.separators
    options.ignoresUnknownColumns = mount.ignoresUnknownColumns
    options.rendersFields = true
    var names = RememberedNames()
    names.identity = mount.identity
    options.remembers = names
    return options
  }
}
