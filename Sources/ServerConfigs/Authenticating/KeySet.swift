import Bytes
import Tokens

/// The keys that tokens of somebody else are verified with.
struct KeySet: Sendable {
  struct Entry: Sendable {
    /// The bytes of `kid`; nil where the key has none.
    var id: [UInt8]?
    /// Loaded for one algorithm, which is its own.
    var key: VerificationKey
  }

  /// Why nothing can be verified with a file.
  enum Problem: Error, Hashable {
    case tooLarge
    /// No JSON object with a list `keys` of objects; strictly, so that no member is there twice.
    case noSet
    case tooMany
    /// Two keys with one `kid` would both fit one token.
    case sameID(Int)
    /// A `kid` that is no text, or too long.
    case badID(Int)
    /// No key fits one of the algorithms.
    case noneFits
    case key(KeyError)
  }

  /// A key of the set that cannot be used, by its place in it, counted from 1.
  struct Doubt: Hashable {
    enum Kind: Hashable { case unusable(KeyError), isPrivate, short, placeholder }
    var place: Int
    var kind: Kind
  }

  static let fileBytesMax = 256 << 10
  static let keysMax = 64
  static let idBytesMax = 256

  private(set) var entries: [Entry] = []
  private(set) var doubts: [Doubt] = []
  /// Whether `kid` chooses; one key alone is meant whatever the token says.
  private let hasIDs: Bool

  // MARK: One key

  /// Reads the one key of an issuer, for each of the algorithms.
  init(key material: SecretBytes, for algorithms: [Algorithm]) throws(Problem) {
    hasIDs = false
    var first: KeyError?
    for algorithm in algorithms {
      do throws(KeyError) {
        entries.append(Entry(id: nil, key: try load(material, for: algorithm, place: 1)))
      } catch {
        first = first ?? error
      }
    }
    if entries.isEmpty { throw first.map { .key($0) } ?? .noneFits }
  }

  private mutating func load(
    _ material: SecretBytes, for algorithm: Algorithm, place: Int
  ) throws(KeyError) -> VerificationKey {
    guard algorithm.keyKind == .secret else {
      return try VerificationKey.load(material, for: algorithm)
    }
    let key = try SigningKey.load(material, for: algorithm)
    if key.doubts.contains(.placeholder) { note(.placeholder, place) }
    if key.isShorterThanHash { note(.short, place) }
    return try VerificationKey.load(material, for: algorithm)
  }

  private mutating func note(_ kind: Doubt.Kind, _ place: Int) {
    let doubt = Doubt(place: place, kind: kind)
    if !doubts.contains(doubt) { doubts.append(doubt) }
  }

  // MARK: Sets

  /// Reads a JWK set (RFC 7517, 5). Keys for something else are passed over, as section 5 asks.
  init(set text: [UInt8], for algorithms: [Algorithm]) throws(Problem) {
    hasIDs = true
    guard text.count <= Self.fileBytesMax else { throw .tooLarge }
    var json: [UInt8] = []
    var reader = JSONReader()
    guard (try? reader.readWhole(text.span, into: &json)) != nil, json.first == UInt8(ascii: "{"),
      let list = JSONText.member("keys", of: json),
      let keys = JSONText.elements(Array(json[list]))
    else { throw .noSet }
    guard keys.count <= Self.keysMax else { throw .tooMany }
    for (index, jwk) in keys.enumerated() {
      guard jwk.first == UInt8(ascii: "{") else { throw .noSet }
      try add(jwk, place: index + 1, algorithms)
    }
    if entries.isEmpty { throw .noneFits }
  }

  private mutating func add(
    _ jwk: [UInt8], place: Int, _ algorithms: [Algorithm]
  ) throws(Problem) {
    var id: [UInt8]?
    if let range = JSONText.member("kid", of: jwk) {
      guard let text = JSONText.string(jwk, range), text.count <= Self.idBytesMax else {
        throw .badID(place)
      }
      id = text
    }
    if JSONText.member("d", of: jwk) != nil { note(.isPrivate, place) }
    let material = SecretBytes(jwk)
    var failure: KeyError?
    var keys: [VerificationKey] = []
    for algorithm in algorithms {
      do throws(KeyError) {
        keys.append(try load(material, for: algorithm, place: place))
      } catch {
        if !error.isForAnotherUse { failure = error }
      }
    }
    if keys.isEmpty, let failure { note(.unusable(failure), place) }
    for key in keys {
      if entries.contains(where: { $0.id == id && $0.key.algorithm == key.algorithm }) {
        throw .sameID(place)
      }
      entries.append(Entry(id: id, key: key))
    }
  }

  // MARK: Choosing

  /// The key that a token means.
  ///
  /// Without `kid`, a set of one key for the algorithm has no other to mean.
  func key(
    id: [UInt8]?, _ algorithm: Algorithm
  ) throws(AuthenticationFailure) -> VerificationKey {
    let fitting = entries.filter { entry in
      entry.key.algorithm == algorithm && (!hasIDs || id == nil || entry.id == id)
    }
    guard fitting.count == 1 else { throw .unknownKey }
    return fitting[0].key
  }
}

extension KeyError {
  /// Whether the key may be good, and is for something else.
  fileprivate var isForAnotherUse: Bool {
    switch self {
    case .wrongKind, .wrongCurve, .unsupportedForm, .keyInsteadOfSecret, .noAlgorithm,
      .jwk(.otherAlgorithm), .jwk(.otherUse), .jwk(.unknownKeyType), .jwk(.unknownCurve):
      true
    default: false
    }
  }
}
