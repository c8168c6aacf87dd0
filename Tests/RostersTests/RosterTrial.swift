import Batches
import Bytes
import Findings
import Minting
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@testable import Rosters

/// The time at which every test reads.
let testTime = NumericDate(secondsSinceEpoch: 1_700_000_000)

/// Reading a roster of a bundled profile.
struct RosterTrial {
  var profile = "bettermode"
  var options = ProvisioningOptions()
  var limits = RosterLimits()
  var requestInputs: [String] = []
  var format: BatchFormat?

  init(_ change: (inout RosterTrial) -> Void = { _ in }) {
    options.parameters = [("domain", "community.example.com")]
    options.remembers = RememberedNames()
    change(&self)
  }

  func compile() throws -> CompiledProfile {
    let read = ProfileReader.read(profileText(profile), file: "p.yaml")
    let made = ProfileCompiler.compile(try #require(read.profile), options)
    return try #require(made.compiled, "\(made.findings)")
  }

  func read(_ text: String) throws -> RosterReading { try read(bytes: Array(text.utf8)) }

  func read(bytes: [UInt8]) throws -> RosterReading {
    var given = 0
    let reader = RosterReader(try compile(), requestInputs: requestInputs, limits: limits)
    return try reader.read(format: format, at: testTime, Entropy.seeded(7)) { buffer, countMax in
      // Small pieces, so that rows are cut everywhere.
      let count = min(countMax, bytes.count - given, 7)
      buffer += bytes[given..<(given + count)]
      given += count
      return count
    }
  }
}

extension FileRoster {
  /// The original bytes of the user's row, as text.
  func text(of user: String) -> String? {
    find(Array(user.utf8)).map { String(decoding: $0.row.bytes, as: UTF8.self) }
  }
}
