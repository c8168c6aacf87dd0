/// Options that take one value: given twice, the last would win without a word.
enum RepeatedOptions {
  private static let single = [
    "--profile", "--lifetime", "--algorithm", "--artifact", "--key-file", "--key-env",
    "--key-command", "--input-format", "--output-format", "--delimiter", "--output", "-o",
    "--rejects", "--findings", "--now", "--cases", "--filter", "--format",
    "--from", "--rows", "--input", "--confirm", "--name", "--rate", "--concurrency", "--ca",
    "--ledger", "--mount", "--base-url", "--valid", "--uses", "--config", "--purpose", "--run",
    "--user",
    "--ticket", "--identity",
  ]

  /// The first option of the command line that is given twice, if one is.
  static func first(in arguments: [String]) -> String? {
    var seen: Set<String> = []
    var isValue = false
    for argument in arguments {
      if argument == "--" { return nil }
      if isValue {
        isValue = false
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1)
      guard let name = parts.first.map(String.init), single.contains(name) else { continue }
      isValue = parts.count == 1
      if !seen.insert(name == "-o" ? "--output" : name).inserted { return name }
    }
    return nil
  }
}
