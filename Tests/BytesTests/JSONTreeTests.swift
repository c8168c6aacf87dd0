import Bytes
import Testing

@Suite struct JSONTreeTests {
  private func object(_ members: (String, JSONTree)...) -> JSONTree {
    .object(members.map { .init($0.0, $0.1) })
  }

  @Test func writesWhatFitsOnOneLine() {
    let tree = object(
      ("a", .list([.number(1), .yes, .literal("null")])), ("b\"", .text("x\ny")), ("c", object()))
    #expect(tree.pretty == #"{ "a": [1, true, null], "b\"": "x\ny", "c": {} }"#)
    #expect(tree.pretty == tree.compact)
  }

  /// 96 columns fit, 97 do not.
  @Test func breaksLongLines() {
    func tree(_ count: Int) -> JSONTree {
      object(("a", .text(String(repeating: "x", count: count))), ("b", .list([])))
    }
    #expect(tree(76).pretty.utf8.count == 96)
    #expect(!tree(76).pretty.contains("\n"))
    let long = String(repeating: "x", count: 77)
    #expect(tree(77).pretty == "{\n  \"a\": \"\(long)\",\n  \"b\": []\n}")
  }

  @Test func findsMembersByTheirBytes() {
    let tree = object(("\u{E9}", .number(1)))
    #expect(tree["\u{E9}"]?.compact == "1")
    #expect(tree["e\u{301}"] == nil)
  }
}
