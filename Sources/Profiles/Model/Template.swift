/// Text with placeholders.
package struct Template: Sendable {
  package enum Segment: Sendable {
    case literal([UInt8])
    case placeholder(Placeholder)
  }
  package var segments: [Segment]

  package init(segments: [Segment]) { self.segments = segments }

  /// The names that it holds, without their filters.
  package var placeholders: [Placeholder] { filteredPlaceholders.map(\.base) }

  /// The names that it holds, with their filters.
  package var filteredPlaceholders: [Placeholder] {
    segments.compactMap { if case .placeholder(let it) = $0 { it } else { nil } }
  }

  /// The text, where it holds no placeholder.
  package var constant: [UInt8]? {
    switch segments.count {
    case 0: return []
    case 1: if case .literal(let bytes) = segments[0] { return bytes }
    default: break
    }
    return nil
  }
}

/// What a placeholder stands for.
package indirect enum Placeholder: Sendable, Hashable {
  case token
  case algorithm
  /// A claim, an input or a parameter.
  case reference(Reference)
  /// Index of a part of the key.
  case keyPart(Int)
  /// A piece of a container.
  case piece(ContainerPiece)
  /// A value of format relative-path that stands right behind the host of a URL: its slashes and
  /// its own query stay.
  case path(Reference)
  /// The value so far, in a step of a transform.
  case value
  /// The secret itself, in the text of which a digest is taken.
  case secret
  /// Another placeholder's text after these steps.
  case filtered(Placeholder, [Transform])

  /// The placeholder without its filters.
  package var base: Placeholder {
    switch self {
    case .filtered(let inner, _): inner.base
    case .path(let reference): .reference(reference)
    default: self
    }
  }
}

/// A piece of a container, as templates name it.
package enum ContainerPiece: String, Sendable, Hashable, CaseIterable {
  /// The claims as one text, before its encoding.
  case payload
  case encodedPayload
  /// Encoded.
  case signature
}

/// JSON whose texts hold placeholders.
package struct JSONTemplate: Sendable, Hashable {
  package enum Segment: Sendable, Hashable {
    /// Canonical JSON text.
    case literal([UInt8])
    /// Inside a string: the value's text, escaped.
    case text(Placeholder)
    /// In the place of a whole value: the value as it is.
    case value(Placeholder)
    /// A member of an object that is left out where its value is absent.
    case optional([Segment])
    /// A comma, unless the object has just begun: what stood in front may have been left out.
    case separator
  }
  package var segments: [Segment]

  package init(segments: [Segment]) { self.segments = segments }

  package var constant: [UInt8]? {
    var bytes: [UInt8] = []
    for segment in segments {
      guard case .literal(let part) = segment else { return nil }
      bytes += part
    }
    return bytes
  }

  /// The names without whose values it gives nothing.
  package var needed: [Placeholder] {
    JSONTemplate(
      segments: segments.filter { if case .optional = $0 { false } else { true } }
    ).placeholders
  }

  package var placeholders: [Placeholder] { filteredPlaceholders.map(\.base) }

  package var filteredPlaceholders: [Placeholder] {
    segments.flatMap { segment -> [Placeholder] in
      switch segment {
      case .literal, .separator: []
      case .text(let it), .value(let it): [it]
      case .optional(let inner): JSONTemplate(segments: inner).filteredPlaceholders
      }
    }
  }
}
