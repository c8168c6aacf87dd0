import Bytes
import Profiles

/// The job language as a JSON Schema (2020-12), made from the table that drives decoding, for
/// editors that complete and check YAML.
///
/// It is wider than the decoder: names of the profile, paths and placeholders are left to
/// `muster job lint`.
package enum JobSchema {
  /// The whole document, with a line break at its end.
  package static func text() -> String { tree().pretty + "\n" }

  static func tree() -> JSONTree {
    LanguageSchema.tree(
      title: "Muster job, version \(JobFormat.version)", of: JobFormat.mappings)
  }
}
