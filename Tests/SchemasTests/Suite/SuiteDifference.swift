/// A place of the official suite where Muster differs, and why.
struct SuiteDifference {
  var file: String
  /// The group's description.
  var group: String
  /// The test's description; nil for the whole group.
  var test: String?
  var reason: Reason

  /// Why Muster does as it does.
  enum Reason: String, CaseIterable {
    case noReferences =
      "The language has no `$ref` and no `$defs`: a profile is read from top to bottom."
    case noDependentSchemas =
      "The language has no `dependentSchemas`; `if` and `then` say the same."
    case noComments = "The language has no `$comment`: YAML has comments."
    case noNUL =
      "A batch with NUL characters is refused before any schema is asked (`nul-character`)."
    case emptyEnum = "An empty `enum` is refused when the profile is read: no value could fit."
    case noValueFits =
      "A schema that no value can satisfy, such as `maxContains` below `minContains`, is refused when the profile is read."
    case decimalCounts = "Counts and lengths are written as whole numbers: `2`, not `2.0`."
    case integersAsWritten =
      "An integer is written without fraction and exponent, for a token carries it as it is written."
    case assertedFormats = "A format is always checked, not merely noted."
    case unknownFormats = "The language lacks this format, and refuses it rather than ignore it."
    case noUnicodeProperties =
      "Patterns have no `\\p{…}`: what it matches changes with Unicode's version."
    case linearPatterns =
      "Patterns have no look-around and no back-references, to take linear time."
    case noAddressLiterals = "An address with an IP literal for a host is refused: no user has one."
    case noControls = "Control characters beyond ASCII are refused in addresses."
    case hostnamesAsASCII =
      "`hostname` is RFC 1123: what punycode (`xn--`) stands for is not looked into."
  }

  init(_ reason: Reason, _ file: String, _ group: String, _ test: String? = nil) {
    (self.file, self.group, self.test, self.reason) = (file, group, test, reason)
  }

  var place: String { [file, group, test ?? "*"].joined(separator: " | ") }

  func covers(_ file: String, _ group: String, _ test: String) -> Bool {
    self.file == file && self.group == group && (self.test ?? test) == test
  }

  static let all = keywords + decimals + asserted + unknown + formats + patterns

  private static let decimals: [SuiteDifference] = [
    ("maxContains", "maxContains with contains, value with a decimal"),
    ("maxItems", "maxItems validation with a decimal"),
    ("maxLength", "maxLength validation with a decimal"),
    ("maxProperties", "maxProperties validation with a decimal"),
    ("minContains", "minContains=2 with contains with a decimal value"),
    ("minItems", "minItems validation with a decimal"),
    ("minLength", "minLength validation with a decimal"),
    ("minProperties", "minProperties validation with a decimal"),
  ].map { SuiteDifference(.decimalCounts, $0.0, $0.1) }

  private static let keywords: [SuiteDifference] = [
    .init(
      .noDependentSchemas, "additionalProperties", "dependentSchemas with additionalProperties"),
    .init(.noNUL, "const", "nul characters in strings"),
    .init(.noNUL, "enum", "nul characters in strings"),
    .init(.emptyEnum, "enum", "empty enum"),
    .init(.noReferences, "items", "items and subitems"),
    .init(.noValueFits, "allOf", "allOf with boolean schemas, some false"),
    .init(.noValueFits, "allOf", "allOf with boolean schemas, all false"),
    .init(.noValueFits, "minContains", "maxContains < minContains"),
    .init(
      .noComments, "not", "collect annotations inside a 'not', even if collection is disabled"),
    .init(
      .integersAsWritten, "type", "integer type matches integers",
      "a float with zero fractional part is an integer"),
    .init(
      .integersAsWritten, "optional/float-overflow",
      "all integers are multiples of 0.5, if overflow is handled"),
  ]

  private static let asserted: [SuiteDifference] = [
    "email", "idn-email", "regex", "ipv4", "ipv6", "hostname", "date", "date-time", "time",
    "json-pointer", "uri", "uri-reference", "uuid", "duration",
  ].map {
    SuiteDifference(
      .assertedFormats, "format", "\($0) format",
      "invalid \($0) string is only an annotation by default")
  }

  private static let unknown: [SuiteDifference] = [
    "idn-hostname", "relative-json-pointer", "iri", "iri-reference", "uri-template",
  ].map { SuiteDifference(.unknownFormats, "format", "\($0) format") }

  private static let formats: [SuiteDifference] = [
    .init(
      .noAddressLiterals, "optional/format/email", "validation of e-mail addresses",
      "an IPv4-address-literal after the @ is valid"),
    .init(
      .noAddressLiterals, "optional/format/email", "validation of e-mail addresses",
      "an IPv6-address-literal after the @ is valid"),
    .init(
      .noNUL, "optional/format/date", "validation of date strings",
      "invalid: NUL character after an otherwise valid full-date"),
    .init(
      .hostnamesAsASCII, "optional/format/hostname",
      "validation of A-label (punycode) host names"),
    .init(
      .noControls, "optional/format/idn-email",
      "validation of an internationalized e-mail addresses",
      "a C1 control in the local part is valid"),
    .init(
      .noNUL, "optional/format/ipv4", "validation of IP addresses",
      "additional content after an embedded NUL byte"),
    .init(
      .noNUL, "optional/format/json-pointer",
      "validation of JSON-pointers (JSON String Representation)",
      "valid JSON-pointer (control characters allowed after JSON unescaping)"),
  ]

  private static let patterns: [SuiteDifference] = [
    .init(
      .noUnicodeProperties, "pattern",
      "pattern with Unicode property escape requires unicode mode"),
    .init(
      .noUnicodeProperties, "patternProperties", "patternProperties with Unicode property escape"),
    .init(
      .noUnicodeProperties, "optional/ecmascript-regex",
      "patterns always use unicode semantics with pattern"),
    .init(
      .noUnicodeProperties, "optional/ecmascript-regex", "pattern with non-ASCII digits"),
    .init(
      .noUnicodeProperties, "optional/ecmascript-regex",
      "patterns always use unicode semantics with patternProperties"),
    .init(
      .noUnicodeProperties, "optional/ecmascript-regex",
      "patternProperties with non-ASCII digits"),
    .init(
      .linearPatterns, "optional/format/ecmascript-regex",
      "ECMA 262 named groups and backreferences are valid",
      "an ECMA 262 named backreference \\k<name>"),
    .init(
      .linearPatterns, "optional/format/ecmascript-regex",
      "ECMA 262 lookbehind is valid, including variable width",
      "a variable-width lookbehind (ES2018)"),
  ]
}
