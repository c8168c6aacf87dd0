public import Tokens

/// What one run chooses: everything that is not in the profile and not in the batch.
public struct ProvisioningOptions: Sendable {
  /// Values for parameters and, for all rows at once, inputs.
  public var parameters: [(name: String, value: String)] = []
  /// The algorithm; nil means the profile's first.
  public var algorithm: Algorithm?
  /// The lifetime in seconds; nil means the profile's default.
  public var lifetimeSeconds: Int?
  /// The artifact form; nil means the profile's first.
  public var artifact: String?
  /// Effects that the run allows by name, `eternal`, and `duplicates`.
  public var allowedEffects: [String] = []
  /// Columns that feed claims or inputs, by the name of the claim.
  public var columns: [(name: String, column: String)] = []
  /// Separators of list cells, by the name of the claim.
  public var separators: [(name: String, separator: String)] = []
  /// Leaves unknown columns out, whatever the profile says about them.
  public var ignoresUnknownColumns = false
  /// Pieces of the key that are no secrets, in the order of the profile; nil where no key is at
  /// hand, as when checking.
  public var keyParts: [[UInt8]]?

  /// What a ledger asks of rows; nil where there is none.
  public var remembers: RememberedNames?

  /// What decides on a row's key; nil where there is one key for all.
  public var routing: RoutingNames?

  /// Renders a form as its URL, a line end and its fields as `application/x-www-form-urlencoded`, for
  /// whoever posts it, in place of the page that posts itself.
  package var rendersFields = false

  public init() {}

  /// What a run allows that shall not look for values which occur twice in the batch.
  static let duplicates = "duplicates"
}
