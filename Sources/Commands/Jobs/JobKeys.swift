import Applying
import Findings
import Jobs
import Profiles
import Provisioning
import Runs
import Tokens

/// The keys of a job, loaded from where they are.
struct JobKeys {
  /// Pieces of the keys that are no secrets.
  let parts: [[UInt8]]
  /// Stands for the keys where an interrupted run is compared with the present one.
  let text: [UInt8]
  /// The keys' material, each with the value that it is for; one key for all rows has none.
  private let materials: [(value: String, material: SecretBytes)]
  private let isRouted: Bool

  init(_ loaded: LoadedJob) throws(CommandFailure) {
    var materials: [(value: String, material: SecretBytes)] = []
    switch loaded.job.key {
    case .one(let secret):
      materials = [("", try KeyOptions.load(loaded.source(secret)))]
      isRouted = false
    case .perValue(_, let keys):
      for (value, secret) in keys {
        materials.append((value, try KeyOptions.load(loaded.source(secret))))
      }
      isRouted = true
    }
    self.materials = materials
    parts = try Self.parts(of: materials, loaded.profile)
    var text: [UInt8] = []
    for (value, material) in materials {
      text += Array(value.utf8) + [0]
      material.withBytes { Digest.sha256.append(of: $0, to: &text) }
    }
    self.text = text
  }

  private static func parts(
    of materials: [(value: String, material: SecretBytes)], _ profile: Profile
  ) throws(CommandFailure) -> [[UInt8]] {
    do {
      let (parts, finding) = try KeyFindings.parts(of: materials, profile.key)
      if let finding { throw CommandFailure(.key, nil, findings: [FindingText(finding)]) }
      return parts
    } catch let error as KeyError {
      throw CommandFailure(.key, error.message, help: error.help)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
  }

  func signingKeys(
    _ loaded: LoadedJob, _ compiled: CompiledProfile
  ) throws(CommandFailure) -> SigningKeys {
    var keys: [SigningKey] = []
    for (_, material) in materials {
      let key = try KeyOptions.loadSigningKey(material, loaded.profile, compiled.algorithm)
      KeyOptions.warn(material, key, loaded.profile.key)
      keys.append(key)
    }
    return isRouted ? .perValue(keys) : .one(keys[0])
  }
}

extension Job {
  /// The secrets that it names, the monitor's address included.
  var secrets: [Secret] {
    var secrets: [Secret]
    switch key {
    case .one(let secret): secrets = [secret]
    case .perValue(_, let keys): secrets = keys.map(\.secret)
    }
    if case .secret(let secret) = report.ping { secrets.append(secret) }
    return secrets
  }
}
