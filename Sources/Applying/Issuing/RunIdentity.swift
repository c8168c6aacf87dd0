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
    func digest(_ label: String, _ bytes: [UInt8]) -> KeyedDigest {
      key.digest((Array(label.utf8) + [0] + bytes).span)
    }
    profile = digest("profile", materials.profileText)
    jobFile = digest("job", materials.jobText + [0, issuesAll ? 1 : 0])
    input = digest("input", materials.inputs.sha256)
    self.keys = digest("keys", keys)
    contract = digest("contract", materials.contract)
  }

  init(_ run: LedgerRun) {
    profile = run.profile
    jobFile = run.jobFile
    input = run.input
    keys = run.keys
    contract = run.contract
  }
}
