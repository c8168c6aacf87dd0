import ArgumentParser
import Bytes
import Mocks
import Provisioning
import Runs
import Synchronization
import Tasks
import Tokens

struct MockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mock",
    abstract: "Plays a platform on this machine, for demos and tests.",
    discussion: """
      It takes the tokens that the profile describes, remembers whom they brought,
      and shows them at /mock/users. Parameters that are not given count for
      nothing.

      Example:
        muster mock bettermode --port 8080 --key-file sso.key
        muster mock bettermode --key-file sso.key \\
          --misbehave 429=5%,500=5%,slow=2%:3s,reset=1%

      Exit codes:
      \(ExitStatus.help(without: .changes, .someRejected, .gate, .locked, .unreadable, .ledger))
      """)

  @Argument(help: ArgumentHelp("Profile: a built-in name, or a file.", valueName: "name|file"))
  var profile: String

  @Option(
    name: .long,
    help: ArgumentHelp("Port to listen on; 0 lets the system choose.", valueName: "port"))
  var port = 0

  @Option(
    name: .long,
    help: ArgumentHelp("File for the port, written once it is open.", valueName: "file"))
  var portFile: String?

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Value of a parameter.", valueName: "name=value"))
  var set: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("Algorithm, where the profile has a choice.", valueName: "alg"))
  var algorithm: String?

  @OptionGroup var key: KeyOptions

  @Option(
    name: .long, help: ArgumentHelp("Certificate chain for HTTPS, as PEM.", valueName: "file"))
  var tlsCertificate: String?

  @Option(name: .long, help: ArgumentHelp("The certificate's private key.", valueName: "file"))
  var tlsKey: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Trouble, such as 429=5%,500=5%,slow=2%:3s,reset=1%,reset-late=1%,clock=+300s.",
      valueName: "words"))
  var misbehave: String?

  @Option(
    name: .long, help: ArgumentHelp("Which presentations the trouble meets.", valueName: "number"))
  var seed: UInt64 = 0

  @OptionGroup var clock: ClockOptions

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("A port is 0 to 65535.") }
    if (tlsCertificate == nil) != (tlsKey == nil) {
      throw ValidationError("--tls-certificate and --tls-key belong together.")
    }
  }

  func run() throws {
    try conclude { () throws(CommandFailure) -> ExitStatus in try play() }
  }

  private func play() throws(CommandFailure) -> ExitStatus {
    let portFile = try PortFile(self.portFile)
    let profile = try ProfileSource.load(self.profile)
    var options = ProvisioningOptions()
    options.parameters = try ProfileOptions.pairs(set, "--set").map { (name: $0.0, value: $0.1) }
    options.algorithm = try ProfileChoices.algorithm(algorithm)
    let misbehaviour = try self.misbehaviour()
    let clock = try self.clock.clock()
    let material = try key.loadMaterial()
    let certificate = try self.certificate()
    let problem = Mutex<CommandFailure?>(nil)
    let scheme = certificate == nil ? "http" : "https"
    do throws(MockError) {
      let platform = try MockPlatform.make(profile, options, key: material)
      let server = try MockServer(
        platform, misbehaviour: misbehaviour, port: port, certificate: certificate,
        now: clock.now, entropy: .system())
      try server.runAndWait { port, ending in
        let url = "\(scheme)://\(MockServer.host):\(port)"
        do throws(CommandFailure) {
          try portFile?.write([port])
          try Terminal.answer("mock of \(platform.name): \(url) (users: \(url)/mock/users)")
        } catch {
          problem.withLock { $0 = error }
          ending.begin()
        }
      }
    } catch {
      throw Self.failure(error)
    }
    if let problem = problem.withLock({ $0 }) { throw problem }
    return .done
  }

  private func misbehaviour() throws(CommandFailure) -> Misbehaviour {
    do throws(MisbehaviourError) {
      return try Misbehaviour(misbehave ?? "", seed: seed)
    } catch {
      throw CommandFailure(
        .usage, error.message,
        help: "For example: --misbehave 429=5%,500=5%,slow=2%:3s,reset=1%,clock=+300s")
    }
  }

  private func certificate() throws(CommandFailure) -> MockServer.Certificate? {
    guard let tlsCertificate, let tlsKey else { return nil }
    let chain = try KeyOptions.load(.file(tlsCertificate), isSecret: false)
    let key = try KeyOptions.load(.file(tlsKey))
    return MockServer.Certificate(
      chain: chain.withBytes { span in span.indices.map { span[$0] } }, key: key)
  }

  private static func failure(_ error: MockError) -> CommandFailure {
    switch error {
    case .parameters(let findings):
      return CommandFailure(.usage, nil, findings: findings.map { FindingText($0) })
    case .key, .unfitKey, .certificate:
      return CommandFailure(.key, error.message, help: error.help)
    case .noJWS: return CommandFailure(.badProfile, error.message, help: error.help)
    case .cannotListen, .ended: return CommandFailure(.failed, error.message, help: error.help)
    }
  }
}
