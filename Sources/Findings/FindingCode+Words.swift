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
        .unsafeTemplate, .weakDigest, .unverified, .unsafeRequest,
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
    ("Deliveries", [.deliveryRefused, .deliveryFailed, .deliveryHost]),
    ("Servers", [.exposed, .unfitArtifact, .badCredentials]),
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
    case .unsafeRequest:
      "A request to a server may give an input too much: any text, a place off the site, where the "
        + "token goes, or who the user is."
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
    case .deliveryRefused:
      "The platform answered, and not in the way that the profile calls success."
    case .deliveryFailed:
      "The platform gave no answer that decides, however often the token was presented."
    case .deliveryHost:
      "The row's URL leads to another host than the confirmed one, or to none that a token is sent to."
    case .keyPartsDiffer:
      "The profile writes a part of the key into what it makes, and the keys of the run have "
        + "different ones."
    case .outputLineBreak:
      "The artifact has several lines, and the output format `lines` has one on each."
    case .clearSecret:
      "A key or a password stands in the file itself, of a job or a server."
    case .missingFile:
      "A file that the job names is not there."
    case .noLimit:
      "Nothing stops a run of the job that would change, lose or reject far too many users."
    case .exposed:
      "More people could reach or read something than should."
    case .unfitArtifact:
      "The profile has no artifact form of the kind that an offer of the server needs, or another "
        + "one was chosen."
    case .badCredentials:
      "What an authenticator knows people by cannot be used: a line of its file, a key, a set of keys."
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
}
