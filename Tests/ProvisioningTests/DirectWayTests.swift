import Batches
import Foundation
import Provisioning
import Testing

/// Rows at which the direct way once came to something else than the judge, or to nothing; the harness
/// judges each both ways.
@Suite struct DirectWayTests {
  /// What every profile here begins with.
  private static let beginning = """
    muster: 1
    name: small
    title: Small
    documents: { guide: { title: A guide } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }

    """

  /// An object whose member has a value of its own needs no column to be there.
  @Test func objectsMadeOfDefaultsAreNotForgotten() throws {
    let issuing = try Issuing(
      yaml: Self.beginning + """
        claims:
          properties:
            sub: {}
            context:
              type: object
              properties:
                user: { type: object, properties: { name: {}, role: { default: member } } }
            exp: { type: integer, generate: { time: expiry } }
        artifacts: { token: { kind: token } }
        """)
    let row = try issuing.row(["sub": "a", "context.user.name": ""])
    #expect(row.claims == #"{"sub":"a","context":{"user":{"role":"member"}},"exp":1700000060}"#)
    let record = try issuing.row(json: #"{"sub":"a","context.user.name":null}"#)
    #expect(record.claims == row.claims)
  }

  /// Masks are of 64 bytes: URLs and addresses around each border.
  @Test(arguments: [60, 63, 64, 65, 66, 127, 128, 129, 130, 191, 192, 193, 500])
  func urlsOfEveryLength(count: Int) throws {
    let issuing = try Issuing("bettermode")
    let start = "https://cdn.example.com/"
    let url = start + String(repeating: "a", count: count - start.utf8.count)
    let mail = String(repeating: "m", count: min(count - 12, 60)) + "@example.com"
    let host = "https://" + String(repeating: "h", count: 50) + ".example.com/"
    for picture in [url, url + " ", url + "<", host + "x", host + url.dropFirst(8)] {
      let text = "sub,name,email,picture\n1,A,\(mail),\(picture)\n2,B,b@example.com,\(picture)\n"
      let batch = try issuing.with { $0.format = .csv }.issue(text)
      #expect(batch.rows.count == 2)
      if picture == url { #expect(batch.directRows == batch.acceptableRows) }
    }
  }

  /// Claims that fill the room of a row, and a time and an identifier behind them.
  @Test func valuesWithoutRoomAreLeft() throws {
    let constants = (0..<8).map { "k\($0): { value: \(String(repeating: "a", count: 65_000)) }" }
    let issuing = try Issuing(
      yaml: Self.beginning + """
        claims:
          required: [sub]
          properties:
            sub: {}
            fill: {}
            \(constants.joined(separator: "\n    "))
            ti: { generate: { time: now, as: "%Y\(String(repeating: "b", count: 3_900))" } }
            id: { generate: { random: hex, bytes: 64 } }
            exp: { type: integer, generate: { time: expiry } }
        rules:
          - id: all
            message: All of them.
            when: { sub: { const: zz } }
            requires: [k0, k1, k2, k3, k4, k5, k6, k7, ti, id]
            source: "muster: a test"
        artifacts: { token: { kind: token } }
        """)
    let room = (1 << 19) - 8 * 65_010
    for fill in stride(from: room - 4_400, to: room + 200, by: 331) {
      let batch = try issuing.issue("sub,fill\nu,\(String(repeating: "x", count: max(fill, 1)))\n")
      #expect(batch.rows.map(\.outcome) == [.accepted])
    }
  }

  @Test func lengthsBeyondAllBytesAreOnlyLimits() throws {
    for least in ["2305843009213693953", "9223372036854775807"] {
      let issuing = try Issuing(
        yaml: Self.beginning + """
          claims:
            properties:
              sub: { minLength: \(least) }
              exp: { type: integer, generate: { time: expiry } }
          artifacts: { token: { kind: token } }
          """)
      #expect(try issuing.row(["sub": "\u{E9}"]).errors == ["min-length"])
      #expect(try issuing.row(["sub": "e"]).errors == ["min-length"])
    }
  }

  /// Keys in ever another order.
  @Test func keysInAnyOrder() throws {
    let issuing = try Issuing("bettermode")
    let members = [
      #""sub":"SUB""#, #""name":"N""#, #""email":"SUB@example.com""#, #""a":"1""#, #""b":"2""#,
    ]
    let lines = (0..<60).map { row in
      let turned = members[(row % 5)...] + members[..<(row % 5)]
      return "{" + turned.joined(separator: ",").replacing("SUB", with: "u\(row)") + "}"
    }
    let batch = try issuing.with { $0.format = .jsonl }.issue(lines.joined(separator: "\n"))
    #expect(batch.rows.map(\.outcome) == Array(repeating: .accepted, count: 60))
  }
}
