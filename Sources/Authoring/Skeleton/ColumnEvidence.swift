import Batches
import Bytes
import Schemas

/// What the values of one column have in common. It keeps no value of the batch, but for telling
/// equal ones apart while the rows are read.
struct ColumnEvidence {
  /// The name's bytes: two names that differ in their normal form only are two columns.
  let name: [UInt8]
  private(set) var valueCount = 0
  /// Characters of the longest text.
  private(set) var longest = 0
  /// What every value so far is. A column without values is all of it.
  private(set) var traits = Traits.all
  /// JSON types that were seen; of CSV cells none.
  private(set) var jsonTypes: SchemaType = []
  /// Types of the elements of lists that were seen.
  private(set) var itemTypes: SchemaType = []
  /// Values with a semicolon, and with a comma that no blank follows.
  private(set) var semicolonCount = 0
  private(set) var commaCount = 0
  private(set) var emailCount = 0
  /// No value was seen twice, letters of either case being the same.
  private(set) var isUnique = true

  private var seen: Set<[UInt8]> = []
  private var reader = JSONReader()

  /// Answers that hold for all values of a column or do not hold for it.
  struct Traits: OptionSet {
    let rawValue: Int
    /// Whole numbers that are written as JSON writes them and that every reader holds exactly.
    static let smallIntegers = Traits(rawValue: 1)
    static let integers = Traits(rawValue: 2)
    /// Numbers as JSON writes them, without exponent and without a last 0 in the fraction.
    static let numbers = Traits(rawValue: 4)
    static let booleans = Traits(rawValue: 8)
    static let zeroOrOne = Traits(rawValue: 16)
    static let yesOrNo = Traits(rawValue: 32)
    static let arrays = Traits(rawValue: 64)
    static let objects = Traits(rawValue: 128)
    static let emails = Traits(rawValue: 256)
    static let wideEmails = Traits(rawValue: 512)
    static let httpURLs = Traits(rawValue: 1_024)
    static let httpsURLs = Traits(rawValue: 2_048)
    static let dates = Traits(rawValue: 4_096)
    static let dateTimes = Traits(rawValue: 8_192)
    static let uuids = Traits(rawValue: 16_384)
    static let all = Traits(rawValue: 32_767)
  }

  /// Digits that a number of any reader holds exactly.
  private static let exactDigitsMax = 15

  init(name: [UInt8]) { self.name = name }

  var hasValues: Bool { valueCount > 0 }

  /// Whether values were seen and all of them are this.
  func isAll(_ trait: Traits) -> Bool { hasValues && traits.contains(trait) }

  /// Takes one value into account; an absent one says nothing.
  mutating func add(_ field: Field, of record: Record) {
    guard field.kind != .absent else { return }
    valueCount += 1
    let value = Array(record.bytes[field.range])
    longest = max(longest, UTF8Bytes.scalarCount(value.span))
    if isUnique {
      isUnique = seen.insert(value.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }).inserted
      if !isUnique { seen = [] }
    }
    switch field.kind {
    case .absent: break
    case .cell: addCell(value)
    case .string:
      jsonTypes.insert(.string)
      addText(value)
      traits.subtract([.smallIntegers, .integers, .numbers, .booleans, .arrays, .objects])
    case .json: addJSON(value)
    }
  }

  private mutating func addCell(_ text: [UInt8]) {
    addText(text)
    keep(.integers, Self.isInteger(text))
    keep(.smallIntegers, Self.isInteger(text) && text.count <= Self.exactDigitsMax)
    keep(.numbers, Self.isInteger(text) || Self.isFraction(text))
    keep(.booleans, Self.isWord(text, of: ["true", "false"]))
    keep(.zeroOrOne, Self.isWord(text, of: ["0", "1"]))
    var json: [UInt8] = []
    let opener = text.first
    guard opener == UInt8(ascii: "[") || opener == UInt8(ascii: "{"),
      traits.contains(.arrays) || traits.contains(.objects),
      (try? reader.readWhole(text.span, into: &json)) != nil
    else {
      traits.subtract([.arrays, .objects])
      return
    }
    keep(.arrays, opener == UInt8(ascii: "["))
    keep(.objects, opener == UInt8(ascii: "{"))
    if opener == UInt8(ascii: "[") { addItems(json) }
  }

  private mutating func addText(_ text: [UInt8]) {
    keep(.emails, Format.email.accepts(text.span))
    let isAddress = Format.idnEmail.accepts(text.span)
    if isAddress { emailCount += 1 }
    keep(.wideEmails, isAddress)
    keep(.httpURLs, Format.httpURL.accepts(text.span))
    keep(.httpsURLs, Format.httpsURL.accepts(text.span))
    keep(.dates, Format.date.accepts(text.span))
    keep(.dateTimes, Format.dateTime.accepts(text.span))
    keep(.uuids, Format.uuid.accepts(text.span))
    keep(.yesOrNo, Self.isWord(text, of: ["yes", "no", "y", "n", "on", "off"]))
    if text.contains(UInt8(ascii: ";")) { semicolonCount += 1 }
    let pairs = zip(text, text.dropFirst())
    if pairs.contains(where: { $0 == UInt8(ascii: ",") && $1 != 0x20 }) { commaCount += 1 }
  }

  private mutating func addJSON(_ json: [UInt8]) {
    let type = Self.type(json, 0..<json.count)
    jsonTypes.insert(type)
    if type == .array { addItems(json) }
    let digits = json.count { (0x30...0x39).contains($0) }
    var kept: Traits = []
    switch type {
    case .integer:
      kept = digits <= Self.exactDigitsMax ? [.smallIntegers, .integers] : [.integers]
    case .boolean: kept = .booleans
    case .array: kept = .arrays
    case .object: kept = .objects
    default: break
    }
    traits.formIntersection(kept)
  }

  private mutating func addItems(_ array: [UInt8]) {
    var index = 1
    while index < array.count && array[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(array.span, from: index)
      itemTypes.insert(Self.type(array, index..<end))
      index = end < array.count && array[end] == UInt8(ascii: ",") ? end + 1 : end
    }
  }

  private mutating func keep(_ trait: Traits, _ holds: Bool) {
    if !holds { traits.remove(trait) }
  }

  // MARK: Looks

  private static func type(_ json: [UInt8], _ range: Range<Int>) -> SchemaType {
    switch JSONReader.kind(json.span, at: range.lowerBound) {
    case .null: .null
    case .boolean: .boolean
    case .string: .string
    case .array: .array
    case .object: .object
    case .number:
      json[range].contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        ? .number : .integer
    }
  }

  /// `7`, `-3`, and no `007`, `-0` or `+1`.
  private static func isInteger(_ text: [UInt8]) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return false
    }
    return first != 0x30 || text.count == 1
  }

  /// `1.5`, and no `1.50`, which is rather a version or a price than a number.
  private static func isFraction(_ text: [UInt8]) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, text.count <= exactDigitsMax, let last = parts[1].last, last != 0x30,
      parts[1].allSatisfy({ (0x30...0x39).contains($0) })
    else { return false }
    let whole = Array(parts[0])
    return isInteger(whole) || whole.elementsEqual("-0".utf8)
  }

  private static func isWord(_ text: [UInt8], of words: [String]) -> Bool {
    let folded = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return words.contains { folded.elementsEqual($0.utf8) }
  }
}
