import Profiles
import Schemas
import Tokens

/// A stretch of the program's constant bytes.
struct PoolRange {
  var start = 0
  var count = 0
}

/// How one claim or input gets its value in a plain row.
///
/// Numbers and ranges only: a row that runs the program counts no reference and looks nothing up.
struct DirectValue {
  enum Kind: UInt8 {
    /// A text that goes into the token as it is.
    case text
    case integer, boolean
    /// A cell of pieces between separators.
    case list
    /// Never a plain cell: an object, for one.
    case structure
  }

  /// What stands there where no column gives a value.
  enum Origin: UInt8 {
    case none, fixed, time, random
    /// Claims that follow each other and change with the chunk's time only, prefixes included.
    case block
    /// Only the slow way can tell.
    case unknown
  }

  /// How the letters of a text are changed; only those of ASCII are, here.
  enum Fold: UInt8 { case none, lower, upper }

  var kind = Kind.text
  var origin = Origin.none
  /// Index among the claims, then the inputs.
  var key = 0
  /// Whether anything asks if it is there, or for its JSON or text: a rule, an artifact, uniqueness.
  var isWatched = true
  /// Its columns, in order of preference, in the program's list of columns.
  var columns = 0..<0
  /// `,"name":`
  var prefix = PoolRange()
  var isTrimmed = false
  var fold = Fold.none
  var isSecret = false
  var isRequired = false
  /// The schema as quick checks: for texts, and for all else.
  var quick: QuickText
  var other: QuickValue
  /// Index of the schema.
  var schema = 0
  var separator: UInt8 = 0
  var hasIntegerItems = false
  /// The length of the cell that clears the value; none where it is 0.
  var clearCount = 0
  /// The constant, the index of the time or of the random identifier.
  var fixed = PoolRange()
  var made = 0
}

/// A step of the artifact.
struct DirectStep {
  enum Kind: UInt8 {
    case literal, token, value
    /// A pair of a query or fragment, left out where its value is absent: `literal` is the name.
    case pair
  }

  enum Content: UInt8 { case none, token, value }
  enum Escaping: UInt8 { case none, percent, jsonText }

  var kind: Kind
  var content = Content.none
  var escaping = Escaping.none
  var literal = PoolRange()
  /// What a pair begins with where it is the first one.
  var opener: UInt8 = 0
  var isFirstPair = false
  var key = 0
}

/// A rule or an effect.
struct DirectCheck {
  /// Steps in the program's list; empty where only the slow way can tell.
  var steps = 0..<0
  var isHeld = false
}

/// A step over a stack of bits.
struct PresenceStep {
  enum Kind: UInt8 {
    case present, constant, emptyList, fullList, equal, schema, not, all, any, one, atMostOne
  }
  var kind: Kind
  /// A key, 0 or 1, or how many bits are taken from the stack.
  var value = 0
  /// The constant that the value of the key is to equal, or where its schema stands in the list.
  var literal = PoolRange()
}

extension PresenceStep.Kind {
  var asksForKey: Bool {
    switch self {
    case .present, .emptyList, .fullList, .equal, .schema: true
    case .constant, .not, .all, .any, .one, .atMostOne: false
    }
  }
}

/// A profile and the columns of a batch as one flat program, for rows in which all is as it should be.
///
/// The slow way stays the judge of everything: whatever this program does not know, or finds wrong
/// in a row, it leaves to ``Judge``, which starts that row anew.
package final class DirectProgram {
  let compiled: CompiledProfile
  var inputs: [DirectValue] = []
  var claims: [DirectValue] = []
  var columns: [Int] = []
  /// Columns whose value makes a row one for the slow way.
  var slowColumns: [Int] = []
  var pool: [UInt8] = []
  var schemas: [Schema] = []
  var randoms: [RandomOrigin] = []
  var steps: [DirectStep] = []
  var presence: [PresenceStep] = []
  var rules: [DirectCheck] = []
  var effects: [DirectCheck] = []
  /// The claims of each block.
  var blocks: [[DirectValue]] = []
  /// Keys of what may have each value once.
  var unique: [Int] = []
  /// Keys that a ledger asks for.
  var remembered: [Int] = []
  /// Keys that the artifact needs.
  var needed: [Int] = []
  let claimCount: Int
  let columnCount: Int

  init(_ compiled: CompiledProfile, columnCount: Int) {
    self.compiled = compiled
    self.columnCount = columnCount
    claimCount = compiled.claims.count
  }

  /// Keeps constant bytes.
  func keep(_ bytes: [UInt8]) -> PoolRange {
    pool += bytes
    return PoolRange(start: pool.count - bytes.count, count: bytes.count)
  }

  func bytes(_ range: PoolRange) -> ArraySlice<UInt8> {
    pool[range.start..<(range.start + range.count)]
  }

  func key(_ reference: Reference) -> Int {
    reference.scope == .input ? claimCount + reference.index : reference.index
  }
}
