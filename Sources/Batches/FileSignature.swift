/// Files that are no text at all, known by their first bytes.
package enum FileSignature: String, Sendable, CaseIterable {
  case gzip, zstd, xz, bzip2, zip, pdf, ole, parquet

  /// No signature looks further than this.
  static let longest = 10

  /// The kind of file that begins with these bytes; nil for text.
  static func recognise(_ head: Span<UInt8>) -> FileSignature? {
    func begins(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      guard head.count >= offset + signature.count else { return false }
      for index in signature.indices where head[offset + index] != signature[index] {
        return false
      }
      return true
    }
    if begins([0x1F, 0x8B]) { return .gzip }
    if begins([0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    // "BZh" could begin a header line, so the block's or the end's own mark must follow.
    if begins(Array("BZh".utf8)),
      begins([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4)
        || begins([0x17, 0x72, 0x45, 0x38, 0x50, 0x90], at: 4)
    {
      return .bzip2
    }
    if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) { return .zip }
    if begins(Array("%PDF-".utf8)) { return .pdf }
    if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .ole }
    // "PAR1" could begin a header line; a page header follows, which begins with a control byte.
    if begins(Array("PAR1".utf8)), head.count > 4, head[4] < 0x20,
      head[4] != 0x09 && head[4] != CSVByte.lineFeed && head[4] != CSVByte.carriageReturn
    {
      return .parquet
    }
    return nil
  }

  var words: String {
    switch self {
    case .gzip: "a gzip file"
    case .zstd: "a Zstandard file"
    case .xz: "an xz file"
    case .bzip2: "a bzip2 file"
    case .zip: "a zip archive or an .xlsx workbook"
    case .pdf: "a PDF document"
    case .ole: "an old .xls workbook"
    case .parquet: "a Parquet file"
    }
  }

  var help: String {
    switch self {
    case .gzip: "Unpack it in a pipe: zcat FILE | muster issue -"
    case .zstd: "Unpack it in a pipe: zstdcat FILE | muster issue -"
    case .xz: "Unpack it in a pipe: xzcat FILE | muster issue -"
    case .bzip2: "Unpack it in a pipe: bzcat FILE | muster issue -"
    case .zip:
      "Unpack an archive in a pipe: unzip -p FILE | muster issue - ; "
        + "save a workbook as CSV (UTF-8) first."
    case .pdf: "Export the table as CSV (UTF-8) from the program that made the document."
    case .ole: "Save the workbook as CSV (UTF-8) first."
    case .parquet: "Convert it to CSV or JSON Lines first."
    }
  }
}
