package import Profiles
package import Tokens

/// A container with its constants filled in.
package struct ContainerProgram: Sendable {
  /// What templates may name of it.
  package enum Piece: Sendable, Hashable {
    case text, payload, encodedPayload, signature

    init(_ piece: ContainerPiece) {
      self =
        switch piece {
        case .payload: .payload
        case .encodedPayload: .encodedPayload
        case .signature: .signature
        }
    }
  }

  package var payload: ContainerForm.Payload?
  package var algorithm: TextAlgorithm
  package var over: [[ArtifactProgram.Step]]
  package var separator: [UInt8]
  package var absent: ContainerForm.Absent
  package var signatureEncoding: TextEncoding
  package var text: [ArtifactProgram.Step]?
}

/// The pieces of one row's container.
package struct ContainerPieces: Sendable {
  var text: [UInt8] = []
  var payload: [UInt8] = []
  var encodedPayload: [UInt8] = []
  var signature: [UInt8] = []

  subscript(piece: ContainerProgram.Piece) -> [UInt8] {
    get {
      switch piece {
      case .text: text
      case .payload: payload
      case .encodedPayload: encodedPayload
      case .signature: signature
      }
    }
    set {
      switch piece {
      case .text: text = newValue
      case .payload: payload = newValue
      case .encodedPayload: encodedPayload = newValue
      case .signature: signature = newValue
      }
    }
  }
}
