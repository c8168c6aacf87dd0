import Findings
import Schemas

/// What a skeleton says of one column: the keys of its claim, and what to ask the document.
struct ColumnGuess {
  private(set) var types: SchemaType = .string
  /// Keys of the property beside `type`, in their order.
  private(set) var keys: [(name: String, value: String)] = []
  /// Sentences for comments.
  private(set) var questions: [String] = []

  var isSecret: Bool { keys.contains { $0.name == "secret" } }

  private let evidence: ColumnEvidence
  /// The column's name in lower case, letters and digits only.
  private let folded: String

  init(_ evidence: ColumnEvidence, isJSON: Bool) {
    self.evidence = evidence
    folded = Self.folded(evidence.name)
    if !evidence.hasValues {
      questions.append("No row here has a value. What type does the document give?")
    } else if isJSON {
      guessJSON()
    } else {
      guessCSV()
    }
    if types == .string { describeText() }
    if types == .integer || types == .number {
      questions.append(
        "Does the document state a range? Then: minimum: …, maximum: …, source: \"guide: …\"")
    }
    if types.contains(.array) { describeList() }
    if types.contains(.object) {
      questions.append("Which members may it have? Then: properties, additionalProperties: false")
    }
    markSecret()
  }

  static func folded(_ name: [UInt8]) -> String {
    String(decoding: name, as: Unicode.UTF8.self).lowercased().filter { $0.isLetter || $0.isNumber }
  }

  // MARK: Types

  private mutating func guessCSV() {
    if evidence.isAll(.booleans) {
      types = .boolean
    } else if evidence.isAll(.arrays) {
      types = .array
    } else if evidence.isAll(.objects) {
      types = .object
    } else if evidence.isAll(.smallIntegers) && !isCode {
      types = .integer
      if evidence.isAll(.zeroOrOne) {
        questions.append(
          "Only 0 and 1: does the document want a boolean? Then: type: boolean, "
            + "transform: [toBoolean]")
      }
    } else if evidence.isAll(.numbers) && !evidence.isAll(.integers) {
      types = .number
    } else if evidence.isAll(.integers) {
      questions.append(
        "Digits only, kept as a text: does the document want a number? Then: type: integer")
    } else if evidence.isAll(.yesOrNo) {
      questions.append(
        "Only yes and no: does the document want a boolean? Then: type: boolean, "
          + "transform: [toBoolean]")
    }
  }

  private mutating func guessJSON() {
    types = evidence.jsonTypes
    // A number may be whole; the other way round it may not.
    if types.contains(.number) { types.remove(.integer) }
    if types.isEmpty { types = .string }
    if SchemaWording.names(types).count > 1 {
      questions.append("The rows mix types. Which one does the document want?")
    } else if types == .integer && !evidence.isAll(.smallIntegers) {
      questions.append(
        "Some numbers are too large for readers that round them. Does the document want a text? "
          + "Then: type: string, transform: [toString]")
    }
  }

  /// Whether the name is one of those whose digits are no number: nobody adds them up.
  private var isCode: Bool {
    SkeletonIdentity.rank(folded) != nil || folded.hasSuffix("id")
      || ["phone", "tel", "mobile", "fax", "zip", "postal", "postcode", "code", "number"].contains {
        folded.contains($0)
      }
  }

  // MARK: Texts and lists

  private mutating func describeText() {
    if evidence.isAll(.emails) {
      keys.append(("format", "email"))
    } else if evidence.isAll(.wideEmails) {
      keys.append(("format", "idn-email"))
    } else if evidence.isAll(.httpURLs) {
      keys.append(("format", "http-url"))
      if evidence.isAll(.httpsURLs) {
        questions.append("Must it begin with https://? Then: format: https-url")
      }
    } else if evidence.isAll(.dates) || evidence.isAll(.dateTimes) {
      let format = evidence.isAll(.dates) ? "date" : "date-time"
      questions.append(
        "Looks like a \(format): which form does the document want? Then: format: \(format), or "
          + "type: integer, transform: [toSeconds]")
    } else if evidence.isAll(.uuids) {
      questions.append("All are UUIDs: does the document demand that? Then: format: uuid")
    } else if evidence.emailCount * 2 > evidence.valueCount {
      let others = evidence.valueCount - evidence.emailCount
      questions.append(
        "All but \(others) are e-mail addresses: is each meant to be one? Then: format: idn-email")
    }
    askForSeparator()
    guard evidence.hasValues else { return }
    questions.append(
      "Does the document state a limit? Then: maxLength: …, source: \"guide: …\" "
        + "(longest here: \(evidence.longest))")
  }

  private mutating func askForSeparator() {
    let separator =
      evidence.semicolonCount > 0 ? ";" : evidence.commaCount > 0 ? "," : nil
    guard let separator, !evidence.isAll(.httpURLs) else { return }
    questions.append(
      "Several values in one cell? Then: type: array, separator: \"\(separator)\", "
        + "items: { type: string }")
  }

  private mutating func describeList() {
    var items = evidence.itemTypes
    if items.contains(.number) { items.remove(.integer) }
    if SchemaWording.names(items).count == 1 {
      keys.append(("items", "{ type: \(SchemaWording.text(items)) }"))
    }
    questions.append("How many may there be, and may one stand twice? Then: maxItems, uniqueItems")
  }

  private mutating func markSecret() {
    let isSecret = ["password", "passwd", "passwort", "secret"].contains { folded.contains($0) }
    guard isSecret, types == .string else { return }
    keys.append(("secret", "true"))
    questions.append("A secret is shown nowhere but in the token. Is it one, and must it be sent?")
  }
}

/// Guesses which columns name a user.
enum SkeletonIdentity {
  /// Folded names, the likeliest first; those from `email` on are addresses.
  private static let names = [
    "sub", "id", "userid", "uid", "externalid", "memberid", "customerid", "employeeid", "username",
    "login", "email", "emailaddress", "useremail", "mail",
  ]

  /// How likely a column of this folded name names a user: less is likelier; nil for not at all.
  static func rank(_ folded: String) -> Int? { names.firstIndex(of: folded) }
}
