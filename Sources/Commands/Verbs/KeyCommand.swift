import ArgumentParser
import Runs
import Tokens

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Makes and inspects keys.",
    subcommands: [New.self, Public.self, Inspect.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Makes a key: a secret for HS algorithms, else a private key as PKCS#8 PEM.",
      discussion: "Example: muster key new --algorithm RS256 --output private.pem")

    @Option(name: .long, help: ArgumentHelp("Algorithm that the key is for.", valueName: "alg"))
    var algorithm: String

    @Option(
      name: [.long, .customShort("o")],
      help: ArgumentHelp("File for the key, made readable by you alone; or -.", valueName: "file"))
    var output = "-"

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        guard let algorithm = Algorithm(rawValue: algorithm) else {
          throw CommandFailure(
            .usage, "There is no algorithm \"\(self.algorithm)\".",
            help: "Known are \(Algorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        if output != "-", case .file = FileIdentity.of(output) {
          throw CommandFailure(
            .cannotWrite, "\"\(output)\" is there already, and a new key would destroy it.",
            help: "Give another name, or remove the file first.")
        }
        let key: SecretBytes
        do throws(KeyError) {
          key =
            algorithm.keyKind == .secret
            ? try KeyGenerator.secret() : try KeyGenerator.privateKeyPEM(for: algorithm)
        } catch {
          throw CommandFailure(.failed, error.message, help: error.help)
        }
        try KeyCommand.write(key.withBytes { span in span.indices.map { span[$0] } }, to: output)
        return .done
      }
    }
  }

  struct Public: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "public",
      abstract: "Writes the public half of a private key as PEM, for the platform.")

    @OptionGroup var key: KeyOptions

    @Option(
      name: [.long, .customShort("o")], help: ArgumentHelp("File, or -.", valueName: "file"))
    var output = "-"

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let material = try key.loadMaterial()
        let pem: [UInt8]
        do throws(KeyError) {
          pem = try KeyGenerator.publicKeyPEM(of: material)
        } catch {
          throw CommandFailure(.key, error.message, help: error.help)
        }
        try KeyCommand.write(pem, to: output)
        return .done
      }
    }
  }

  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "inspect",
      abstract: "Says what a key is: kind, size, encoding, the algorithms it fits.")

    @OptionGroup var key: KeyOptions

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let inspection = KeyGenerator.inspect(try key.loadMaterial())
        try Terminal.answer(KeyView.text(inspection))
        return inspection.role == .unusable ? .key : .done
      }
    }
  }

  /// Writes a key or its public half, and nothing else.
  private static func write(_ bytes: [UInt8], to output: String) throws(CommandFailure) {
    guard let sink = try OutputOptions.sink(output) else { return }
    let line = bytes.last == 0x0A ? bytes : bytes + [0x0A]
    do {
      try sink.write(line.span)
      try sink.prepare()
      try sink.finish()
    } catch {
      sink.discard()
      throw CommandFailure(error)
    }
  }
}
