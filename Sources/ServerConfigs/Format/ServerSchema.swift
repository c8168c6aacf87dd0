import Bytes
import Profiles

/// The language of a server's file as a JSON Schema (2020-12), made from the table that drives decoding,
/// for editors that complete and check YAML.
///
/// It is wider than the decoder: addresses, names and what the parts ask of each other are left to
/// `muster serve lint`.
package enum ServerSchema {
  /// The whole document, with a line break at its end.
  package static func text() -> String {
    LanguageSchema.tree(
      title: "Muster server, version \(ServerFormat.version)", of: ServerFormat.mappings
    ).pretty + "\n"
  }
}
