import Batches
import Testing

@testable import Minting

struct StoredFormTests {
  private func form(_ format: BatchFormat, _ names: [String]) -> RowForm {
    var columns = ColumnTable()
    for name in names { columns.append(Array(name.utf8)) }
    return RowForm(format: format, dialect: .tab, columns: columns)
  }

  @Test(arguments: BatchFormat.allCases)
  func formIsReadAsItWasWritten(format: BatchFormat) throws {
    // Names that come twice, are empty, or hold what parts others.
    let names = ["email", "", "a,b\t\"c\"", "email", "größe"]
    let bytes = form(format, names).encoded
    let read = try #require(RowForm(encoded: bytes))
    #expect(read.format == format)
    #expect(read.dialect == .tab)
    #expect((0..<read.columns.count).map { read.columns.displayName($0) } == names)
    #expect(read.encoded == bytes)
    for count in 0..<bytes.count { #expect(RowForm(encoded: Array(bytes.prefix(count))) == nil) }
    #expect(RowForm(encoded: bytes + [0]) == nil)
  }

  @Test func formOfAnotherVersionIsNone() {
    var bytes = form(.csv, ["a"]).encoded
    bytes[0] = 2
    #expect(RowForm(encoded: bytes) == nil)
    for (index, wrong) in [(1, UInt8(9)), (2, UInt8(ascii: "x")), (3, UInt8(0xFF))] {
      var bytes = form(.csv, ["a"]).encoded
      bytes[index] = wrong
      #expect(RowForm(encoded: bytes) == nil)
    }
  }

  @Test func rowIsReadAsItWasWritten() {
    for text in ["", "ada,1", "\0\u{1}"] {
      let row = StoredRow(bytes: Array(text.utf8), row: 1 << 40, line: 3)
      #expect(StoredRow(encoded: row.encoded) == row)
    }
    let bytes = StoredRow(bytes: [1], row: 1, line: 1).encoded
    for count in 0..<17 { #expect(StoredRow(encoded: Array(bytes.prefix(count))) == nil) }
    var other = bytes
    other[0] = 7
    #expect(StoredRow(encoded: other) == nil)
    #expect(StoredRow(encoded: [1] + [UInt8](repeating: 0xFF, count: 16)) == nil)
  }
}
