package import Bytes
import Jobs
import Ledgers
import Profiles
package import Reports
import Runs
import Tokens

/// A plan that was written to a file to be looked at and carried out later. It is bound to digests of all
/// that it was made from, and holds no secret, no token and nothing of a row.
package struct SavedPlan: Sendable, Equatable {
  /// The number that `muster_plan` carries.
  package static let version = 1
  /// A plan file is never longer.
  package static let bytesMax = 1 << 20

  package var job: String
  /// The job file, as an absolute path.
  package var jobFile: String
  package var madeAt: NumericDate
  /// Whether unchanged rows are issued, too.
  package var issuesAll: Bool
  /// The ledger; nil where there was none yet.
  package var ledger: String?
  /// Its file, as an absolute path.
  package var ledgerFile: String
  /// Counts the changes of what the ledger remembers of the job.
  package var serial: Int64
  /// SHA-256 in hexadecimal digits.
  package var jobDigest: String
  package var profileDigest: String
  package var suppressionDigest: String
  package var inputs: [Input]
  package var counts: JobReport.Counts

  package struct Input: Sendable, Equatable {
    package var name: String
    package var digest: String
  }

  package init(
    _ materials: JobMaterials, jobFile: String, madeAt: NumericDate, issuesAll: Bool,
    ledger: String?, ledgerFile: String, serial: Int64, _ plan: JobPlan
  ) {
    job = materials.job.name
    self.jobFile = jobFile
    self.madeAt = madeAt
    self.issuesAll = issuesAll
    self.ledger = ledger
    self.ledgerFile = ledgerFile
    self.serial = serial
    jobDigest = Self.sha256(materials.jobText)
    profileDigest = Self.sha256(materials.profileText)
    suppressionDigest = Self.sha256(materials.suppressionDigests)
    inputs = materials.inputs.inputs.map {
      Input(name: Self.ownName($0.name), digest: Hex.text($0.sha256))
    }
    counts = plan.counts
  }

  /// The name without its folder, which is written otherwise from another working directory.
  private static func ownName(_ name: String) -> String {
    name.split(separator: "/").last.map(String.init) ?? name
  }

  private static func sha256(_ bytes: [UInt8]) -> String {
    var digest: [UInt8] = []
    Digest.sha256.append(of: bytes.span, to: &digest)
    return Hex.text(digest)
  }

  /// What is no longer as it was when the plan was made, in sentences.
  func differences(
    _ materials: JobMaterials, ledgerID: String, serial: Int64, _ plan: JobPlan
  ) -> [String] {
    let now = SavedPlan(
      materials, jobFile: jobFile, madeAt: madeAt, issuesAll: issuesAll, ledger: ledgerID,
      ledgerFile: ledgerFile, serial: serial, plan)
    var reasons: [String] = []
    if now.job != job { reasons.append("The job has another name.") }
    if now.jobDigest != jobDigest { reasons.append("The job file has changed.") }
    if now.profileDigest != profileDigest { reasons.append("The profile has changed.") }
    if now.suppressionDigest != suppressionDigest {
      reasons.append("A suppression list has changed.")
    }
    if now.inputs.map(\.name) != inputs.map(\.name) {
      reasons.append("There are other inputs.")
    } else {
      for (one, other) in zip(inputs, now.inputs) where one != other {
        reasons.append("The input \(one.name) has changed.")
      }
    }
    // A ledger that was not there has been made in the meantime.
    if let ledger, ledger != ledgerID { reasons.append("There is another ledger.") }
    if self.serial != serial {
      reasons.append("The ledger has moved on, from \(self.serial) to \(serial).")
    }
    if reasons.isEmpty && now.counts != counts {
      reasons.append("The same rows come to another result, as with a rule over the time.")
    }
    return reasons
  }
}

extension SavedPlan {
  /// The plan as a JSON object.
  package var json: [UInt8] {
    let counts: [(String, Int)] = [
      ("rows", self.counts.rows), ("new", self.counts.new), ("changed", self.counts.changed),
      ("unchanged", self.counts.unchanged), ("rejected", self.counts.rejected),
      ("held", self.counts.held), ("suppressed", self.counts.suppressed),
      ("vanished", self.counts.vanished), ("known", self.counts.known),
    ]
    let tree = JSONTree.object([
      .init("muster_plan", .number(Self.version)), .init("job", .text(job)),
      .init("job_file", .text(jobFile)), .init("made_at", .text(madeAt.description)),
      .init("all", issuesAll ? .yes : .no),
      .init("ledger", ledger.map { .text($0) } ?? .literal("null")),
      .init("ledger_file", .text(ledgerFile)),
      .init("serial", .number(Int(serial))), .init("job_sha256", .text(jobDigest)),
      .init("profile_sha256", .text(profileDigest)),
      .init("suppression_sha256", .text(suppressionDigest)),
      .init(
        "inputs",
        .list(
          inputs.map {
            .object([.init("name", .text($0.name)), .init("sha256", .text($0.digest))])
          })),
      .init("counts", .object(counts.map { .init($0.0, .number($0.1)) })),
    ])
    return Array((tree.pretty + "\n").utf8)
  }

  /// Reads what ``json`` writes; nil for anything else.
  package init?(_ text: [UInt8]) {
    // JSON is YAML in flow style.
    guard text.count <= Self.bytesMax, let root = YAMLReader.read(text, file: "plan").root,
      root["muster_plan"]?.scalarText == "\(Self.version)", let job = root["job"]?.scalarText,
      let jobFile = root["job_file"]?.scalarText,
      let madeAt = root["made_at"]?.scalarText.flatMap({ NumericDate(text: $0) }),
      let all = root["all"]?.scalarText,
      let serial = root["serial"]?.scalarText.flatMap({ Int64($0) }),
      let ledgerFile = root["ledger_file"]?.scalarText,
      let jobDigest = root["job_sha256"]?.scalarText,
      let profileDigest = root["profile_sha256"]?.scalarText,
      let suppressionDigest = root["suppression_sha256"]?.scalarText,
      let inputs = root["inputs"]?.asSequence, let counts = root["counts"]
    else { return nil }
    self.job = job
    self.jobFile = jobFile
    self.madeAt = madeAt
    issuesAll = all == "true"
    self.serial = serial
    self.ledgerFile = ledgerFile
    self.jobDigest = jobDigest
    self.profileDigest = profileDigest
    self.suppressionDigest = suppressionDigest
    if let node = root["ledger"], case .scalar(let text, plain: false) = node.content {
      ledger = text
    }
    self.inputs = []
    for input in inputs {
      guard let name = input["name"]?.scalarText, let digest = input["sha256"]?.scalarText else {
        return nil
      }
      self.inputs.append(Input(name: name, digest: digest))
    }
    func count(_ name: String) -> Int { counts[name]?.scalarText.flatMap { Int($0) } ?? -1 }
    self.counts = JobReport.Counts()
    self.counts.rows = count("rows")
    self.counts.new = count("new")
    self.counts.changed = count("changed")
    self.counts.unchanged = count("unchanged")
    self.counts.rejected = count("rejected")
    self.counts.held = count("held")
    self.counts.suppressed = count("suppressed")
    self.counts.vanished = count("vanished")
    self.counts.known = count("known")
  }
}
