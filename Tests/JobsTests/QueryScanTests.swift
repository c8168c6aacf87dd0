import Testing

@testable import Jobs

@Suite struct QueryScanTests {
  @Test(arguments: [
    ("select 1", false), ("select 1;", false), ("select 1; ;\n -- done; really\n", false),
    ("select ';' || \"a;b\", [c;d], `e;f`", false), ("select 'it''s; fine' /* ; x */;", false),
    ("select 1; select 2", true), ("select 1;/* ; */x", true), ("select 'a'';' ; drop", true),
    ("select 1 -- ;\n; select 2", true), ("select '; select 2", false), ("", false),
  ])
  func seesASecondStatement(query: String, expected: Bool) {
    #expect(QueryScan.problem(in: query) == (expected ? .secondStatement : nil))
  }

  @Test func hasALimit() {
    let most = "select " + String(repeating: "1", count: QueryScan.bytesMax - 7)
    #expect(QueryScan.problem(in: most) == nil)
    #expect(QueryScan.problem(in: most + "1") == .tooLong)
  }
}
