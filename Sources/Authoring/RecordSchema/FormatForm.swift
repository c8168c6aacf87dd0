import Schemas

/// A format as a regular expression (ECMA-262, without look-around), for tools that know no formats
/// or other ones.
enum FormatForm {
  /// A pattern for a whole text, without anchors.
  struct Body {
    var source: String
    /// Whether it takes exactly what the format takes; otherwise it takes more.
    var isExact = false
  }

  /// Formats that JSON Schema 2020-12 knows by the same name.
  static let standard: [Format] = [
    .email, .idnEmail, .hostname, .ipv4, .ipv6, .uri, .uriReference, .uuid, .dateTime, .date, .time,
    .duration, .jsonPointer, .regex,
  ]

  /// The pattern of a format; nil where none is of use.
  static func body(_ format: Format) -> Body? {
    switch format {
    case .email: Body(source: address)
    case .idnEmail: Body(source: wideAddress)
    case .hostname: Body(source: hostname)
    case .hostPort: Body(source: "(?:\(hostname)|\\[[0-9A-Fa-f:.]+\\])(?::[1-9][0-9]{0,4})?")
    case .ipv4: Body(source: "\(byte)(?:\\.\(byte)){3}", isExact: true)
    case .ipv6: Body(source: "[0-9A-Fa-f:.]{2,45}")
    case .uri: Body(source: "\(scheme):\(addressText)*")
    case .uriReference: Body(source: "\(addressText)*")
    case .httpURL: Body(source: webURL("[Ss]?"))
    case .httpsURL: Body(source: webURL("[Ss]"))
    case .relativePath:
      Body(source: "/(?:(?:\(pathText)|%\(hex){2})(?:\(pathText)|/|%\(hex){2})*)?")
    case .stringOrURI: Body(source: "[^:]*|\(scheme):\(addressText)*")
    case .uuid: Body(source: "\(hex){8}(?:-\(hex){4}){3}-\(hex){12}", isExact: true)
    case .dateTime: Body(source: "\(date)[Tt]\(time)")
    case .date: Body(source: date)
    case .time: Body(source: time)
    case .duration: Body(source: duration, isExact: true)
    case .jsonPointer: Body(source: "(?:/(?:[^~/]|~[01])*)*", isExact: true)
    case .regex: nil
    }
  }

  private static let hex = "[0-9A-Fa-f]"
  private static let byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
  private static let scheme = "[A-Za-z][A-Za-z0-9+.\\-]*"
  private static let label = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?"
  private static let hostname = "\(label)(?:\\.\(label))*"
  private static let date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
  private static let time =
    "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?"
    + "(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
  private static let duration =
    "P(?:[0-9]+W|(?:\(units("Y", "M", "D")))(?:T(?:\(units("H", "M", "S"))))?"
    + "|T(?:\(units("H", "M", "S"))))"

  /// Numbers with neighbouring units, from the largest down.
  private static func units(_ one: String, _ two: String, _ three: String) -> String {
    let last = "[0-9]+\(three)"
    let middle = "[0-9]+\(two)(?:\(last))?"
    return "[0-9]+\(one)(?:\(middle))?|\(middle)|\(last)"
  }

  /// A character of a URI or a percent-encoding.
  private static let addressText =
    "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:/?#\\[\\]@]|%\(hex){2})"

  /// A character of a path that is no slash, or one outside ASCII.
  private static let pathText = "[^\\x00- \"%/<>\\\\^`{}\\x7F]"

  private static func webURL(_ secure: String) -> String {
    "[Hh][Tt][Tt][Pp]\(secure)://(?:[A-Za-z0-9.\\-]+|\\[[0-9A-Fa-f:.]+\\])(?::[1-9][0-9]{0,4})?"
      + "(?:[/?#](?:[^\\x00- \"%'<>\\\\`\\x7F]|%\(hex){2})*)?"
  }

  private static let address =
    "(?:[A-Za-z0-9!#$%&'*+./=?^_`{|}~\\-]+|\"[ -~]*\")@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)+"

  /// The same with characters outside ASCII: what ASCII has beside, left out of everything.
  private static let wideAddress =
    "(?:[^\\x00- \"(),:;<>@\\[-\\]\\x7F]+|\"[^\\x00-\\x1F\\x7F]*\")@\(widePart)(?:\\.\(widePart))+"
  private static let widePart = "[^\\x00-,./:-@\\[-`{-\\x7F]+"
}
