/// One thing that is wrong, or doubtful, in the user's profile, batch, record or token.
///
/// A finding is data: it is collected, never thrown, and worded once, where it is found.
/// It never carries a secret: `excerpt` is shortened and has control characters escaped, and a
/// claim that the profile marks `secret` shows `<redacted>`.
public struct Finding: Sendable, Hashable {
  /// Where a finding belongs.
  public enum Place: Sendable, Hashable {
    /// The run as a whole: a gate, a parameter, a key.
    case run
    /// A place in a profile.
    case source(SourceLocation)
    /// The batch as a whole, for example its header; `line` is the physical line.
    case batch(line: Int)
    /// One record. `row` is 1-based and counts records, not the header; `line` is the physical
    /// line on which the record begins.
    case row(Int, line: Int)
  }

  public var code: FindingCode
  public var severity: Severity
  public var place: Place
  /// What is wrong, in one sentence without a final line break.
  public var message: String
  /// What to do about it, in one sentence.
  public var help: String?
  /// The column (CSV) or key (JSON) that the value came from.
  public var column: String?
  /// The claim concerned, as a path: `spaces[0].action`.
  public var claim: String?
  /// A shortened, escaped and redacted piece of the offending value.
  public var excerpt: String?
  /// The id of the profile's rule or effect, for findings that come from one.
  public var rule: String?

  public init(
    _ code: FindingCode, _ severity: Severity = .error, at place: Place, _ message: String,
    help: String? = nil, column: String? = nil, claim: String? = nil, excerpt: String? = nil,
    rule: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.place = place
    self.message = message
    self.help = help
    self.column = column
    self.claim = claim
    self.excerpt = excerpt
    self.rule = rule
  }
}
