import Foundation
import Testing

/// Mistakes that an operator makes, and that must not become tokens.
@Suite struct FeedbackTests {
  @Test(arguments: ["1,b\"c,d@example.com\n", "1,b,\"c@example.com\n", "1,b\n", "1,b,c@d.ef,x\n"])
  func malformedRowsStayRejectedHoweverOftenTheyAreFedBack(row: String) async throws {
    let folder = try Sample.folder(["pass0.csv": "sub,name,email\n" + row])
    for pass in 0..<4 {
      let outcome = try await folder.run(
        "muster issue pass\(pass).csv \(Sample.keyed) --rejects pass\(pass + 1).csv")
      #expect(outcome.exit == 3, "pass \(pass)")
      #expect(outcome.out == "", "pass \(pass)")
    }
    #expect(try folder.text("pass1.csv").contains(row.dropLast()))
  }

  @Test func anIssuedFileIsNoBatch() async throws {
    let folder = try Sample.folder()
    _ = try await folder.run(
      "muster issue members.csv \(Sample.keyed) --output-format csv --output issued.csv")
    let outcome = try await folder.run("muster issue issued.csv \(Sample.keyed)")
    #expect(outcome.exit == 65)
    #expect(outcome.out == "")
    #expect(outcome.err.contains("looks like an issued file"))
  }

  @Test func aMappedColumnFeedsBothOfItsClaims() async throws {
    let folder = try Sample.folder(["in.csv": "email,company\na@example.com,Acme\n"])
    let outcome = try await folder.run(
      """
      muster issue in.csv --profile mediaos --key-file sso.key --now 1700000000 \
        --map first_name=company --artifact token | muster explain -
      """)
    #expect(outcome.out.contains("first_name: \"Acme\""))
    #expect(outcome.out.contains("company: \"Acme\""))
  }

  @Test func columnsThatResembleASecretAreNotCopied() async throws {
    let hash = "5f4dcc3b5aa765d61d8327deb882cf99"
    let folder = try Sample.folder([
      "in.csv": "email,password_md5\na@example.com,\(hash)\nnobody,\(hash)\n"
    ])
    let outcome = try await folder.run(
      """
      muster issue in.csv --profile mediaos --key-file sso.key --now 1700000000 \
        --ignore-unknown --output-format csv --rejects rejects.csv --findings findings.jsonl
      cat rejects.csv findings.jsonl
      """)
    #expect(!outcome.out.contains(hash))
    #expect(!outcome.err.contains(hash))
  }

  @Test func theBatchIsNotOverwrittenThroughARedirect() async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run(
      "muster issue - \(Sample.keyed) --rejects members.csv < members.csv")
    #expect(outcome.exit == 73)
    #expect(try folder.text("members.csv").hasPrefix("sub,name,email\n"))
  }

  @Test func noFileIsReplacedWhenStandardOutputFails() async throws {
    let folder = try Sample.folder(["rejects.csv": "old\n"])
    let outcome = try await folder.run(
      "muster issue members.csv \(Sample.keyed) --rejects rejects.csv > /dev/full")
    #expect(outcome.exit == 73)
    #expect(try folder.text("rejects.csv") == "old\n")
  }

  @Test func namesInATokenDoNotSteerTheTerminal() async throws {
    func part(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }
    let token =
      part(#"{"alg":"HS256","typ":"JWT"}"#) + "." + part("{\"\\u001b]0;x\\u0007\\nforged: 1\":5}")
      + "." + part("signature")
    let folder = try Sample.folder(["token": token])
    let outcome = try await folder.run("muster explain - --profile bettermode < token")
    #expect(!outcome.out.unicodeScalars.contains("\u{1b}"))
    #expect(!outcome.out.contains("\nforged"))
  }
}
