/// One thing that a profile says, at a path, in a form in which two profiles can be compared.
struct Fact {
  /// How a change of the fact is judged.
  enum Kind {
    /// A thing that has facts of its own below its path: a claim, a rule, an artifact. Each text
    /// says why it breaks something when it is added or removed; nil where it does not.
    case entity(ifAdded: String?, ifRemoved: String?)
    /// Every change breaks something, and this says what.
    case fixed(String)
    /// What was there must stay: removing or changing it breaks something, adding it does not.
    case offered(String)
    /// What must be met: adding or changing it breaks something, removing it does not.
    case demanded(String)
    /// As `demanded`, where the text `false` leaves nothing that could be narrower.
    case closing(String)
    /// A number, perhaps with a unit behind it: more is looser, or less is.
    case atMost(String), atLeast(String)
    /// A list of which every element is a possibility, or a demand.
    case choices([String], String), demands([String], String)
    /// As `choices`, and of two elements the first one wins.
    case preference([String], removed: String, reordered: String)
    /// Names whose order alone is compared; which there are, other facts say.
    case order([String])
    /// A change is worth showing and breaks nothing.
    case free
    /// Nothing that a batch, a run or a platform could see.
    case documentation
  }

  /// From the section down: `["claims", "sub", "maxLength"]`.
  var path: [String]
  /// The text that is compared; of an entity, what is shown when it comes or goes.
  var text: String
  var kind: Kind

  init(_ path: [String], _ text: String, _ kind: Kind) {
    self.path = path
    self.text = text
    self.kind = kind
  }

  var isEntity: Bool {
    if case .entity = kind { true } else { false }
  }

  var isDocumentation: Bool {
    if case .documentation = kind { true } else { false }
  }
}

/// Facts while they are collected below one path.
struct FactList {
  private(set) var facts: [Fact] = []
  private var path: [String] = []

  /// Adds a fact; nil says nothing.
  mutating func add(_ name: String, _ text: String?, _ kind: Fact.Kind) {
    guard let text else { return }
    facts.append(Fact(path + [name], text, kind))
  }

  /// Adds an entity and, below it, what `body` adds.
  mutating func entity(
    _ name: String, _ text: String, ifAdded: String? = nil, ifRemoved: String? = nil,
    _ body: (inout FactList) -> Void
  ) {
    add(name, text, .entity(ifAdded: ifAdded, ifRemoved: ifRemoved))
    below(name, body)
  }

  /// Collects below a further name.
  mutating func below(_ name: String, _ body: (inout FactList) -> Void) {
    path.append(name)
    body(&self)
    path.removeLast()
  }
}
