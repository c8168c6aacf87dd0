import Bytes
import Ledgers
import Runs
import Tokens

/// What a run goes by, as digests: an interrupted one goes on with the same only.
struct RunIdentity: Equatable {
  let profile: KeyedDigest
  let jobFile: KeyedDigest
  let input: KeyedDigest
  let keys: KeyedDigest
  let contract: KeyedDigest

  /// - Parameters:
  ///   - keys: bytes that stand for the keys that sign.
  ///   - issuesAll: whether unchanged rows are issued, too.
  init(_ materials: JobMaterials, _ key: KeyedHash, keys: [UInt8], issuesAll: Bool) {
    self.init(
      materials, key, keyDigest: Self.digest(key, "keys", keys), issuesAll: issuesAll)
  }

  init(_ materials: JobMaterials, _ key: KeyedHash, keyDigest: KeyedDigest, issuesAll: Bool) {
    profile = Self.digest(key, "profile", materials.profileText)
    jobFile = Self.digest(key, "job", materials.jobText + [0, issuesAll ? 1 : 0])
    input = Self.digest(
      key, "input", materials.inputs.sha256 + materials.suppressionDigests)
    keys = keyDigest
    contract = Self.contract(materials, key)
  }

  static func contract(_ materials: JobMaterials, _ key: KeyedHash) -> KeyedDigest {
    digest(key, "contract", materials.contract)
  }

  private static func digest(
    _ key: KeyedHash, _ label: String, _ bytes: [UInt8]
  ) -> KeyedDigest {
    key.digest((Array(label.utf8) + [0] + bytes).span)
  }

  init(_ run: LedgerRun) {
    profile = run.profile
    jobFile = run.jobFile
    input = run.input
    keys = run.keys
    contract = run.contract
  }
}
