/// What a YAML text may hold at most. One more of anything is refused, with the limit's name.
package struct YAMLLimits: Sendable {
  /// The bytes of the whole text.
  package var bytesMax: Int
  /// How deep lists and mappings stand in each other.
  package var depthMax: Int
  /// Values of every kind, keys included.
  package var nodesMax: Int
  /// The bytes of one scalar.
  package var scalarBytesMax: Int
  /// Findings before the reader gives up.
  package var findingsMax: Int
  /// Lines that begin with `%`: libyaml compares each directive with all before it.
  package var directiveLinesMax: Int

  /// 1 MiB, 64 levels, 20,000 values, 64 KiB each, 100 findings and 16 lines of directives.
  package static let standard = YAMLLimits()

  package init(
    bytesMax: Int = 1 << 20, depthMax: Int = 64, nodesMax: Int = 20_000,
    scalarBytesMax: Int = 64 << 10, findingsMax: Int = 100, directiveLinesMax: Int = 16
  ) {
    self.bytesMax = bytesMax
    self.depthMax = depthMax
    self.nodesMax = nodesMax
    self.scalarBytesMax = scalarBytesMax
    self.findingsMax = findingsMax
    self.directiveLinesMax = directiveLinesMax
  }
}
