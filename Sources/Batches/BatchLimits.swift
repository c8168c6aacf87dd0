/// How much a batch may hold. Every limit is named in the refusal that it causes.
public struct BatchLimits: Sendable, Hashable {
  /// The longest cell, string or JSON value in bytes of UTF-8. A longer one is a problem of its
  /// record. Default: 65,536.
  public var fieldBytesMax: Int
  /// The longest record in bytes, without its line end but with white space around a JSON record. A
  /// longer one ends the reading of the batch. Default: 4 MiB.
  public var recordBytesMax: Int
  /// How many columns a header, or keys all JSON records together, may have. Default: 1,024.
  public var columnsMax: Int
  /// How deep a JSON record may nest, itself counted. Default: 64.
  public var depthMax: Int
  /// How many members a JSON object inside a record may have. Default: 1,024.
  public var membersMax: Int
  /// How many problems of one record are kept; the later ones are dropped. Default: 100.
  public var problemsMax: Int

  /// A record's places are kept in 32 bits.
  static let recordBytesCeiling = 1 << 30

  public init(
    fieldBytesMax: Int = 65_536, recordBytesMax: Int = 4 << 20, columnsMax: Int = 1_024,
    depthMax: Int = 64, membersMax: Int = 1_024, problemsMax: Int = 100
  ) {
    precondition(recordBytesMax <= Self.recordBytesCeiling, "a record has at most 1 GiB")
    self.fieldBytesMax = fieldBytesMax
    self.recordBytesMax = recordBytesMax
    self.columnsMax = columnsMax
    self.depthMax = depthMax
    self.membersMax = membersMax
    self.problemsMax = problemsMax
  }
}
