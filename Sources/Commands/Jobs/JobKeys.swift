import Jobs
import Profiles
import Provisioning
import Runs
import Tokens

/// The keys of a job, loaded from where they are.
struct JobKeys {
  /// Pieces of the key that are no secrets.
  let parts: [[UInt8]]
  /// Stands for the keys where an interrupted run is compared with the present one.
  let text: [UInt8]
  private let material: SecretBytes

  init(_ loaded: LoadedJob) throws(CommandFailure) {
    guard case .one(let secret) = loaded.job.key else {
      throw CommandFailure(.key, "One key for each value is not built yet.")
    }
    material = try KeyOptions.load(SecretSource(secret, loaded))
    parts = try KeyOptions.parts(of: material, loaded.profile)
    text = material.withBytes { bytes in
      var digest: [UInt8] = []
      Digest.sha256.append(of: bytes, to: &digest)
      return digest
    }
  }

  func signingKey(
    _ loaded: LoadedJob, _ compiled: CompiledProfile
  ) throws(CommandFailure) -> SigningKey {
    let key = try KeyOptions.loadSigningKey(material, loaded.profile, compiled.algorithm)
    KeyOptions.warn(material, key, loaded.profile.key)
    return key
  }
}

extension SecretSource {
  /// A secret of a job; its files are sought from the job file's folder.
  init(_ secret: Job.Secret, _ loaded: LoadedJob) {
    switch secret {
    case .file(let path): self = .file(loaded.resolve(path))
    case .environment(let name): self = .environment(name)
    case .command(let text): self = .command(text)
    }
  }
}
