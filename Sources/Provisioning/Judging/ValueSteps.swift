import Batches
import Bytes
import Profiles
import Schemas
import Tokens

/// Takes the steps that a profile declares on a value. One per worker: it reuses its storage.
struct ValueSteps {
  private var work: [UInt8] = []
  private var spare: [UInt8] = []
  private var reader = JSONReader()

  /// Applies a transform to `work`, which holds the text or the JSON of a value.
  ///
  /// - Returns: the value's kind after it, or nil where it fails.
  mutating func apply(
    _ transform: Transform, to kind: Field.Kind, _ work: inout [UInt8]
  ) -> Field.Kind? {
    swap(&work, &self.work)
    defer { swap(&work, &self.work) }
    return apply(transform, kind)
  }

  /// Applies a placeholder's filters to its text: these steps take any text.
  ///
  /// - Parameter isText: whether the value is a text; anything else is its own JSON.
  mutating func filter(_ text: inout [UInt8], _ filters: [Transform], isText: Bool) {
    var kind = isText ? Field.Kind.string : .json
    for filter in filters {
      if kind == .json && filter != .encodeJSON { kind = .string }
      kind = apply(filter, to: kind, &text) ?? .string
    }
  }

  private mutating func apply(_ transform: Transform, _ kind: Field.Kind) -> Field.Kind? {
    switch transform {
    case .trim, .lowercase, .uppercase, .prefix, .suffix:
      // Numbers, booleans and structures have nothing to trim or to fold.
      return kind == .json ? kind : applyToText(transform, kind)
    case .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex, .percentEncode:
      return kind == .json ? nil : applyToText(transform, kind)
    case .parseJSON:
      return kind == .json ? kind : parseWork()
    case .encodeJSON: return encodeWork(kind)
    case .toString: return kind == .json ? stringOfWork() : .string
    case .toInteger, .toNumber: return numberOfWork(kind, isInteger: transform == .toInteger)
    case .digitsToInteger: return numberOfWork(kind, isInteger: true) ?? kind
    case .toBoolean: return booleanOfWork(kind)
    case .toSeconds, .toMilliseconds, .toDateTime: return timeOfWork(transform)
    case .map(let pairs): return mapWork(pairs)
    case .replace(let pairs): return kind == .json ? kind : replaceInWork(pairs, kind)
    case .each(let steps): return eachOfWork(steps)
    case .template(let template): return fill(template, kind)
    case .split(let separator): return kind == .json ? kind : splitWork(separator)
    case .join(let separator): return kind == .json ? joinWork(separator) : kind
    }
  }

  private mutating func applyToText(_ transform: Transform, _ kind: Field.Kind) -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    switch transform {
    case .trim:
      let range = Judge.trimmed(work, 0..<work.count)
      JSONWriter.appendRaw(work, range, to: &spare)
    case .lowercase: Judge.fold(work, isUpper: false, into: &spare)
    case .uppercase: Judge.fold(work, isUpper: true, into: &spare)
    case .prefix(let text): spare = text + work
    case .suffix(let text): spare = work + text
    case .md5: hexDigest(.md5)
    case .sha1: hexDigest(.sha1)
    case .sha256: hexDigest(.sha256)
    case .sha512: hexDigest(.sha512)
    case .base64: Base64.append(work, to: &spare)
    case .base64url: Base64URL.append(work, to: &spare)
    case .hex: Hex.append(work, to: &spare)
    case .percentEncode: PercentEncoding.append(work, to: &spare)
    default: preconditionFailure("Only transforms of texts come here.")
    }
    swap(&work, &spare)
    return kind
  }

  private mutating func hexDigest(_ digest: Digest) {
    var raw: [UInt8] = []
    digest.append(of: work.span, to: &raw)
    Hex.append(raw, to: &spare)
  }

  private mutating func parseWork() -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    guard (try? reader.readWhole(work, into: &spare)) != nil else { return nil }
    swap(&work, &spare)
    return .json
  }

  private mutating func encodeWork(_ kind: Field.Kind) -> Field.Kind? {
    guard kind != .json else { return .string }
    spare.removeAll(keepingCapacity: true)
    JSONWriter.appendString(work, to: &spare)
    swap(&work, &spare)
    return .string
  }

  /// The text of a number or a boolean.
  private func stringOfWork() -> Field.Kind? {
    work.first == UInt8(ascii: "[") || work.first == UInt8(ascii: "{") ? nil : .string
  }

  private mutating func numberOfWork(_ kind: Field.Kind, isInteger: Bool) -> Field.Kind? {
    let range = Judge.trimmed(work, 0..<work.count)
    let text = Array(work[range])
    guard Judge.isNumber(text) else { return nil }
    if isInteger && !text.allSatisfy({ $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }) {
      return nil
    }
    work = text
    return .json
  }

  private mutating func booleanOfWork(_ kind: Field.Kind) -> Field.Kind? {
    if kind == .json { return Judge.boolean(work) == nil ? nil : .json }
    let word = Judge.asciiFolded(work[Judge.trimmed(work, 0..<work.count)])
    if ["true", "yes", "y", "1", "on"].contains(where: { word.elementsEqual($0.utf8) }) {
      work = Array("true".utf8)
    } else if ["false", "no", "n", "0", "off"].contains(where: { word.elementsEqual($0.utf8) }) {
      work = Array("false".utf8)
    } else {
      return nil
    }
    return .json
  }

  private mutating func timeOfWork(_ transform: Transform) -> Field.Kind? {
    let text = work[Judge.trimmed(work, 0..<work.count)]
    guard let date = NumericDate(dateOrTime: String(decoding: text, as: Unicode.UTF8.self)) else {
      return nil
    }
    work.removeAll(keepingCapacity: true)
    switch transform {
    case .toDateTime:
      TimePattern.dateTime.append(date, to: &work)
      return .string
    case .toMilliseconds: JSONWriter.appendInteger(date.secondsSinceEpoch * 1_000, to: &work)
    default: JSONWriter.appendInteger(date.secondsSinceEpoch, to: &work)
    }
    return .json
  }

  /// Looks the text, or the JSON of a number or boolean, up in the pairs.
  private mutating func mapWork(_ pairs: [Transform.Pair]) -> Field.Kind? {
    guard let pair = pairs.first(where: { $0.from == work }) else { return nil }
    guard pair.to.first == UInt8(ascii: "\"") else {
      work = pair.to
      return .json
    }
    work.removeAll(keepingCapacity: true)
    JSONReader.unescape(pair.to.span, literal: 0..<pair.to.count, into: &work)
    return .string
  }

  private mutating func replaceInWork(
    _ pairs: [Transform.Pair], _ kind: Field.Kind
  ) -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    var index = 0
    while index < work.count {
      if let pair = pairs.first(where: { work[index...].starts(with: $0.from) }) {
        spare += pair.to
        index += pair.from.count
      } else {
        spare.append(work[index])
        index += 1
      }
    }
    swap(&work, &spare)
    return kind
  }

  /// Fills a template with the value so far.
  private mutating func fill(_ template: JSONTemplate, _ kind: Field.Kind) -> Field.Kind {
    var json: [UInt8] = []
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): json += bytes
      case .value(.value) where kind == .json: json += work
      case .value(let placeholder):
        JSONWriter.appendString(filled(placeholder, kind).span, to: &json)
      case .text(let placeholder):
        JSONWriter.appendEscaped(filled(placeholder, kind).span, to: &json)
      case .optional, .separator: preconditionFailure("The value of a step is never absent.")
      }
    }
    guard json.first == UInt8(ascii: "\"") else {
      work = json
      return .json
    }
    work.removeAll(keepingCapacity: true)
    JSONReader.unescape(json.span, literal: 0..<json.count, into: &work)
    return .string
  }

  private func filled(_ placeholder: Placeholder, _ kind: Field.Kind) -> [UInt8] {
    guard case .filtered(_, let filters) = placeholder else { return work }
    var text = work
    var steps = ValueSteps()
    steps.filter(&text, filters, isText: kind != .json)
    return text
  }

  // MARK: Lists

  /// Takes steps on each element of a JSON array.
  private mutating func eachOfWork(_ transforms: [Transform]) -> Field.Kind? {
    guard work.first == UInt8(ascii: "[") else { return nil }
    var output: [UInt8] = [UInt8(ascii: "[")]
    var steps = ValueSteps()
    var index = 1
    while index < work.count && work[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(work.span, from: index)
      var element: [UInt8] = []
      var kind = Field.Kind.json
      if work[index] == UInt8(ascii: "\"") {
        JSONReader.unescape(work, literal: index..<end, into: &element)
        kind = .string
      } else {
        JSONWriter.appendRaw(work, index..<end, to: &element)
      }
      for transform in transforms {
        guard let next = steps.apply(transform, to: kind, &element) else { return nil }
        kind = next
      }
      if output.count > 1 { output.append(UInt8(ascii: ",")) }
      if kind == .json {
        output += element
      } else {
        JSONWriter.appendString(element.span, to: &output)
      }
      index = end < work.count && work[end] == UInt8(ascii: ",") ? end + 1 : end
    }
    output.append(UInt8(ascii: "]"))
    work = output
    return .json
  }

  private mutating func splitWork(_ separator: [UInt8]) -> Field.Kind? {
    spare.removeAll(keepingCapacity: true)
    spare.append(UInt8(ascii: "["))
    var start = 0
    while start <= work.count && !work.isEmpty {
      let end = Judge.find(separator, in: work, from: start) ?? work.count
      if start > 0 { spare.append(UInt8(ascii: ",")) }
      let piece = Judge.trimmed(work, start..<end)
      JSONWriter.appendString(work, piece, to: &spare)
      start = end + separator.count
    }
    spare.append(UInt8(ascii: "]"))
    swap(&work, &spare)
    return .json
  }

  /// Joins the texts and numbers of a JSON array; a value that is no array stays as it is.
  private mutating func joinWork(_ separator: [UInt8]) -> Field.Kind? {
    guard work.first == UInt8(ascii: "[") else { return stringOfWork() }
    spare.removeAll(keepingCapacity: true)
    var index = 1
    var isFirst = true
    while index < work.count && work[index] != UInt8(ascii: "]") {
      if !isFirst { spare.append(contentsOf: separator) }
      isFirst = false
      let end = JSONReader.end(work.span, from: index)
      switch JSONReader.kind(work.span, at: index) {
      case .string: JSONReader.unescape(work, literal: index..<end, into: &spare)
      case .number: JSONWriter.appendRaw(work, index..<end, to: &spare)
      default: return nil
      }
      index = end < work.count && work[end] == UInt8(ascii: ",") ? end + 1 : end
    }
    swap(&work, &spare)
    return .string
  }
}

extension Transform {
  /// What the step needs, for a finding.
  var need: String {
    switch self {
    case .parseJSON: "it is not JSON"
    case .toInteger: "it is not a whole number"
    case .toNumber: "it is not a number"
    case .toBoolean: "it is none of true, false, yes, no, 1, 0, on, off"
    case .toSeconds, .toMilliseconds, .toDateTime:
      "it is no date such as 2026-11-21, 2026-11-21T03:56:30Z or 1795233390"
    case .map(let pairs):
      "it is none of "
        + pairs.prefix(20).map { String(decoding: $0.from, as: UTF8.self) }.joined(separator: ", ")
    case .each(let steps):
      "a step on its elements failed, or it is no list: " + (steps.last?.need ?? "")
    case .join: "only lists of texts and numbers can be joined"
    default: "it is not a text"
    }
  }
}
