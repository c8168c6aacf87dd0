import Batches
import Testing

@Suite struct CSVWriterTests {
  @Test(arguments: [
    ("", ""), ("abc", "abc"), ("a,b", "\"a,b\""), ("a;b", "a;b"), ("a\"b", "\"a\"\"b\""),
    ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""), ("a\r", "\"a\r\""), (" a ", " a "), ("=1", "=1"),
  ])
  func quotesOnlyWhenNeeded(text: String, expected: String) {
    var output: [UInt8] = []
    CSVWriter.appendCell(Array(text.utf8).span, delimiter: UInt8(ascii: ","), to: &output)
    #expect(output == Array(expected.utf8))
  }

  @Test(arguments: [
    ("abc", "abc"), ("a=1", "a=1"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
    ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("\r\n=1", "\"'\r\n=1\""),
    ("  =1", "'  =1"), ("   ", "   "), ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"),
    ("＠x", "'＠x"), ("\u{FF1E}x", "\u{FF1E}x"), ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("'=1", "'=1"),
    ("\u{0}=1", "'\u{0}=1"),
  ])
  func neutralisesFormulas(text: String, expected: String) {
    var output: [UInt8] = []
    CSVWriter.appendNeutralisedCell(
      Array(text.utf8).span, delimiter: UInt8(ascii: ","), to: &output)
    #expect(output == Array(expected.utf8))
  }

  @Test func readsBackWhatItWrote() throws {
    let cells = ["a\"b", "x,y", "\r\n", "é", " ", "\"\"", "q"]
    var text = Array("1,2,3,4,5,6,7\n".utf8)
    for (index, cell) in cells.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      CSVWriter.appendCell(Array(cell.utf8).span, delimiter: UInt8(ascii: ","), to: &text)
    }
    var reader = BatchReader(text)
    var record = Record()
    _ = try reader.readHeader()
    let found = try reader.next(into: &record)
    #expect(found)
    #expect(record.fields.map { Array(record.bytes[$0.range]) } == cells.map { Array($0.utf8) })
  }
}
