import Profiles
package import Tokens

/// Renders artifacts. One per worker: it reuses its storage.
package struct ArtifactRenderer {
  /// Where the token comes from.
  package enum TokenSource {
    case signer(TokenSigner)
    /// A token that is there already, when an artifact is verified.
    case text([UInt8])
    /// No key is at hand: a token of the right length and without a signature, so that a check
    /// finds what issuing would.
    case unsigned(UnsignedToken)
  }

  package enum Failure: Error {
    case signing(SigningError)
    /// The artifact needs a value that the row does not have.
    case missing(String)
    case tooLong(bytes: Int, max: Int)
  }

  private var text: [UInt8] = []
  private var valueSteps = ValueSteps()

  package init() {}

  /// Appends the artifact of the row that `judge` has just judged.
  ///
  /// - Throws: ``Failure``; `output` is then as it was.
  package mutating func append(
    _ program: ArtifactProgram, of judge: borrowing Judge, token: TokenSource,
    to output: inout [UInt8]
  ) throws(Failure) {
    let start = output.count
    do throws(Failure) {
      try append(program.steps, of: judge, token, to: &output)
      let count = output.count - start
      if let max = program.maxLength, count > max {
        throw Failure.tooLong(bytes: count, max: max)
      }
    } catch {
      output.removeSubrange(start...)
      throw error
    }
  }

  private mutating func append(
    _ steps: [ArtifactProgram.Step], of judge: borrowing Judge, _ token: TokenSource,
    to output: inout [UInt8]
  ) throws(Failure) {
    for step in steps {
      switch step {
      case .literal(let bytes): output.append(contentsOf: bytes)
      case .token: try append(token, judge.claims, to: &output)
      case .value(let reference, let filters, let escaping):
        guard append(reference, filters, escaping, of: judge, to: &output) else {
          throw .missing(reference.text)
        }
      case .pairs(let opener, let pairs):
        var separator = opener
        for pair in pairs where isComplete(pair.steps, judge) {
          output.append(separator)
          separator = UInt8(ascii: "&")
          output.append(contentsOf: pair.name)
          try append(pair.steps, of: judge, token, to: &output)
        }
      case .optional(let inner):
        if isComplete(inner, judge) { try append(inner, of: judge, token, to: &output) }
      }
    }
  }

  private func append(
    _ token: TokenSource, _ claims: [UInt8], to output: inout [UInt8]
  ) throws(Failure) {
    switch token {
    case .text(let text): output.append(contentsOf: text)
    case .unsigned(let unsigned): unsigned.append(claims, to: &output)
    case .signer(let signer):
      do {
        try signer.appendToken(claims, to: &output)
      } catch {
        throw .signing(error)
      }
    }
  }

  private func isComplete(_ steps: [ArtifactProgram.Step], _ judge: borrowing Judge) -> Bool {
    for case .value(let reference, _, _) in steps where !judge.isPresent(reference) {
      return false
    }
    return true
  }

  private mutating func append(
    _ reference: Reference, _ filters: [Transform], _ escaping: ArtifactProgram.Escaping,
    of judge: borrowing Judge, to output: inout [UInt8]
  ) -> Bool {
    text.removeAll(keepingCapacity: true)
    let isThere =
      escaping == .jsonValue
      ? judge.appendJSON(of: reference, to: &text) : judge.appendText(reference, to: &text)
    if isThere && !filters.isEmpty {
      valueSteps.filter(&text, filters, isText: judge.isText(.reference(reference)))
    }
    if isThere { Escaper.append(text.span, escaping, to: &output) }
    return isThere
  }
}
