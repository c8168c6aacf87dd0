import ArgumentParser
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// The profile, and what a run chooses within it.
struct ProfileOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Profile: a built-in name, or a file.", valueName: "name|file"))
  var profile: String

  @OptionGroup var choices: ProfileChoices

  /// The profile's file, which no output may replace; nil for a built-in one.
  var file: String? { ProfileSource.isFile(profile) ? profile : nil }

  /// Reads the profile; its warnings are said, its errors end the command.
  ///
  /// - Returns: also what compiles it once more from the same text, for another thread.
  func loadProfile() throws(CommandFailure) -> (
    profile: Profile, compileAgain: @Sendable (ProvisioningOptions) -> CompiledProfile?
  ) {
    let (text, file) = try ProfileSource.text(profile)
    return (
      try ProfileSource.load(text, file),
      { options in
        ProfileReader.read(text, file: file).profile.flatMap {
          ProfileCompiler.compile($0, options).compiled
        }
      }
    )
  }

  /// What the options choose, as the library takes it.
  func provisioningOptions() throws(CommandFailure) -> ProvisioningOptions {
    try choices.provisioningOptions()
  }

  /// Options of the form NAME=VALUE, cut in two.
  static func pairs(
    _ texts: [String], _ option: String
  ) throws(CommandFailure) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw CommandFailure(
          .usage, "\(option) takes NAME=VALUE, and \"\(text)\" has no equals sign.",
          help: "For example: \(option) domain=example.com")
      }
      pairs.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    }
    return pairs
  }

  /// Compiles the profile for this run; mistakes in the options end the command.
  func compile(
    _ profile: Profile, _ options: ProvisioningOptions, quiet: Bool = false
  ) throws(CommandFailure) -> CompiledProfile {
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else {
      throw CommandFailure(.usage, nil, findings: findings.map { FindingText($0) })
    }
    if !quiet {
      for finding in findings { Notices.say(FindingText(finding)) }
    }
    return compiled
  }
}

/// What a run chooses within its profile.
struct ProfileChoices: ParsableArguments {
  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Value of a parameter, or of an input for all rows.", valueName: "name=value"))
  var set: [String] = []

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Column or key that feeds a claim.", valueName: "claim=column"))
  var map: [String] = []

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Separator of a claim's list cells.", valueName: "claim=text"))
  var separator: [String] = []

  @Flag(name: .long, help: "Leave unknown columns out, whatever the profile says about them.")
  var ignoreUnknown = false

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Allow an effect that is held back otherwise; or \"eternal\", or \"duplicates\".",
      valueName: "effect"))
  var allow: [String] = []

  @Option(name: .long, help: ArgumentHelp("Lifetime, such as 60s or 5m.", valueName: "duration"))
  var lifetime: String?

  @Option(
    name: .long, help: ArgumentHelp("Algorithm, where the profile has a choice.", valueName: "alg"))
  var algorithm: String?

  @Option(name: .long, help: ArgumentHelp("Artifact form of the profile.", valueName: "name"))
  var artifact: String?

  /// What the options choose, as the library takes it.
  func provisioningOptions() throws(CommandFailure) -> ProvisioningOptions {
    var options = ProvisioningOptions()
    options.parameters = try ProfileOptions.pairs(set, "--set").map { (name: $0.0, value: $0.1) }
    options.columns = try ProfileOptions.pairs(map, "--map").map { (name: $0.0, column: $0.1) }
    options.separators = try ProfileOptions.pairs(separator, "--separator").map {
      (name: $0.0, separator: $0.1)
    }
    options.ignoresUnknownColumns = ignoreUnknown
    options.allowedEffects = allow
    options.artifact = artifact
    if let lifetime {
      guard let seconds = Duration.seconds(lifetime) else {
        throw CommandFailure(
          .usage, "--lifetime takes a duration, and \"\(lifetime)\" is none.",
          help: "For example: --lifetime 60s, --lifetime 5m.")
      }
      options.lifetimeSeconds = seconds
    }
    options.algorithm = try Self.algorithm(algorithm)
    return options
  }

  /// The algorithm of this name; nil where none is given.
  static func algorithm(_ name: String?) throws(CommandFailure) -> Algorithm? {
    guard let name else { return nil }
    guard let known = Algorithm(rawValue: name) else {
      throw CommandFailure(
        .usage, "There is no algorithm \"\(name)\".",
        help: "Known are \(Algorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return known
  }
}
