import Foundation
import Testing

/// `muster check --explain`: how one row was judged, and no secret in it.
@Suite struct ExplainRowTests {
  private static let hash = "5f4dcc3b5aa765d61d8327deb882cf99"
  private static let readers = """
    email,first_name,forumGroupIds,passwordMD5
    a@example.com,Ada,,
    b@example.com,Bo,"1, 2",\(hash)
    nobody,,,

    """

  @Test func explainsARowWithASecret() async throws {
    let folder = try Folder(["readers.csv": Self.readers])
    try await folder.expect(
      """
      muster check readers.csv --profile mediaos --now 1700000000 --explain 2 --allow set-password \
        --quiet
      """, exit: 3,
      out: #"""
        readers.csv:3: row 2: accepted
          columns
            email: "b@example.com", feeds email
            first_name: "Bo", feeds first_name
            forumGroupIds: "1, 2", feeds forumGroupIds
            passwordMD5: <redacted>, feeds passwordMD5
          claims
            email = "b@example.com"
              column "email": "b@example.com"
              trim: no change
              fits: type string; format idn-email
            first_name = "Bo"
              column "first_name": "Bo"
              fits: type string; minLength 1 (is 2)
            expires = 1700000060
              generate { time: expiry }
            passwordMD5 = <redacted>
              column "passwordMD5": <redacted>
              fits: type string; pattern ^[0-9a-f]{32}$
            forumGroupIds = [1,2]
              column "forumGroupIds": "1, 2"
              cut into a list at ","
              fits: type array; items integer; minItems 1 (is 2); uniqueItems
          fed by nothing
            inputs.csp_nonce, last_name, company, audienceIds, avatar, newsletterIds
          effects
            set-password (password): yes, allowed by the run
              when passwordMD5 is present: yes, it is <redacted>
            join-groups (access): yes
              when any: yes
                - forumGroupIds is present: yes, it is [1,2]
                - audienceIds is present: no
            subscribe (access): no
              when newsletterIds is present: no
          once in a batch
            email "b@example.com": not in an earlier row
          lifetime
            issued at 2023-11-14T22:13:20Z
            expires at 2023-11-14T22:14:20Z, 60 seconds ahead (expires)
            best before 2023-11-14T22:14:20Z
          header
            {"typ":"JWT","alg":"HS256"}
          claims of the token
            {
              "email": "b@example.com",
              "first_name": "Bo",
              "expires": 1700000060,
              "passwordMD5": "<redacted>",
              "forumGroupIds": [
                1,
                2
              ]
            }
          artifact snippet
            <script type="text/javascript">window.mediaosSSO = '{token}';</script><script type="module" src="https://mos-scripts.com/a/main.js"></script>
        """#,
      err: #"""
        readers.csv:4: error[format]: row 3: The claim "email" is not of format idn-email. (column "email", value "nobody")
            help: It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.
        mediaos: 3 rows: 2 accepted, 1 rejected
          findings: format 1
          effect set-password: 1 accepted
          effect join-groups: 1 accepted
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """#)
  }

  @Test func explainsARowThatWouldRemoveSomething() async throws {
    let folder = try Folder([
      "customers.jsonl":
        #"{"email":"a@example.com","groups":[],"meta":{"tier":"gold"},"onbord":true}"#
    ])
    try await folder.expect(
      """
      muster check customers.jsonl --profile acadio --set domain=a.example.com --now 1700000000 \
        --ignore-unknown --explain 1
      """, exit: 3,
      out: #"""
        customers.jsonl:1: row 1: held back
          columns
            email: "a@example.com", feeds email
            groups: [], feeds groups
            meta: {"tier":"gold"}, feeds meta
            onbord: true, unknown, is left out
          claims
            email = "a@example.com"
              column "email": "a@example.com"
              trim: no change
              fits: type string; format idn-email
            meta = {"tier":"gold"}
              column "meta": {"tier":"gold"}
              fits: type object
            groups = []
              column "groups": []
              fits: type array; items string or integer; uniqueItems
            iat = 1700000000
              generate { time: now }
            exp = 1700000300
              generate { time: expiry }
            iss: absent
              value "{issuer}", with issuer absent
          fed by nothing
            inputs.go, credits, onboard
          effects
            clear-groups (destructive): yes, held back; --allow clear-groups lets it through
              when groups matches: yes, it is [], which fits maxItems 0 (is 0)
            clear-credits (destructive): no
              when credits matches: no, it is absent
            sync-groups (destructive): no
              when groups matches: no, it is [], which breaks minItems 1 (is 0)
            sync-credits (destructive): no
              when credits matches: no, it is absent
          once in a batch
            email: not looked for, as the row is not accepted
          lifetime
            issued at 2023-11-14T22:13:20Z
            expires at 2023-11-14T22:18:20Z, 5 minutes ahead (exp)
            best before 2023-11-14T22:18:20Z
          header
            {"typ":"JWT","alg":"HS256"}
          claims so far, not issued
            {
              "email": "a@example.com",
              "meta": {
                "tier": "gold"
              },
              "groups": [],
              "iat": 1700000000,
              "exp": 1700000300
            }
          artifact url
            https://a.example.com/auth/callback/jwt-auth?token={token}
          findings
            customers.jsonl:1: error[effect-held]: row 1: Held back because of the effect "clear-groups": Removes the customer from every group. (rule clear-groups)
                help: If this is meant, allow it with --allow clear-groups, or in a job with allow: [clear-groups].
        """#,
      err: #"""
        customers.jsonl:1: warning[near-miss-column]: The column "onbord" is nearly the name of "onboard". (column "onbord")
            help: Did you mean "onboard"? If so, rename it or use --map.
        customers.jsonl:1: error[effect-held]: row 1: Held back because of the effect "clear-groups": Removes the customer from every group. (rule clear-groups)
            help: If this is meant, allow it with --allow clear-groups, or in a job with allow: [clear-groups].
        acadio: 1 row: 0 accepted, 0 rejected, 1 held back
          findings: effect-held 1, near-miss-column 1
          effect clear-groups: 1 held back
        """#)
  }

  @Test func explainsTheRulesOfARow() async throws {
    let folder = try Folder([
      "members.csv": """
      sub,name,email,spaceIds,spacesOperation
      1,Zoë,zoe@example.com,"a,b",REPLACE
      2,Åsa,asa@example.com,,REPLACE

      """
    ])
    try await folder.expect(
      "muster check members.csv \(Sample.options) --explain 2 --quiet", exit: 3,
      out: #"""
        members.csv:3: row 2: rejected
          columns
            sub: "2", feeds sub
            name: "Åsa", feeds name
            email: "asa@example.com", feeds email
            spaceIds: empty, feeds spaceIds
            spacesOperation: "REPLACE", feeds spacesOperation
          claims
            sub = "2"
              column "sub": "2"
              trim: no change
              fits: type string; minLength 1 UTF-16 units (is 1); maxLength 50 UTF-16 units (is 1)
            name = "Åsa"
              column "name": "Åsa"
              trim: no change
              fits: type string; minLength 1 (is 3)
            email = "asa@example.com"
              column "email": "asa@example.com"
              trim: no change
              fits: type string; maxLength 200 UTF-16 units (is 15); format idn-email
            iat = 1700000000
              generate { time: now }
            exp = 1700000060
              generate { time: expiry }
            spaceIds: absent, as the column "spaceIds" is empty
            spacesOperation = "REPLACE"
              column "spacesOperation": "REPLACE"
              fits: type string; enum "ADD", "REPLACE"
          fed by nothing
            inputs.redirect_uri, tagline, picture, spaces
          rules
            operation-needs-spaces: broken, error
              when spacesOperation is present: yes, it is "REPLACE"
              atLeastOneOf spaces absent, spaceIds absent
            spaces-or-space-ids: holds
              atMostOneOf spaces absent, spaceIds absent
            replace-without-leave: holds
              when spacesOperation matches: yes, it is "REPLACE", which fits const "REPLACE"
              holds not: yes
                - spaces matches: no, it is absent
          effects
            not asked, as the row was rejected before: replace-spaces, remove-all-spaces, leave-spaces, join-spaces
          once in a batch
            sub: not looked for, as the row is not accepted
            email: not looked for, as the row is not accepted
          lifetime
            issued at 2023-11-14T22:13:20Z
          header
            {"alg":"HS256","typ":"JWT"}
          claims so far, not issued
            {
              "sub": "2",
              "name": "Åsa",
              "email": "asa@example.com",
              "iat": 1700000000,
              "exp": 1700000060,
              "spacesOperation": "REPLACE"
            }
          findings
            members.csv:3: error[rule]: row 2: spacesOperation says what to do with spaces or spaceIds, and neither is there. (rule operation-needs-spaces)
                help: Give at least one of spaces, spaceIds.
        """#,
      err: #"""
        members.csv:2: error[effect-held]: row 1: Held back because of the effect "replace-spaces": Removes the member from all spaces, then joins those listed. (rule replace-spaces)
            help: If this is meant, allow it with --allow replace-spaces, or in a job with allow: [replace-spaces].
        members.csv:3: error[rule]: row 2: spacesOperation says what to do with spaces or spaceIds, and neither is there. (rule operation-needs-spaces)
            help: Give at least one of spaces, spaceIds.
        bettermode: 2 rows: 0 accepted, 1 rejected, 1 held back
          findings: effect-held 1, rule 1
          effect replace-spaces: 1 held back
          effect join-spaces: 1 held back
        """#)
  }

  @Test func writesOneObjectForEachRow() async throws {
    let folder = try Folder(["readers.csv": Self.readers])
    try await folder.expect(
      "muster check readers.csv --profile mediaos --now 1700000000 --explain 3 --explain 2 --json",
      exit: 3,
      out: #"""
        {"file":"readers.csv","row":2,"line":3,"outcome":"held","columns":[{"name":"email","value":"b@example.com","feeds":["email"]},{"name":"first_name","value":"Bo","feeds":["first_name"]},{"name":"forumGroupIds","value":"1, 2","feeds":["forumGroupIds"]},{"name":"passwordMD5","value":"<redacted>","feeds":["passwordMD5"]}],"inputs":[],"claims":[{"name":"email","value":"b@example.com","source":"column","column":"email","cell":"b@example.com","steps":[{"step":"trim","before":"b@example.com","after":"b@example.com"}],"checks":[{"keyword":"type","bound":"string","holds":true},{"keyword":"format","bound":"idn-email","holds":true}]},{"name":"first_name","value":"Bo","source":"column","column":"first_name","cell":"Bo","checks":[{"keyword":"type","bound":"string","holds":true},{"keyword":"minLength","bound":"1","is":"2","holds":true}]},{"name":"expires","value":1700000060,"source":"time","text":"{ time: expiry }"},{"name":"passwordMD5","value":"<redacted>","source":"column","column":"passwordMD5","cell":"<redacted>","checks":[{"keyword":"type","bound":"string","holds":true},{"keyword":"pattern","bound":"^[0-9a-f]{32}$","holds":true}]},{"name":"forumGroupIds","value":[1,2],"source":"column","column":"forumGroupIds","cell":"1, 2","notes":["cut into a list at \",\""],"checks":[{"keyword":"type","bound":"array","holds":true},{"keyword":"items","bound":"integer","holds":true},{"keyword":"minItems","bound":"1","is":"2","holds":true},{"keyword":"uniqueItems","holds":true}]}],"unfed":["inputs.csp_nonce","last_name","company","audienceIds","avatar","newsletterIds"],"rules":[],"effects":[{"id":"set-password","kind":"password","outcome":"held","when":{"present":"passwordMD5","value":"<redacted>","holds":true}},{"id":"join-groups","kind":"access","outcome":"free","when":{"any":[{"present":"forumGroupIds","value":[1,2],"holds":true},{"present":"audienceIds","holds":false}],"holds":true}},{"id":"subscribe","kind":"access","outcome":"absent","when":{"present":"newsletterIds","holds":false}}],"once":[{"name":"email","value":"b@example.com","outcome":"not-asked"}],"lifetime":{"issued_at":"2023-11-14T22:13:20Z","claim":"expires","expires_at":"2023-11-14T22:14:20Z","best_before":"2023-11-14T22:14:20Z"},"header":{"typ":"JWT","alg":"HS256"},"payload":{"email":"b@example.com","first_name":"Bo","expires":1700000060,"passwordMD5":"<redacted>","forumGroupIds":[1,2]},"artifact":"snippet","artifact_shape":"<script type=\"text/javascript\">window.mediaosSSO = '{token}';</script><script type=\"module\" src=\"https://mos-scripts.com/a/main.js\"></script>","findings":[{"code":"effect-held","severity":"error","file":"readers.csv","row":2,"line":3,"rule":"set-password","message":"Held back because of the effect \"set-password\": Sets the user's password, or replaces it, at each sign-in with this token.","help":"If this is meant, allow it with --allow set-password, or in a job with allow: [set-password]."}]}
        {"file":"readers.csv","row":3,"line":4,"outcome":"rejected","columns":[{"name":"email","value":"nobody","feeds":["email"]},{"name":"first_name","feeds":["first_name"]},{"name":"forumGroupIds","feeds":["forumGroupIds"]},{"name":"passwordMD5","feeds":["passwordMD5"]}],"inputs":[],"claims":[{"name":"email","source":"column","column":"email","cell":"nobody","steps":[{"step":"trim","before":"nobody","after":"nobody"}],"checks":[{"keyword":"type","bound":"string","holds":true},{"keyword":"format","bound":"idn-email","holds":false}]},{"name":"first_name","source":"none","empty":["first_name"]},{"name":"expires","value":1700000060,"source":"time","text":"{ time: expiry }"},{"name":"passwordMD5","source":"none","empty":["passwordMD5"]},{"name":"forumGroupIds","source":"none","empty":["forumGroupIds"]}],"unfed":["inputs.csp_nonce","last_name","company","audienceIds","avatar","newsletterIds"],"rules":[],"effects":[{"id":"set-password","kind":"password","outcome":"not-asked"},{"id":"join-groups","kind":"access","outcome":"not-asked"},{"id":"subscribe","kind":"access","outcome":"not-asked"}],"once":[{"name":"email","outcome":"not-asked"}],"lifetime":{"issued_at":"2023-11-14T22:13:20Z","claim":"expires"},"header":{"typ":"JWT","alg":"HS256"},"payload":{"expires":1700000060},"artifact":"snippet","findings":[{"code":"format","severity":"error","file":"readers.csv","row":3,"line":4,"column":"email","claim":"email","message":"The claim \"email\" is not of format idn-email.","help":"It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.","excerpt":"\"nobody\""}]}
        """#,
      err: #"""
        {"profile":"mediaos","artifact":"snippet","rows":3,"accepted":1,"rejected":1,"held":1,"findings":{"effect-held":1,"format":1},"rules":{},"effects":{"set-password":{"accepted":0,"held":1},"join-groups":{"accepted":0,"held":1},"subscribe":{"accepted":0,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":3}
        """#)
  }

  @Test func escapesWhatWouldSteerATerminalAndKeepsJSONValid() async throws {
    let folder = try Folder([
      "members.jsonl":
        #"{"sub":"1","name":"a\u202eb\u001b[2J\ud83d\udc68\u200d\ud83d\udc69","email":"a@b.co"}"#
    ])
    let json = try await folder.run(
      "muster check members.jsonl \(Sample.options) --explain 1 --json")
    #expect(json.exit == 0)
    let object = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
    let payload = object?["payload"] as? [String: Any]
    #expect(payload?["name"] as? String == "a\u{202e}b\u{1b}[2J\u{1F468}\u{200d}\u{1F469}")
    let text = try await folder.run("muster check members.jsonl \(Sample.options) --explain 1")
    for output in [json.out, text.out] {
      #expect(!output.unicodeScalars.contains("\u{1b}"))
      #expect(!output.unicodeScalars.contains("\u{202e}"))
    }
  }

  /// The page's example is what the program says.
  @Test func givesTheExampleOfItsPage() async throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Muster/Muster.docc/ExplainARow.md")
    let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
    let texts = blocks.filter { $0.hasPrefix("text\n") }.map { $0.dropFirst("text\n".count) }
    #expect(texts.count == 2)
    let folder = try Folder(["users.csv": String(texts[0])])
    let lines = texts[1].split(separator: "\n", maxSplits: 1)
    try await folder.expect(
      String(lines[0].dropFirst("$ ".count)), exit: 3, out: String(lines[1].dropLast()))
  }

  @Test func saysThatThereIsNoSuchRow() async throws {
    let folder = try Folder(["readers.csv": Self.readers])
    let outcome = try await folder.run(
      "muster check readers.csv --profile mediaos --now 1700000000 --explain 4 --quiet")
    #expect(outcome.exit == 64)
    #expect(outcome.out == "")
    #expect(
      outcome.err.hasSuffix(
        """
        muster: There is no row 4 to explain: readers.csv has 3 rows.
            help: Rows are counted as in findings: from 1 on, without the header.

        """))
    let json = try await folder.run(
      "muster check readers.csv --profile mediaos --now 1700000000 --explain 1 --explain 4 --json")
    #expect(json.exit == 64)
    #expect(json.out.hasPrefix(#"{"file":"readers.csv","row":1,"#))
    #expect(json.err.hasPrefix(#"{"error":"There is no row 4 to explain"#))
  }

  @Test(arguments: [
    ("--explain 0", "--explain takes the number of a row, from 1 on, and 0 is none."),
    ("--explain x", "The value 'x' is invalid for '--explain <row>'"),
    ("--explain 1 --rejects -", "Standard output can take one of the outputs, not two."),
    (
      (1...101).map { "--explain \($0)" }.joined(separator: " "),
      "--explain takes 100 rows at most."
    ),
  ])
  func refusesWhatCannotBeExplained(options: String, message: String) async throws {
    let folder = try Folder(["readers.csv": Self.readers])
    let outcome = try await folder.run(
      "muster check readers.csv --profile mediaos --now 1700000000 \(options)")
    #expect(outcome.exit == 64)
    #expect(outcome.out == "")
    #expect(outcome.err.contains(message), "\(outcome.err)")
  }
}
