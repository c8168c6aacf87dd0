import ArgumentParser
import Findings
import Profiles
import Provisioning
import Runs
import Tokens

/// Where the key comes from: never from the command line itself.
struct KeyOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("File that holds the key.", valueName: "file"))
  var keyFile: String?

  @Option(
    name: .long, help: ArgumentHelp("Environment variable that holds the key.", valueName: "name"))
  var keyEnv: String?

  @Option(name: .long, help: ArgumentHelp("Command that prints the key.", valueName: "command"))
  var keyCommand: String?

  func validate() throws {
    if [keyFile, keyEnv, keyCommand].count(where: { $0 != nil }) > 1 {
      throw ValidationError("Give one of --key-file, --key-env and --key-command.")
    }
  }

  private var source: SecretSource? {
    keyFile.map { .file($0) } ?? keyEnv.map { .environment($0) }
      ?? keyCommand.map { .command($0) }
  }

  /// The key material, whatever it is.
  func loadMaterial() throws(CommandFailure) -> SecretBytes {
    guard let source else {
      throw CommandFailure(
        .key, "A key is needed.",
        help: "Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.")
    }
    return try Self.load(source)
  }

  /// Loads a key's material from where it is.
  ///
  /// - Parameter isSecret: whether others shall not read it.
  static func load(
    _ source: SecretSource, isSecret: Bool = true
  ) throws(CommandFailure) -> SecretBytes {
    do {
      let (bytes, notes) = try source.load()
      for note in notes where isSecret {
        Notices.say(FindingText(Finding(.doubtfulKey, .warning, at: .run, note)))
      }
      return SecretBytes(bytes)
    } catch {
      if let signal = Interruption.requested { throw CommandFailure(signal: signal) }
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }

  /// Pieces of the key that templates name and that are no secrets.
  static func parts(
    of material: SecretBytes, _ profile: Profile
  ) throws(CommandFailure) -> [[UInt8]] {
    do {
      return try KeyFindings.parts(of: material, profile.key)
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }

  /// Says what is doubtful about a key.
  static func warn(_ material: SecretBytes, _ key: SigningKey, _ requirement: KeyRequirement) {
    for finding in KeyFindings.findings(of: material, key, requirement) {
      Notices.say(FindingText(finding))
    }
  }

  /// Loads the key that signs.
  static func loadSigningKey(
    _ material: SecretBytes, _ profile: Profile, _ algorithm: Algorithm
  ) throws(CommandFailure) -> SigningKey {
    do {
      return try SigningKey.load(
        material, for: algorithm, derivation: profile.key.derivation)
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }
}
