/// Edits of what a server takes from requests, and of how Muster presents tokens.
extension EditTable {
  static let servings: [Edit] = [
    Edit(
      "property.request", "[go, to]", "[go]",
      "! inputs.go.request: [go, to] → [go] (a name in requests is no longer read)",
      back: "inputs.go.request: [go] → [go, to]"),
    Edit("property.request", "[go, to]", "[to, go]"),
    Edit(
      "property.request", ", request: [go, to]", "",
      "! inputs.go.request: [go, to] → none (a name in requests is no longer read)",
      back: "inputs.go.request: none → [go, to]"),
    Edit(
      "property.nonce", "nonce: { pattern", "nonce: { nonce: true, pattern",
      "inputs.nonce.nonce: none → true",
      back: "! inputs.nonce.nonce: true → none (a server no longer makes it)"),
    Edit(
      "profile.delivery",
      "delivery:\n  artifact: link\n  success: [{ status: 200, body: Hello, bodyNot: Sorry }, { status: 302, location: ^/a, locationNot: ^/b }]\n  redirects: 1\n",
      "",
      "! delivery: link → none (`muster deliver` refuses the profile)",
      back: "delivery: none → link"),
    Edit(
      "delivery.artifact", "delivery:\n  artifact: link\n",
      "  post: { kind: form, url: \"https://{domain}/sso\", fields: { jwt: \"{token}\" } }\ndelivery:\n  artifact: post\n",
      "artifacts.post: none → form",
      "! delivery.artifact: link → post (another form is presented)",
      back: "! artifacts.post: form → none (--artifact post is refused)",
      "! delivery.artifact: post → link (another form is presented)"),
    Edit(
      "delivery.redirects", "redirects: 1", "redirects: 2",
      "! delivery.redirects: 1 → 2 (another answer is the last one)",
      back: "! delivery.redirects: 2 → 1 (another answer is the last one)"),
    Edit(
      "delivery.redirects", "  redirects: 1\n", "",
      "! delivery.redirects: 1 → 0 (another answer is the last one)",
      back: "! delivery.redirects: 0 → 1 (another answer is the last one)"),
    Edit(
      "delivery.success", ", { status: 302, location: ^/a, locationNot: ^/b }", "",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }] (an answer no longer means success)",
      back:
        "delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }]"
    ),
    Edit(
      "answer.status", "status: 200", "status: 2xx",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [2xx], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)",
      back:
        "! delivery.success: [{ status: [2xx], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)"
    ),
    Edit(
      "answer.body", "body: Hello", "body: Hullo",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hullo\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)",
      back:
        "! delivery.success: [{ status: [200], body: \"Hullo\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)"
    ),
    Edit(
      "answer.bodyNot", ", bodyNot: Sorry", "",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)",
      back:
        "! delivery.success: [{ status: [200], body: \"Hello\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)"
    ),
    Edit(
      "answer.location", "location: ^/a", "location: ^/c",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/c\", locationNot: \"^/b\" }] (an answer no longer means success)",
      back:
        "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/c\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)"
    ),
    Edit(
      "answer.locationNot", ", locationNot: ^/b", "",
      "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\" }] (an answer no longer means success)",
      back:
        "! delivery.success: [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\" }] → [{ status: [200], body: \"Hello\", bodyNot: \"Sorry\" }, { status: [302], location: \"^/a\", locationNot: \"^/b\" }] (an answer no longer means success)"
    ),
  ]
}
