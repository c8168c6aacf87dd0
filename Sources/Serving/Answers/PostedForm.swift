import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Tokens

/// A form that a browser posts to a platform, from an artifact that was rendered as fields: the URL, a
/// line end, and the fields as `application/x-www-form-urlencoded`.
struct PostedForm {
  private let url: [UInt8]
  private let fields: [(name: [UInt8], value: [UInt8])]

  init(_ artifact: [UInt8]) {
    let lines = artifact.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    url = Array(lines[0])
    var fields: [(name: [UInt8], value: [UInt8])] = []
    if lines.count > 1 {
      for pair in lines[1].split(separator: UInt8(ascii: "&")) {
        let parts = pair.split(
          separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        fields.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : []))
      }
    }
    self.fields = fields
  }

  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let encoded = Array(text)
    var output: [UInt8] = []
    // We wrote it ourselves.
    guard PercentEncoding.decode(encoded.span, into: &output) else {
      preconditionFailure("A form is encoded as it must be.")
    }
    return output
  }

  /// A page that posts itself, and has a button for browsers that run no scripts. Its policy allows this
  /// one script, and nothing else but posting.
  func page(entropy: Entropy) throws(Refused) -> Response {
    guard let scheme else { throw Refused(.internalTrouble) }
    var random: [UInt8] = []
    entropy.append(16, to: &random)
    var encoded: [UInt8] = []
    Base64URL.append(random.span, to: &encoded)
    let nonce = String(decoding: encoded, as: Unicode.UTF8.self)
    var page = Array(
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width"><title>Signing in</title></head><body>\
      <form method="post" action="
      """.utf8)
    Self.appendEscaped(url, &page)
    page += Array("\">".utf8)
    for field in fields {
      page += Array("<input type=\"hidden\" name=\"".utf8)
      Self.appendEscaped(field.name, &page)
      page += Array("\" value=\"".utf8)
      Self.appendEscaped(field.value, &page)
      page += Array("\">".utf8)
    }
    page += Array(
      """
      <button>Continue</button></form>\
      <script nonce="\(nonce)">document.forms[0].submit()</script></body></html>
      """.utf8)
    var response = Answer.make(type: Answer.page, page)
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
      + "script-src 'nonce-\(nonce)'; form-action \(scheme)"
    return response
  }

  /// The scheme of the URL, which is all that the policy names: browsers hold it against what the
  /// platform redirects to as well, and that may be another of its hosts.
  private var scheme: String? {
    ["https:", "http:"].first { url.starts(with: Array("\($0)//".utf8)) }
  }

  private static func appendEscaped(_ text: [UInt8], _ page: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): page += Array("&amp;".utf8)
      case UInt8(ascii: "<"): page += Array("&lt;".utf8)
      case UInt8(ascii: ">"): page += Array("&gt;".utf8)
      case UInt8(ascii: "\""): page += Array("&quot;".utf8)
      case UInt8(ascii: "'"): page += Array("&#39;".utf8)
      default: page.append(byte)
      }
    }
  }
}
