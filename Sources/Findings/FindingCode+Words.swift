extension FindingCode {
  /// The codes in the groups of the documentation.
  package static let groups: [(title: String, codes: [FindingCode])] = [
    (
      "Profiles: the text",
      [
        .yamlSyntax, .yamlLimit, .yamlForbidden, .duplicateKey,
      ]
    ),
    (
      "Profiles: the meaning",
      [
        .unknownKey, .missingKey, .wrongKind, .badValue, .badPattern, .unknownName, .contradiction,
        .unsafeTemplate, .weakDigest, .unverified,
      ]
    ),
    (
      "Batches: the file and its header",
      [
        .emptyBatch, .duplicateColumn, .missingColumn, .unknownColumn, .nearMissColumn, .columnCase,
        .batchLimit,
      ]
    ),
    (
      "Batches: one record",
      [
        .raggedRow, .unclosedQuote, .strayQuote, .invalidUTF8, .nulCharacter, .invalidJSON,
        .notAnObject, .duplicateMember, .loneSurrogate, .fieldTooLong, .recordTooLong, .tooDeep,
        .redactedValue,
      ]
    ),
    (
      "Records: values against the claim schema",
      [
        .requiredClaim, .wrongType, .notInEnum, .notConst, .tooShort, .tooLong, .patternMismatch,
        .formatMismatch, .tooSmall, .tooLarge, .notMultiple, .tooFewItems, .tooManyItems,
        .itemsNotUnique, .containsMismatch, .unknownMember, .tooFewMembers, .tooManyMembers,
        .memberName, .schemaCombination, .transformFailed, .conflictingSources,
      ]
    ),
    (
      "Records: across fields and rows",
      [
        .rule, .effectHeld, .duplicateIdentity, .duplicateValue, .uniquenessLimit,
        .missingIdentity,
      ]
    ),
    (
      "Artifacts and lifetimes",
      [
        .missingInput, .artifactTooLong, .lifetime, .eternal, .perishable,
        .clockStep,
      ]
    ),
    (
      "Runs: parameters, keys, gates",
      [
        .missingParameter, .unknownParameter, .badParameter, .unknownEffect, .weakKey, .doubtfulKey,
        .noKey, .keyPartsDiffer, .outputLineBreak,
      ]
    ),
    ("Jobs", [.clearSecret, .missingFile, .noLimit, .reportUndelivered]),
    (
      "Verification",
      [
        .notAToken, .wrongForm, .wrongAlgorithm, .badSignature, .badHeader, .expired, .notYetValid,
        .unknownClaim,
      ]
    ),
  ]

  /// What a finding with this code says, in one sentence.
  public var summary: String {
    switch self {
    case .yamlSyntax:
      "The file is not well-formed YAML."
    case .yamlLimit:
      "The file is larger, deeper or fuller than it may be."
    case .yamlForbidden:
      "The file uses a part of YAML that is refused: tags, several documents, merge keys "
        + "or the like."
    case .duplicateKey:
      "A key, the id of a rule or effect, or the name of a case, stands twice."
    case .unknownKey:
      "The language has no such key here."
    case .missingKey:
      "A key that is required here is not there."
    case .wrongKind:
      "The value has the wrong shape, for example a text where a list belongs."
    case .badValue:
      "The value has the right shape and is not one of those that are possible."
    case .badPattern:
      "A regular expression cannot be used: a mistake, or a feature that is not linear in time."
    case .unknownName:
      "A name refers to nothing: a claim, parameter, document, artifact or placeholder."
    case .contradiction:
      "Two parts of the profile, or of the job, exclude each other, or one of them makes no "
        + "sense alone."
    case .unsafeTemplate:
      "A template puts a value where it cannot be escaped, or lets a row choose the host or "
        + "target of a link."
    case .weakDigest:
      "A digest for which collisions are known, and no document that asks for it."
    case .unverified:
      "A reading of the profile's author, which the platform's document does not say."
    case .emptyBatch:
      "The batch holds no records: a header alone, or `[]`. A file without a byte of text is "
        + "no batch, and ends with exit code 65 and a message."
    case .duplicateColumn:
      "Two columns of the header have the same name."
    case .missingColumn:
      "The header lacks a column that a required claim needs, or a column has no name."
    case .unknownColumn:
      "A column or key feeds nothing, and the profile does not let it pass."
    case .nearMissColumn:
      "A column or key that feeds nothing is nearly the name of one that would."
    case .columnCase:
      "A column was taken although its name differs in case."
    case .batchLimit:
      "The header, the keys of all records or the members of an object are more than the limit."
    case .raggedRow:
      "The row has more or fewer cells than the header."
    case .unclosedQuote:
      "A quote opens a cell and is never closed, so the rest of the file belongs to it."
    case .strayQuote:
      "A quote stands inside a cell that is not quoted as a whole."
    case .invalidUTF8:
      "The text holds bytes that are not UTF-8."
    case .nulCharacter:
      "The text holds a NUL character."
    case .invalidJSON:
      "A record, or a cell that must be JSON, is not well-formed JSON."
    case .notAnObject:
      "A record is a JSON value and no object."
    case .duplicateMember:
      "An object names a key twice, so nobody can say which value counts."
    case .loneSurrogate:
      "A JSON text holds half of a surrogate pair (`\\uD800` to `\\uDFFF`), which is no "
        + "character."
    case .fieldTooLong:
      "A cell or value is longer than `fieldBytesMax`."
    case .recordTooLong:
      "Reserved: a record longer than `recordBytesMax` ends a run with exit code 65."
    case .tooDeep:
      "A JSON value nests deeper than `depthMax`."
    case .redactedValue:
      "A secret's cell holds `<redacted>`, the word that Muster writes in its place."
    case .requiredClaim:
      "A claim, or a member of an object, has to be there and is absent."
    case .wrongType:
      "The value has another type than the profile says."
    case .notInEnum:
      "The value is none of those allowed."
    case .notConst:
      "The value is not the one that is allowed, or not the one that this run would give."
    case .tooShort:
      "The text is shorter than `minLength`."
    case .tooLong:
      "The text is longer than `maxLength`, counted in the profile's length unit."
    case .patternMismatch:
      "The text does not match the pattern."
    case .formatMismatch:
      "The text does not have the format, such as email or http-url."
    case .tooSmall:
      "The number is less than it may be."
    case .tooLarge:
      "The number is greater than it may be."
    case .notMultiple:
      "The number is not a multiple of `multipleOf`."
    case .tooFewItems:
      "The list is shorter than `minItems`."
    case .tooManyItems:
      "The list is longer than `maxItems`."
    case .itemsNotUnique:
      "The list names something twice."
    case .containsMismatch:
      "Too few or too many elements of the list match `contains`."
    case .unknownMember:
      "An object has a member that the profile does not allow."
    case .tooFewMembers:
      "An object has fewer members than it must."
    case .tooManyMembers:
      "An object has more members than it may."
    case .memberName:
      "The name of a member is not allowed."
    case .schemaCombination:
      "A combination of schemas (`allOf`, `anyOf`, `oneOf`, `not`, `if`) does not hold."
    case .transformFailed:
      "A transform of the profile cannot be applied to this value."
    case .conflictingSources:
      "A claim is given twice: by two spellings of its column's name, or an object both whole "
        + "and by columns of its members."
    case .rule:
      "A rule across claims is broken; `rule` carries its id."
    case .effectHeld:
      "The row is good, and would do something that the run did not allow: remove, "
        + "overwrite a password."
    case .duplicateIdentity:
      "Another row of the batch names the same user."
    case .duplicateValue:
      "Another row has the same value in a claim that must be different in each token, such "
        + "as `jti`."
    case .uniquenessLimit:
      "The batch has more identities and identifiers than a run remembers (100 million)."
    case .missingIdentity:
      "The row has no value by which a ledger could know its user."
    case .missingInput:
      "The artifact, or a required input, needs a value that this row does not have."
    case .artifactTooLong:
      "The artifact is longer than the platform takes (error), or than some browsers, "
        + "proxies and mail programs take (warning)."
    case .lifetime:
      "A lifetime or an expiry is out of the platform's bounds, or cannot be set at all."
    case .eternal:
      "Nothing bounds the life of these tokens."
    case .perishable:
      "The first artifacts expired before the run had ended, or will."
    case .clockStep:
      "The time of day jumped while the run went on."
    case .missingParameter:
      "The profile needs a parameter that the run does not set."
    case .unknownParameter:
      "The profile has no parameter and no input of this name."
    case .badParameter:
      "The value of a parameter does not have the form that the profile asks for."
    case .unknownEffect:
      "`--allow` names an effect that the profile does not have."
    case .weakKey:
      "The secret is shorter than the profile finds safe."
    case .doubtfulKey:
      "The key can be used and looks like a mistake."
    case .reportUndelivered:
      "A report, the metrics or a monitor could not be told how the job ended; the job itself is as "
        + "its exit code says."
    case .noKey:
      "Each value of a field has a key of its own, and this row's value has none."
    case .keyPartsDiffer:
      "The profile writes a part of the key into what it makes, and the keys of the run have "
        + "different ones."
    case .outputLineBreak:
      "The artifact has several lines, and the output format `lines` has one on each."
    case .clearSecret:
      "A key or a password stands in the job file itself."
    case .missingFile:
      "A file that the job names is not there."
    case .noLimit:
      "Nothing stops a run of the job that would change, lose or reject far too many users."
    case .notAToken:
      "No token was found, or what was found is not a signed token in compact form."
    case .wrongForm:
      "The token is there, and what stands around it is not what this run would write."
    case .wrongAlgorithm:
      "The profile does not allow this algorithm, or the token names another than the run."
    case .badSignature:
      "The signature does not fit the key."
    case .badHeader:
      "A member of the token's header is missing, different or unknown."
    case .expired:
      "The token's time is over."
    case .notYetValid:
      "The token says that it is issued in the future."
    case .unknownClaim:
      "The token carries a claim that the profile does not know."
    }
  }

  /// What to do about it, in one sentence.
  public var remedy: String {
    switch self {
    case .yamlSyntax:
      "Correct the place; indentation and unquoted `: ` or `#` are the usual causes."
    case .yamlLimit:
      "Shorten it; no real profile comes near the limits."
    case .yamlForbidden:
      "Write the value out in plain YAML."
    case .duplicateKey:
      "Remove one of the two."
    case .unknownKey:
      "Take the suggestion, or look it up in the reference."
    case .missingKey:
      "Add it as the help line shows."
    case .wrongKind:
      "Write it as the help line shows."
    case .badValue:
      "Take one of the values that the message or the reference names."
    case .badPattern:
      "Correct it at the character named; back-references and look-around are not available."
    case .unknownName:
      "Take the suggestion, or declare what is meant."
    case .contradiction:
      "Decide for one of them."
    case .unsafeTemplate:
      "Move the placeholder, or give the value a format, pattern or enum."
    case .weakDigest:
      "Name the document that asks for it in `source`, or take SHA-256."
    case .unverified:
      "Ask the platform, then name the document; until then it stands as it is."
    case .emptyBatch:
      "Check that the export has finished."
    case .duplicateColumn:
      "Rename one, or remove it."
    case .missingColumn:
      "Add the column, or name the one that feeds the claim with `--map CLAIM=COLUMN`."
    case .unknownColumn:
      "Remove or rename it, or leave unknown columns out with `--ignore-unknown`."
    case .nearMissColumn:
      "If it is meant, rename it or use `--map`; else leave it."
    case .columnCase:
      "Write the name as the profile does."
    case .batchLimit:
      "Remove what the profile does not use."
    case .raggedRow:
      "Quote cells that hold the delimiter, and give each row every cell."
    case .unclosedQuote:
      "Close the quote."
    case .strayQuote:
      "Quote the whole cell and double the quotes inside."
    case .invalidUTF8:
      "Save the file as UTF-8."
    case .nulCharacter:
      "Save the file as UTF-8; this is often UTF-16 without its byte order mark."
    case .invalidJSON:
      "Correct it at the byte named."
    case .notAnObject:
      "Write one object for each record."
    case .duplicateMember:
      "Remove one of the two."
    case .loneSurrogate:
      "Export the data again; it was cut in the middle of a character."
    case .fieldTooLong:
      "Shorten it; before an unclosed quote this is often the first sign."
    case .recordTooLong:
      "Look for a quote that is never closed."
    case .tooDeep:
      "Flatten it."
    case .redactedValue:
      "Put the secret back into the rejects before they are fed back."
    case .requiredClaim:
      "Fill the column named."
    case .wrongType:
      "Write it as the help line shows; types come from the profile, never from the look of "
        + "the text."
    case .notInEnum:
      "Use one of those that the message names, in the same case."
    case .notConst:
      "Use that value, or leave the cell blank."
    case .tooShort:
      "Give a longer one, or leave the cell blank where the claim is optional."
    case .tooLong:
      "Shorten it; Muster never cuts."
    case .patternMismatch:
      "Compare it with the claim's description in `muster profile show`."
    case .formatMismatch:
      "Write it as the help line shows."
    case .tooSmall:
      "Correct the number."
    case .tooLarge:
      "Correct the number."
    case .notMultiple:
      "Correct the number."
    case .tooFewItems:
      "Add elements, or leave the cell blank where the claim is optional."
    case .tooManyItems:
      "Shorten the list."
    case .itemsNotUnique:
      "Remove one of the two."
    case .containsMismatch:
      "Add or remove such an element."
    case .unknownMember:
      "Remove it, or correct its spelling."
    case .tooFewMembers:
      "Add members."
    case .tooManyMembers:
      "Remove members."
    case .memberName:
      "Rename it."
    case .schemaCombination:
      "Read the claim's schema in `muster profile show`."
    case .transformFailed:
      "Correct the value as the message says."
    case .conflictingSources:
      "Leave one of the two cells empty, or remove one of the two columns."
    case .rule:
      "Do what the message and the help line say."
    case .effectHeld:
      "If it is meant, allow it by name with `--allow EFFECT`, and feed the rejects back."
    case .duplicateIdentity:
      "Merge the two rows, or remove one."
    case .duplicateValue:
      "Leave the cell blank, so that Muster makes a value."
    case .uniquenessLimit:
      "Split the batch, or look for no duplicates: `--allow duplicates`."
    case .missingIdentity:
      "Fill it, or name another claim or input in the job: `identity: sub`."
    case .missingInput:
      "Give it in a column of that name, or to all rows with `--set`."
    case .artifactTooLong:
      "Shorten the row's values or lists."
    case .lifetime:
      "Choose another `--lifetime`, or leave it out."
    case .eternal:
      "If it is meant, allow it with `--allow eternal`."
    case .perishable:
      "Split the batch, or use a longer `--lifetime` where the platform allows it."
    case .clockStep:
      "Check the machine's clock; if it was wrong, issue the batch anew."
    case .missingParameter:
      "Give it with `--set NAME=VALUE`."
    case .unknownParameter:
      "Take the suggestion, or leave it out."
    case .badParameter:
      "Write it as the help line shows; a domain, for example, has no scheme and no path."
    case .unknownEffect:
      "Take one of those that the help line names."
    case .weakKey:
      "Ask the platform for a longer one."
    case .doubtfulKey:
      "Compare it with what the platform's console shows."
    case .reportUndelivered:
      "Check the path or the monitor's address; nothing needs to be run again."
    case .noKey:
      "Correct the row, or add its value to the job's `keys.values`."
    case .keyPartsDiffer:
      "Use one job for each key."
    case .outputLineBreak:
      "Use `--output-format jsonl` or `csv`."
    case .clearSecret:
      "Refer to it: `{ file: … }`, `{ environment: … }` or `{ command: … }`. Change the one "
        + "that stood there."
    case .missingFile:
      "Check the path; it begins in the job file's folder."
    case .noLimit:
      "Give the job `limits`: `max-change`, `max-vanished`, `max-destructive`, `max-rejected`."
    case .notAToken:
      "Check `--artifact` and `--input-format`."
    case .wrongForm:
      "Look at the parameters, such as the domain, and at `--artifact`."
    case .wrongAlgorithm:
      "Use `--algorithm` as the token was issued."
    case .badSignature:
      "Either the key is another one, or the token was changed."
    case .badHeader:
      "Look at the profile's `token.header`; `crit` is never accepted."
    case .expired:
      "Issue it anew; nothing can prolong it."
    case .notYetValid:
      "Check the clock of the machine that issued it."
    case .unknownClaim:
      "Take the suggestion, or leave the claim out when issuing."
    }
  }
}
