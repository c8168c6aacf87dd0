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
    /// The pieces of a container that is there already.
    case pieces(ContainerPieces)
    /// One of these for each value of the profile's ``KeyRoute``, in their order.
    case routed([TokenSource])
  }

  package enum Failure: Error {
    case signing(SigningError)
    /// The artifact needs a value that the row does not have.
    case missing(String)
    case tooLong(bytes: Int, max: Int)
    /// The row has no value that there is a key for, or none at all: ``KeyRoute/finding``.
    case noKey(value: [UInt8]?)
  }

  private var text: [UInt8] = []
  private var valueSteps = ValueSteps()
  /// The fragment of a path, which stands at the end.
  private var fragment: [UInt8] = []
  /// Where the artifact begins.
  private var start = 0
  /// The pieces of the row's container.
  var pieces = ContainerPieces()
  /// Where the secret stands in the text that is signed.
  var secretOffsets: [Int] = []

  package init() {}

  /// Appends the artifact of the row that `judge` has just judged.
  ///
  /// - Throws: ``Failure``; `output` is then as it was.
  package mutating func append(
    _ program: ArtifactProgram, of judge: borrowing Judge, token: TokenSource,
    to output: inout [UInt8]
  ) throws(Failure) {
    start = output.count
    fragment.removeAll(keepingCapacity: true)
    do throws(Failure) {
      let token = try chosen(token, for: judge)
      if let container = judge.compiled.container { try makePieces(container, of: judge, token) }
      for reference in program.needed where !judge.isPresent(reference) {
        throw Failure.missing(reference.text)
      }
      try append(program.steps, of: judge, token, to: &output)
      output += fragment
      let count = output.count - start
      if let max = program.maxLength, count > max {
        throw Failure.tooLong(bytes: count, max: max)
      }
    } catch {
      output.removeSubrange(start...)
      throw error
    }
  }

  /// The row's own source.
  private func chosen(
    _ token: TokenSource, for judge: borrowing Judge
  ) throws(Failure) -> TokenSource {
    guard case .routed(let sources) = token else {
      if case .signer = token {
        precondition(
          judge.compiled.route == nil, "No row is signed with a key that is not its own.")
      }
      return token
    }
    guard let route = judge.compiled.route, route.values.count == sources.count else {
      preconditionFailure("There is a source for each value of the route.")
    }
    return sources[try route.index(judge)]
  }

  mutating func append(
    _ steps: [ArtifactProgram.Step], of judge: borrowing Judge, _ token: TokenSource,
    to output: inout [UInt8]
  ) throws(Failure) {
    for step in steps {
      switch step {
      case .literal(let bytes): output.append(contentsOf: bytes)
      case .token: try append(token, judge.claims, to: &output)
      case .piece(let piece, let filters, let escaping):
        append(pieces[piece], filters, isText: true, escaping, to: &output)
      case .secret: secretOffsets.append(output.count)
      case .value(let reference, let filters, let escaping):
        guard append(reference, filters, escaping, of: judge, to: &output) else {
          throw .missing(reference.text)
        }
      case .path(let reference): try append(path: reference, of: judge, to: &output)
      case .constantPath(let text): append(path: text, to: &output)
      case .pairs(let opener, let pairs):
        let question = UInt8(ascii: "?")
        var separator =
          opener == question && output[start...].contains(question) ? UInt8(ascii: "&") : opener
        if opener == UInt8(ascii: "#") && !fragment.isEmpty && !pairs.isEmpty {
          // A fragment that the row brings along stands in front of ours.
          output += fragment
          fragment.removeAll(keepingCapacity: true)
          separator = UInt8(ascii: "&")
        }
        for pair in pairs where isComplete(pair.steps, judge) {
          output.append(separator)
          separator = UInt8(ascii: "&")
          output.append(contentsOf: pair.name)
          try append(pair.steps, of: judge, token, to: &output)
        }
      case .optional(let inner):
        if isComplete(inner, judge) { try append(inner, of: judge, token, to: &output) }
      case .separator:
        if output.last != UInt8(ascii: "{") { output.append(UInt8(ascii: ",")) }
      }
    }
  }

  private func append(
    _ token: TokenSource, _ claims: [UInt8], to output: inout [UInt8]
  ) throws(Failure) {
    switch token {
    case .text(let text): output.append(contentsOf: text)
    case .pieces, .routed:
      preconditionFailure("A container's text is a piece, and a row has one source.")
    case .unsigned(let unsigned): unsigned.append(claims, to: &output)
    case .signer(let signer):
      do {
        try signer.appendToken(claims, to: &output)
      } catch {
        throw .signing(error)
      }
    }
  }

  private mutating func append(
    path reference: Reference, of judge: borrowing Judge, to output: inout [UInt8]
  ) throws(Failure) {
    var text: [UInt8] = []
    guard judge.appendText(reference, to: &text) else { throw .missing(reference.text) }
    append(path: text, to: &output)
  }

  private mutating func append(path text: [UInt8], to output: inout [UInt8]) {
    let end = text.firstIndex(of: UInt8(ascii: "#")) ?? text.count
    Escaper.append(text.span.extracting(0..<end), .path, to: &output)
    guard end < text.count else { return }
    fragment.append(UInt8(ascii: "#"))
    Escaper.append(text.span.extracting((end + 1)..<text.count), .path, to: &fragment)
  }

  func isComplete(_ steps: [ArtifactProgram.Step], _ judge: borrowing Judge) -> Bool {
    for case .value(let reference, _, _) in steps where !judge.isPresent(reference) {
      return false
    }
    return true
  }

  private mutating func append(
    _ reference: Reference, _ filters: [Transform], _ escaping: ArtifactProgram.Escaping,
    of judge: borrowing Judge, to output: inout [UInt8]
  ) -> Bool {
    // Taken out, so that its storage is kept and not copied.
    var text: [UInt8] = []
    swap(&text, &self.text)
    defer { swap(&text, &self.text) }
    text.removeAll(keepingCapacity: true)
    let isThere =
      escaping == .jsonValue
      ? judge.appendJSON(of: reference, to: &text) : judge.appendText(reference, to: &text)
    guard isThere else { return false }
    append(
      text, filters, isText: filters.isEmpty || judge.isText(.reference(reference)), escaping,
      to: &output)
    return true
  }

  private mutating func append(
    _ value: [UInt8], _ filters: [Transform], isText: Bool,
    _ escaping: ArtifactProgram.Escaping, to output: inout [UInt8]
  ) {
    var value = value
    if !filters.isEmpty { valueSteps.filter(&value, filters, isText: isText) }
    Escaper.append(value.span, escaping, to: &output)
  }
}
