import ArgumentParser
import Findings
import Profiles
import Provisioning
import ServerConfigs

/// A profile as a server serves it: from the server's file, or named on the command line.
struct ServedProfileOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The server's file, which says profile, parameters, public URL and ledger.",
      valueName: "file"))
  var config: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Profile, without a server's file: a built-in name, or a file.", valueName: "name|file"))
  var profile: String?

  @OptionGroup var choices: ProfileChoices

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The claim or input that users are known by; the profile's identity otherwise.",
      valueName: "name"))
  var identity: String?

  /// The server's file, and which of its profiles is meant.
  ///
  /// - Returns: nil where there is no server's file.
  func server() throws(CommandFailure) -> ServerConfig? {
    guard let config else { return nil }
    let isSaidTwice =
      profile != nil || identity != nil || !choices.set.isEmpty || !choices.map.isEmpty
      || !choices.separator.isEmpty || choices.ignoreUnknown || !choices.allow.isEmpty
      || choices.lifetime != nil || choices.algorithm != nil || choices.artifact != nil
    if isSaidTwice {
      throw CommandFailure(
        .usage,
        "The server's file says which profile it serves, and how; the command line does, too.",
        help: "Change the server's file, or leave --config out.")
    }
    return try ServerSource.config(config)
  }

  /// What the command line says of the profile, or the server's file of a mount.
  ///
  /// - Parameter offer: what its artifact is for.
  func load(
    _ mount: Mount?, for offer: Mount.Offer
  ) throws(CommandFailure) -> ServedProfile {
    guard let name = mount?.profile ?? profile else {
      throw CommandFailure(
        .usage, "There is no profile.",
        help: "Give the server's file with --config FILE, or a profile with --profile NAME.")
    }
    let (text, file) =
      if let config { try JobSource.profileText(name, jobFile: config) } else {
        try ProfileSource.text(name)
      }
    let profile = try ProfileSource.load(text, file)
    var options: ProvisioningOptions
    if let mount {
      options = MountParts.options(mount)
      options.artifact = mount.artifact(for: offer, of: profile)?.name
    } else {
      options = try choices.provisioningOptions()
      options.artifact = options.artifact ?? offer.artifact(of: profile)?.name
      options.rendersFields = true
      var names = RememberedNames()
      names.identity = identity
      options.remembers = names
    }
    options.parameters += Self.pageNonces(profile, options)
    return ServedProfile(profile: profile, text: text, file: file, options: options)
  }

  /// Values in the place of those that the server makes for each page: a row is not refused for what
  /// it cannot have.
  private static func pageNonces(
    _ profile: Profile, _ options: ProvisioningOptions
  ) -> [(name: String, value: String)] {
    profile.inputs.properties.filter { input in
      input.isPageNonce && input.requestNames.isEmpty
        && !options.parameters.contains { $0.name.utf8.elementsEqual(input.name.utf8) }
    }.map { ($0.name, $0.examples.first ?? "AAAAAAAAAAAAAAAAAAAAAA==") }
  }
}

/// A profile with what a server chooses within it.
struct ServedProfile {
  let profile: Profile
  let text: [UInt8]
  let file: String
  let options: ProvisioningOptions

  /// The profile's file, which no output may replace; nil for a built-in one.
  var path: String? { JobSource.isFile(file) ? file : nil }

  /// Compiles it; warnings are said, mistakes end the command.
  func compile() throws(CommandFailure) -> CompiledProfile {
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else {
      throw CommandFailure(.usage, nil, findings: findings.map { FindingText($0) })
    }
    for finding in findings { Notices.say(FindingText(finding)) }
    return compiled
  }

  /// Compiles it once more, for another thread.
  var compileAgain: @Sendable () -> CompiledProfile? {
    let (text, file, options) = (text, file, options)
    return {
      ProfileReader.read(text, file: file).profile.flatMap {
        ProfileCompiler.compile($0, options).compiled
      }
    }
  }
}
