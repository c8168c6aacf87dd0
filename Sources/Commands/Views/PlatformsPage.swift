import BundledProfiles
import Findings
import Profiles
import Tokens

/// The table of the platforms that are described so far, made from their profiles. What cannot be
/// described stands behind it in the page itself: no platform is named here.
enum PlatformsPage {
  /// The page as Markdown, with the line break of its last line.
  static func markdown() throws(CommandFailure) -> String {
    var rows: [String] = []
    for name in BundledProfiles.names {
      let profile = try ProfileSource.load(name)
      let readings = BundledProfiles.text(name).map(readings) ?? 0
      rows.append(
        "| `\(name)` | \(profile.title) | \(signing(profile)) | \(delivery(profile)) "
          + "| \(profile.delivery?.artifact ?? "") | \(readings) |"
      )
    }
    return head(rows.count) + rows.joined(separator: "\n") + "\n"
  }

  private static func signing(_ profile: Profile) -> String {
    if let container = profile.container { return "\(container.algorithm.name) over a text" }
    return "JWT, " + profile.algorithms.map(\.rawValue).joined(separator: " ")
  }

  private static func delivery(_ profile: Profile) -> String {
    var kinds: [String] = []
    for form in profile.artifacts where !kinds.contains(form.kind.rawValue) {
      kinds.append(form.kind.rawValue)
    }
    return kinds.joined(separator: ", ")
  }

  /// How often a profile says that something is our own reading.
  private static func readings(_ text: String) -> Int {
    ProfileReader.lint(Array(text.utf8), file: "").count { $0.code == .unverified }
  }

  private static func head(_ count: Int) -> String {
    """
    # Platforms

    What is described so far, each in one YAML file, and what cannot be.

    ## Overview

    \(count) contracts, and no line of code that knows one of them. `muster deliver` presents the form in
    the column of its name, where a visit creates or updates the user and the answer tells whether it did;
    elsewhere the user's own browser or your page has to. The last column counts the places
    where a profile holds a reading of our own, because the platform's document is silent or could not
    be read again; `muster profile lint --unverified NAME` lists them. Down to the end of the table
    this page is generated with `muster profile reference --platforms`.

    | Profile | Platform | Signed with | Delivered as | By `muster deliver` | Our readings |
    |---|---|---|---|---|---|

    """
  }
}
