import Findings
import Jobs
import Runs
import ServerConfigs
import Serving
import Tokens

/// Loads the secrets that a server's file names, from where they are.
struct ServerSecrets: Sendable {
  /// Bytes of a file of certificates, or of its key.
  static let certificateBytesMax = 1 << 20

  let config: ServerConfig
  /// Secrets from the environment, which the file's commands do not get.
  let variables: TakenVariables

  func load(_ secret: Job.Secret) throws(CommandFailure) -> SecretBytes {
    try KeyOptions.load(source(secret))
  }

  private func source(_ secret: Job.Secret) -> SecretSource {
    switch secret {
    case .file(let path): .file(config.path(path))
    case .environment(let name): variables.source(name)
    case .command(let text): .command(JobPaths.command(text, in: config.folder))
    }
  }

  // MARK: Authenticators

  /// The authenticators by name.
  func authenticators(
    shownText: [UInt8]
  ) throws(CommandFailure) -> [String: MountAuthenticator] {
    var loaded: [String: MountAuthenticator] = [:]
    for authenticator in config.authenticators {
      let (made, findings) = authenticator.load(try material(authenticator))
      let texts = findings.map { FindingText($0, source: shownText) }
      guard let made else {
        throw CommandFailure(
          .key, "The authenticator \"\(authenticator.name)\" cannot be used.", findings: texts)
      }
      for text in texts { Notices.say(text) }
      loaded[authenticator.name] = MountAuthenticator(authenticator.kind, made)
    }
    return loaded
  }

  private func material(_ authenticator: Authenticator) throws(CommandFailure) -> [UInt8] {
    switch authenticator.material {
    case nil: []
    case .file(let path): try ServerSource.credentials(config.path(path))
    case .secret(let secret): try load(secret).withBytes { span in span.indices.map { span[$0] } }
    }
  }

  // MARK: TLS

  func tls() throws(CommandFailure) -> ServerTLS? {
    guard let files = config.tls else { return nil }
    let certificate = config.path(files.certificate)
    let key = config.path(files.key)
    let chain = try read(certificate)
    let keyBytes = try KeyOptions.load(.file(key)).withBytes { span in span.indices.map { span[$0] }
    }
    do throws(ServerFailure) {
      return try ServerTLS(
        certificate: chain, certificateFile: certificate, key: keyBytes, keyFile: key)
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
  }

  private func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      let file = try InputFile(path)
      var bytes: [UInt8] = []
      while bytes.count < Self.certificateBytesMax {
        let count = Self.certificateBytesMax - bytes.count
        if try file.read(into: &bytes, upTo: count) == 0 { break }
      }
      return bytes
    } catch {
      throw CommandFailure(error, status: .key)
    }
  }
}
