import BundledProfiles
import Bytes
import Profiles
import Provisioning
import Runs
import Tokens

// Issues a batch as `muster issue` does, for what counts the allocations of a row: a program of its own,
// because a release build of all commands takes minutes.
//
//   IssueRows BATCH KEY-FILE JOBS

/// What becomes of the artifacts: nothing, as in /dev/null.
final class NowhereSink: ByteSink {
  func write(_ bytes: Span<UInt8>) throws(FileError) {}
  func prepare() throws(FileError) {}
  func finish() throws(FileError) {}
  func discard() {}
}

/// The profile, compiled for one tenant.
@Sendable func compiled() -> CompiledProfile? {
  guard let text = BundledProfiles.text("bettermode"),
    let profile = ProfileReader.read(Array(text.utf8), file: "bettermode").profile
  else { return nil }
  var options = ProvisioningOptions()
  options.parameters = [("domain", "community.example.com")]
  return ProfileCompiler.compile(profile, options).compiled
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let jobs = Int(arguments[3]), let profile = compiled() else {
  fatalError("usage: IssueRows BATCH KEY-FILE JOBS")
}
var request = RunRequest(compiled: profile, input: try InputFile(arguments[1]))
request.compileAgain = compiled
request.key = try SigningKey.load(
  SecretBytes(try SecretSource.file(arguments[2]).load().bytes), for: .hs256, derivation: [])
request.artifacts = NowhereSink()
request.jobs = jobs
let now = NumericDate(secondsSinceEpoch: 1_700_000_000)
let report = try RunController(
  clock: WallClock(now: { now }), entropy: .system(), interruption: { nil }
).run(request)
precondition(report.rows > 0, "There were rows.")
