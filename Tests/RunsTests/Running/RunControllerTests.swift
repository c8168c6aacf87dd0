import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Synchronization
import TestKit
import Testing
import Tokens

@testable import Runs

/// Runs of the whole pipeline in memory, at clocks that are made up.
@Suite struct RunControllerTests {
  /// A clock that moves on by some seconds at each reading, and a steady one beside it.
  private final class MadeUpClock: Sendable {
    private let state: Mutex<(wall: Int, uptime: Double)>
    private let step: (wall: Int, uptime: Double)

    init(from wall: Int, step: (wall: Int, uptime: Double)) {
      state = Mutex((wall, 0))
      self.step = step
    }

    var clock: WallClock {
      WallClock(
        now: { [self] in
          NumericDate(
            secondsSinceEpoch: state.withLock { state in
              state.wall += step.wall
              state.uptime += step.uptime
              return state.wall
            })
        },
        uptimeSeconds: { [self] in state.withLock { $0.uptime } })
    }
  }

  private struct Outcome {
    var report: RunReport
    var artifacts: String
    var rejects: String
    var findings: String
    var notices: [Finding]
  }

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func run(
    _ batch: String, clock: WallClock, configure: (inout ProvisioningOptions) -> Void = { _ in }
  ) throws -> Outcome {
    try directory.plant("batch.csv", batch)
    let profile = try #require(
      ProfileReader.read(profileText("bettermode"), file: "profile.yaml").profile)
    var options = ProvisioningOptions()
    options.parameters = [("domain", "c.example.com")]
    configure(&options)
    let compiled = try #require(ProfileCompiler.compile(profile, options).compiled)
    var request = RunRequest(compiled: compiled, input: try InputFile(directory["batch.csv"]))
    request.key = try SigningKey.load(
      SecretBytes(Array("a secret that is long enough for tests".utf8)), for: .hs256)
    let artifacts = MemorySink()
    let rejects = MemorySink()
    let findings = MemorySink()
    request.artifacts = artifacts
    request.rejects = rejects
    request.findings = findings
    let notices = Mutex<[Finding]>([])
    let controller = RunController(
      clock: clock, entropy: .seeded(1),
      notice: { finding in notices.withLock { $0.append(finding) } })
    let report = try controller.run(request)
    return Outcome(
      report: report, artifacts: String(decoding: artifacts.bytes, as: Unicode.UTF8.self),
      rejects: String(decoding: rejects.bytes, as: Unicode.UTF8.self),
      findings: String(decoding: findings.bytes, as: Unicode.UTF8.self),
      notices: notices.withLock { $0 })
  }

  private static func rows(_ count: Int) -> String {
    var text = "sub,name,email\n"
    for row in 1...count { text += "u\(row),Name \(row),u\(row)@example.com\n" }
    return text
  }

  @Test func readsTheClockAgainAsItGoes() throws {
    let clock = MadeUpClock(from: 1_700_000_000, step: (1, 1)).clock
    let outcome = try run(Self.rows(600), clock: clock)
    #expect(outcome.report.accepted == 600)
    let earliest = try #require(outcome.report.earliestBestBefore)
    let latest = try #require(outcome.report.latestBestBefore)
    // Three readings for three times 256 rows.
    #expect(latest.secondsSinceEpoch - earliest.secondsSinceEpoch == 2)
  }

  @Test func countsNoTimesOfRowsThatRepeatOthers() throws {
    let clock = MadeUpClock(from: 1_700_000_000, step: (1, 1)).clock
    let again = Self.rows(88).split(separator: "\n").dropFirst().joined(separator: "\n")
    let outcome = try run(Self.rows(512) + again, clock: clock)
    #expect(outcome.report.accepted == 512)
    #expect(outcome.report.rejected == 88)
    let earliest = try #require(outcome.report.earliestBestBefore)
    let latest = try #require(outcome.report.latestBestBefore)
    #expect(latest.secondsSinceEpoch - earliest.secondsSinceEpoch == 1)
  }

  @Test func warnsWhenTheFirstTokensDieBeforeTheRunEnds() throws {
    let clock = MadeUpClock(from: 1_700_000_000, step: (40, 40)).clock
    let outcome = try run(Self.rows(600), clock: clock)
    #expect(outcome.report.groups.countByCode[.perishable] == 1)
    #expect(outcome.findings.contains("\"code\":\"perishable\""))
  }

  @Test(arguments: [(3_600, "forward by about 3595"), (-3_600, "back by about 3605")])
  func reportsAClockThatIsSet(step: Int, words: String) throws {
    let clock = MadeUpClock(from: 1_700_000_000, step: (step, 5)).clock
    let outcome = try run(Self.rows(300), clock: clock)
    let steps = outcome.notices.filter { $0.code == .clockStep }
    #expect(steps.count == 1)
    #expect(steps.first?.message.contains(words) == true, "\(steps)")
    #expect(outcome.findings.contains("\"code\":\"clock-step\""))
  }

  @Test func saysNothingOfAClockThatOnlyTicks() throws {
    let clock = MadeUpClock(from: 1_700_000_000, step: (1, 1)).clock
    #expect(try run(Self.rows(300), clock: clock).notices == [])
  }

  @Test func losesNoRowAndSignsNoneTwice() throws {
    var batch = Self.rows(50)
    batch += "u1,Again,again@example.com\n,No Id,none@example.com\nu99,Ninety,bad\n"
    let outcome = try run(batch, clock: .fixed(NumericDate(secondsSinceEpoch: 1_700_000_000)))
    #expect(outcome.report.rows == 53)
    #expect(outcome.artifacts.split(separator: "\n").count == 50)
    #expect(Set(outcome.artifacts.split(separator: "\n")).count == 50)
    #expect(outcome.rejects.split(separator: "\n").count == 4)
  }

  @Test func rowsRejectedAtRenderingLeaveNoTrace() throws {
    // The first row is refused for its form; the second has its identity and is good.
    let outcome = try run(
      "sub,name,email\nu1,,a@example.com\nu1,Ada,a@example.com\n",
      clock: .fixed(NumericDate(secondsSinceEpoch: 1_700_000_000)))
    #expect(outcome.report.accepted == 1)
    #expect(outcome.report.groups.countByCode == [.requiredClaim: 1])
  }
}
