import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// What makes a row new, changed or unchanged.
@Suite struct ChangeTests {
  private let folder: JobFolder

  init() throws { folder = try JobFolder() }

  private static let users = "sub,name,role\nu1,Ann,member\nu2,Bea,member\nu3,Cid,member\n"

  /// A job that was done the night before, with three users.
  private func nightBefore() throws -> SmallJob {
    try folder.plant("users.csv", Self.users)
    let job = SmallJob()
    #expect(try job.succeed(in: folder) == "3 rows, 3 new, 3 issued")
    return job.later(86_400)
  }

  @Test func onlyNewAndChangedRowsAreIssuedAndReturningOnesAreNew() throws {
    let job = try nightBefore()
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid"])
    try folder.plant("users.csv", "sub,name,role\nu4,Dee,\nu2,Bee,member\nu1,Ann,member\n")
    #expect(
      try job.succeed(in: folder)
        == "3 rows, 1 new, 1 changed, 1 unchanged, 1 vanished, 3 known, 2 issued")
    #expect(try folder.issued() == ["u4 Dee", "u2 Bee"])
    #expect(try folder.present(["u1", "u2", "u3", "u4"]) == ["u1", "u2", "u4"])
    try folder.plant(
      "users.csv", "sub,name,role\nu1,Ann,member\nu2,Bee,member\nu3,Cid,member\nu4,Dee,\n")
    #expect(
      try job.later(172_800).succeed(in: folder)
        == "4 rows, 1 new, 3 unchanged, 3 known, 1 issued")
    #expect(try folder.issued() == ["u3 Cid"])
    #expect(try folder.runs().map(\.counts.returned) == [1, 0, 0])
    #expect(try folder.runs().map(\.counts.vanished) == [0, 1, 0])
  }

  @Test func aSecondRunOfTheSameDayDoesNothing() throws {
    let job = try nightBefore()
    let before = try folder.issued("tokens", ["sub", "jti"])
    #expect(try job.succeed(in: folder) == "3 rows, 3 unchanged, 3 known")
    #expect(try folder.issued("tokens", ["sub", "jti"]) == before)
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
  }

  @Test func planSaysForEachRowWhatApplyWouldDo() throws {
    var job = try nightBefore()
    try folder.plant(
      "users.csv", "sub,name,role\nu4,Dee,\nu2,Bee,\nu1,Ann,member\n,Nobody,\nu5,Eve,\n")
    job.suppressed = ["U5"]
    let before = folder.storedFiles
    let rows = MemorySink()
    let plan = try job.plan(in: folder, rows: rows).plan
    #expect(
      SmallJob.shown(plan)
        == "5 rows, 1 new, 1 changed, 1 unchanged, 1 rejected, 1 suppressed, 1 vanished, 3 known")
    let path = folder["users.csv"]
    #expect(
      String(decoding: rows.bytes, as: UTF8.self) == """
        {"input":"\(path)","row":1,"action":"new"}
        {"input":"\(path)","row":2,"action":"changed"}
        {"input":"\(path)","row":3,"action":"unchanged"}
        {"input":"\(path)","row":4,"action":"rejected"}
        {"input":"\(path)","row":5,"action":"suppressed"}
        {"action":"vanished","last_run":1,"last_row":3}

        """)
    #expect(folder.storedFiles == before)
    #expect(plan.hasChanges)
  }

  @Test func planWithoutALedgerTakesEverybodyForNewAndMakesNone() throws {
    try folder.plant("users.csv", Self.users)
    #expect(SmallJob.shown(try SmallJob().plan(in: folder).plan) == "3 rows, 3 new")
    #expect(folder.snapshot.keys.sorted() == ["users.csv"])
  }

  @Test func allIssuesUnchangedRowsToo() throws {
    var job = try nightBefore()
    try folder.plant("users.csv", "sub,name,role\nu1,Ann,member\nu2,Bee,\nu3,Cid,member\n")
    job.issuesAll = true
    let counts = "3 rows, 1 changed, 2 unchanged, 3 known"
    #expect(SmallJob.shown(try job.plan(in: folder).plan) == counts)
    #expect(try job.succeed(in: folder) == counts + ", 3 issued")
    #expect(try folder.issued() == ["u1 Ann", "u2 Bee", "u3 Cid"])
    job.issuesAll = false
    #expect(try job.succeed(in: folder) == "3 rows, 3 unchanged, 3 known")
  }

  // MARK: What is no change

  enum Rewriting: CaseIterable {
    case rowOrder, columnOrder, jsonl, array, delimiter, spaces, emptyOptionalColumn
    case comments, descriptions, rules, lifetime, limits, output, key
  }

  @Test(arguments: Rewriting.allCases)
  func sameClaimsAreUnchangedHoweverTheyAreWritten(rewriting: Rewriting) throws {
    var job = try nightBefore()
    switch rewriting {
    case .rowOrder: try plant("sub,name,role\nu3,Cid,member\nu1,Ann,member\nu2,Bea,member\n")
    case .columnOrder: try plant("role,name,sub\nmember,Ann,u1\nmember,Bea,u2\nmember,Cid,u3\n")
    case .delimiter:
      try plant("sub;name;role\r\nu1;Ann;member\r\nu2;\"Bea\";member\r\nu3;Cid;member")
    case .spaces:
      try plant("sub,name,role\nu1,Ann ,member\nu2,  Bea,member\nu3, Cid\t,member\n")
    case .jsonl:
      try folder.plant(
        "users.jsonl",
        """
        {"name":"Ann","sub":"u1","role":"member"}
        {"sub":"u2","role":"member","name":"B\\u0065a"}
        {"sub":"u3","name":" Cid","role":"member"}

        """)
      job.inputs = ["users.jsonl"]
    case .array:
      try folder.plant(
        "users.json",
        """
        [{"name":"Ann","sub":"u1","role":"member"},{"sub":"u2","role":"member","name":"Bea"},
        {"sub":"u3","name":" Cid","role":"member"}]
        """)
      job.inputs = ["users.json"]
    case .emptyOptionalColumn:
      job.profile.replace(
        "role: { type: string, default",
        with: "team: { type: string }\n    role: { type: string, default")
    case .comments:
      job.profile = "# Improved.\n" + job.profile.replacing("rules: []", with: "rules: [] # none")
    case .descriptions:
      job.profile.replace("maxLength: 12 }", with: "maxLength: 12, description: Shown. }")
    case .rules: job.profile.replace("maxLength: 12 }", with: "maxLength: 20, minLength: 1 }")
    case .lifetime: job.lifetimeSeconds = 60
    case .limits: job.limits.maxChange = .count(0)
    case .output: job.format = .jsonl
    case .key: job.keyText = [2]
    }
    job.jobText = "\(rewriting)"
    let plan = try job.plan(in: folder).plan
    #expect(SmallJob.shown(plan) == "3 rows, 3 unchanged, 3 known")
    #expect(!plan.hasNewContract)
    #expect(!plan.hasChanges)
    #expect(try job.succeed(in: folder) == "3 rows, 3 unchanged, 3 known")
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid"])
  }

  private func plant(_ text: String) throws { try folder.plant("users.csv", text) }

  // MARK: What is one

  enum Contract: CaseIterable {
    case constant, template, claimDefault, parameter, parameterDefault, newConstant, claimName
  }

  @Test(arguments: Contract.allCases)
  func whatMakesClaimsBesideTheRowsChangesAllOfThem(contract: Contract) throws {
    var job = try nightBefore()
    switch contract {
    case .constant: job.profile.replace("value: acme", with: "value: acme.example")
    case .template: job.profile.replace("\"{tenant}\"", with: "\"x-{tenant}\"")
    case .claimDefault: job.profile.replace("default: member", with: "default: guest")
    case .parameter: job.parameters = [("tenant", "south")]
    case .parameterDefault: job.profile.replace("default: north", with: "default: south")
    case .newConstant:
      job.profile.replace("iss: {", with: "ver: { type: string, value: two }\n    iss: {")
    case .claimName: job.profile.replace("value: acme }", with: "value: acme, claimName: issuer }")
    }
    let plan = try job.plan(in: folder).plan
    #expect(SmallJob.shown(plan) == "3 rows, 3 changed, 3 known")
    #expect(plan.hasNewContract)
    #expect(try job.succeed(in: folder) == "3 rows, 3 changed, 3 known, 3 issued")
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid"])
    let again = try job.plan(in: folder).plan
    #expect(SmallJob.shown(again) == "3 rows, 3 unchanged, 3 known")
    #expect(!again.hasNewContract)
  }

  @Test(arguments: ["u2,Bee,member", "u2,Bea,admin", "u2,Bea,", "u2,bea,member"])
  func aValueThatIsAnotherChangesItsRowAlone(row: String) throws {
    let job = try nightBefore()
    try plant("sub,name,role\nu1,Ann,member\n\(row)\nu3,Cid,member\n")
    #expect(
      try job.succeed(in: folder) == "3 rows, 1 changed, 2 unchanged, 3 known, 1 issued")
    #expect(try folder.issued("tokens", ["sub"]) == ["u2"])
  }
}
