import ArgumentParser
import Findings
import Profiles
import Runs
import Schemas
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
    do {
      let (bytes, notes) = try source.load()
      for note in notes { Terminal.say("muster: warning: \(note)") }
      return SecretBytes(bytes)
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }

  /// Pieces of the key that templates name and that are no secrets.
  static func parts(
    of material: SecretBytes, _ profile: Profile
  ) throws(CommandFailure) -> [[UInt8]] {
    do {
      var parts: [[UInt8]] = []
      for part in profile.key.parts {
        let piece = try KeyStep.apply(part.steps, to: material)
        parts.append(piece.withBytes { span in span.indices.map { span[$0] } })
      }
      return parts
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }

  /// Says what is doubtful about a key: short, or not what the platform's console shows.
  static func warn(_ material: SecretBytes, _ key: SigningKey, _ requirement: KeyRequirement) {
    if let least = requirement.shortBelow, requirement.kind == .secret, key.bitCount < least * 8 {
      say(
        .weakKey, "The secret is \(key.bitCount / 8) bytes long; at least \(least) are good.",
        help: "A short secret can be guessed from one token; ask the platform for a longer one.")
    }
    // How short is too short is the platform's to say; the other doubts are everybody's.
    for doubt in key.doubts where doubt != .shorterThanHash {
      say(.doubtfulKey, doubt.message, help: nil)
    }
    for doubtful in requirement.doubtful {
      var scratch = PatternScratch()
      let isDoubtful = material.withBytes { span in
        var count = span.count
        while count > 0 && (span[count - 1] == 0x0A || span[count - 1] == 0x0D) { count -= 1 }
        return doubtful.pattern.matches(span.extracting(0..<count), scratch: &scratch)
      }
      if isDoubtful { say(.doubtfulKey, doubtful.message, help: nil) }
    }
  }

  private static func say(_ code: FindingCode, _ message: String, help: String?) {
    Terminal.say(FindingText(Finding(code, .warning, at: .run, message, help: help)).text)
  }

  /// Loads the key that signs.
  func loadSigningKey(
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
