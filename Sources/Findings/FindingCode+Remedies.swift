extension FindingCode {
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
    case .unsafeRequest:
      "Give the input a format, pattern or enum, or take `request` out."
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
      "Fill it, or name another claim or input in the job or the server's file: `identity: sub`."
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
    case .deliveryRefused:
      "Ask the platform's log what it says about this user; correct the row, and deliver the rejects."
    case .deliveryFailed:
      "Run again later; what was delivered stays delivered."
    case .deliveryHost:
      "Correct the row, or deliver it by itself with the host confirmed that it leads to."
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
    case .exposed:
      "Narrow it as the help line says."
    case .unfitArtifact:
      "Choose a form that fits with `artifact`, or take the offer out."
    case .badCredentials:
      "Correct what the message names; `muster serve token` writes lines for bearer tokens."
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
