import BundledProfiles
import Findings
import Profiles
import Tokens

/// The page of the platforms that are described so far, made from their profiles.
enum PlatformsPage {
  /// The page as Markdown, with the line break of its last line.
  static func markdown() throws(CommandFailure) -> String {
    var rows: [String] = []
    for name in BundledProfiles.names {
      let profile = try ProfileSource.load(name)
      let readings = BundledProfiles.text(name).map(readings) ?? 0
      rows.append(
        "| `\(name)` | \(profile.title) | \(signing(profile)) | \(delivery(profile)) | \(readings) |"
      )
    }
    return head(rows.count) + rows.joined(separator: "\n") + "\n" + tail
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

    \(count) contracts, and no line of code that knows one of them. The last column counts the places
    where a profile holds a reading of our own, because the platform's document is silent or could not
    be read again; `muster profile lint --unverified NAME` lists them. This page is generated with
    `muster profile reference --platforms`.

    | Profile | Platform | Signed with | Delivered as | Our readings |
    |---|---|---|---|---|

    """
  }

  private static let tail = """

    ## What cannot be expressed

    - **Shopify Multipass**, and any JWE: the payload is encrypted. Nothing in Muster encrypts.
    - **SAML**, PASETO, CBOR tokens: what is signed here is a text or a JWS, not XML or binary.
    - **RSA with SHA-1**, as CloudFront's signed URLs take it: an algorithm that we leave out.
    - **Readme, and inSided (Gainsight)**: expressible as far as can be told, but their tables of claims
      could not be read, and a profile that guesses names does harm.
    - **Customs of transport** beyond links, pages, forms, JSON and text, such as a second request that
      exchanges one token for another: the token for the first request is made, the rest is yours.
    - **Tokens that answer a request** (jsConnect, Freshworks, Canny's redirect, Commento): expressible,
      and the batch has to bring what the request brought. In bulk that is rarely at hand.

    """
}
