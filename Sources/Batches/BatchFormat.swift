import Bytes

/// The file formats in which a batch may come.
public enum BatchFormat: String, Sendable, CaseIterable {
  /// Comma-separated values with a header line (RFC 4180), also with other delimiters.
  case csv
  /// One JSON array of objects (RFC 8259).
  case json
  /// One JSON object per line.
  case jsonl

  /// The format, and for CSV the dialect, that a file's name promises; nil when its ending is
  /// none of `.csv`, `.tsv`, `.json`, `.jsonl` and `.ndjson` in any case.
  public static func promised(byFileName name: String) -> (
    format: BatchFormat, dialect: CSVDialect?
  )? {
    let bytes = Array(name.utf8)
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let ending = bytes[(dot + 1)...].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    if ending.elementsEqual("csv".utf8) { return (.csv, nil) }
    if ending.elementsEqual("tsv".utf8) { return (.csv, .tab) }
    if ending.elementsEqual("json".utf8) { return (.json, nil) }
    if ending.elementsEqual("jsonl".utf8) || ending.elementsEqual("ndjson".utf8) {
      return (.jsonl, nil)
    }
    return nil
  }

  /// The format that a batch's first byte which is not white space suggests.
  static func suggested(byFirst byte: UInt8) -> BatchFormat {
    switch byte {
    case UInt8(ascii: "["): .json
    case UInt8(ascii: "{"): .jsonl
    default: .csv
    }
  }
}
