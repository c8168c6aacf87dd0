/// A parsed regular expression. Only what decides whether a text matches is kept: groups and laziness
/// are gone.
indirect enum PatternNode: Sendable {
  case empty
  case scalar(ByteTree)
  case begin
  case end
  case sequence([PatternNode])
  case choice([PatternNode])
  /// `maximum` is nil when there is none. `offset` is where the repetition stands in the source.
  case repetition(PatternNode, minimum: Int, maximum: Int?, offset: Int)
}
