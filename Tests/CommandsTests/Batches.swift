/// Batches, keys and option lists that several tests share.
enum Sample {
  /// Test-only: a secret that protects nothing.
  static let secret = "TEST-ONLY-not-a-secret-0123456789abcdef"

  /// The options of most runs.
  static let options = "--profile bettermode --set domain=c.example.com --now 1700000000"
  /// The same with the key.
  static let keyed = options + " --key-file sso.key"

  /// Two rows that pass, and one without a name.
  static let members = """
    sub,name,email
    007,Zoë Müller,zoe@example.com
    008,,nobody@example.com
    009,Łukasz,lukasz@example.com

    """

  static var files: [String: String] { ["sso.key": secret + "\n", "members.csv": members] }

  /// The files with their permissions, as a careful user has them.
  static func folder(_ more: [String: String] = [:]) throws -> Folder {
    let folder = try Folder(files.merging(more) { $1 })
    try folder.protect("sso.key")
    return folder
  }
}
