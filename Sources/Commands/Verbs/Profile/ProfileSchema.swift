import ArgumentParser
import Authoring
import Bytes
import Findings
import Profiles
import Provisioning

extension ProfileCommand {
  /// Writes a JSON Schema: of the records that a profile accepts, or of profiles themselves.
  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Writes the JSON Schema of the records that a profile accepts.",
      discussion: """
        Example:
          muster profile schema bettermode \\
            --set domain=community.example.com > records.schema.json
          muster profile schema --language > profile.schema.json

        The schema is JSON Schema 2020-12, of one object of a JSON batch. Values that
        are not set are taken as absent; a rule over a required one that is not set
        is left out.
        """)

    @Argument(help: ArgumentHelp("A built-in name, or a file.", valueName: "name|file"))
    var profile: String?

    @Flag(name: .long, help: "Write the schema of the profile language instead, for editors.")
    var language = false

    @Option(
      name: .long, parsing: .singleValue,
      help: ArgumentHelp(
        "Value of a parameter, or of an input for all rows.", valueName: "name=value"))
    var set: [String] = []

    @Option(
      name: .long, parsing: .singleValue,
      help: ArgumentHelp("Key that feeds a claim.", valueName: "claim=key"))
    var map: [String] = []

    @Flag(name: .long, help: "Leave unknown keys out, whatever the profile says about them.")
    var ignoreUnknown = false

    @Option(
      name: .long,
      help: ArgumentHelp("Artifact form of the profile, which may need values.", valueName: "name"))
    var artifact: String?

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let text = language ? try languageSchema() : try recordSchema()
        // The answer brings its own line break.
        try Terminal.answer(String(text.dropLast()))
        return .done
      }
    }

    private func languageSchema() throws(CommandFailure) -> String {
      guard profile == nil, set.isEmpty, map.isEmpty, !ignoreUnknown, artifact == nil else {
        throw CommandFailure(
          .usage, "--language is the schema of all profiles, so it takes nothing else.",
          help: "Leave out --language for the records of one profile.")
      }
      return LanguageSchema.text()
    }

    private func recordSchema() throws(CommandFailure) -> String {
      guard let name = profile else {
        throw CommandFailure(
          .usage, "Whose records? Name a profile.",
          help: "For example: muster profile schema bettermode; or give --language.")
      }
      let profile = try ProfileSource.load(name)
      return RecordSchema(profile, try choices(profile)).text
    }

    /// The choices, held to the profile as those of a run are; what a run would miss may be missing.
    private func choices(_ profile: Profile) throws(CommandFailure) -> RecordSchema.Choices {
      var options = ProvisioningOptions()
      options.parameters = try ProfileOptions.pairs(set, "--set").map { (name: $0.0, value: $0.1) }
      options.columns = try ProfileOptions.pairs(map, "--map").map { (name: $0.0, column: $0.1) }
      options.artifact = artifact
      let findings = ProfileCompiler.compile(profile, options).findings.filter {
        $0.code != .missingParameter
      }
      if findings.contains(where: { $0.severity == .error }) {
        throw CommandFailure(.usage, nil, findings: findings.map { FindingText($0) })
      }
      var choices = RecordSchema.Choices()
      choices.columns = options.columns
      choices.ignoresUnknownColumns = ignoreUnknown
      choices.artifact = artifact
      for (name, value) in options.parameters {
        let group = profile.parameters.index(of: name) == nil ? profile.inputs : profile.parameters
        guard let index = group.index(of: name),
          let json = group.properties[index].json(ofGiven: Array(value.utf8))
        else { continue }
        choices.values.append((name: name, json: json))
      }
      return choices
    }
  }
}
