import Testing

@testable import Runs

@Suite struct ProcessorsTests {
  @Test(arguments: [
    ("Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2),
    ("Cpus_allowed:\tff,ffffffff\n", 40),
    ("Cpus_allowed:\t00000000,00000001", 1), ("Name:\tx\n", nil), ("", nil),
  ])
  func countsThoseThatTheProcessMayRunOn(status: String, expected: Int?) {
    #expect(Processors.allowed(inStatus: Array(status.utf8)) == expected)
  }

  @Test(arguments: [
    (["max 100000\n"], nil), (["200000 100000\n"], 2), (["150000 100000\n"], 2),
    (["10000 100000\n", "max 100000\n"], 1), (["400000 100000\n", "300000 100000\n"], 3), ([], nil),
    (["x"], nil), (["0 0\n"], nil),
  ])
  func countsWhatTheTimeOfAGroupIsWorth(texts: [String], expected: Int?) {
    #expect(Processors.quota(ofGroups: texts.map { Array($0.utf8) }) == expected)
  }

  @Test func findsAtLeastOne() {
    #expect(Processors.available >= 1)
  }
}
