import Bytes
import Tokens

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

func content(_ secret: SecretBytes) -> [UInt8] {
  secret.withBytes { span in span.indices.map { span[$0] } }
}

func hex(_ bytes: [UInt8]) -> String {
  var output: [UInt8] = []
  Hex.append(bytes.span, to: &output)
  return text(output)
}

func unhex(_ text: String) -> [UInt8] {
  var output: [UInt8] = []
  return Hex.decode(bytes(text).span, into: &output) ? output : []
}

func base64URL(_ bytes: [UInt8]) -> String {
  var output: [UInt8] = []
  Base64URL.append(bytes.span, to: &output)
  return text(output)
}

func signature(_ key: SigningKey, _ message: [UInt8]) throws -> [UInt8] {
  var signature: [UInt8] = []
  try Signer(key: key).sign(message.span, into: &signature)
  return signature
}

/// The DER between the lines of a PEM block.
func der(_ pem: Material) -> [UInt8] {
  let body = pem.body.replacing("\n", with: "").text
  var output: [UInt8] = []
  return Base64.decode(bytes(body).span, into: &output) ? output : []
}

/// The error of loading a signing key, or `nil` if it loads.
func refusal(
  _ material: SecretBytes, _ algorithm: Algorithm, derivation: [KeyStep] = []
) -> KeyError? {
  do throws(KeyError) {
    _ = try SigningKey.load(material, for: algorithm, derivation: derivation)
    return nil
  } catch {
    return error
  }
}

/// The error of loading a verification key, or `nil` if it loads.
func verificationRefusal(_ material: SecretBytes, _ algorithm: Algorithm) -> KeyError? {
  do throws(KeyError) {
    _ = try VerificationKey.load(material, for: algorithm)
    return nil
  } catch {
    return error
  }
}

func isValid(_ verifier: Verifier, _ signature: [UInt8], _ message: [UInt8]) -> Bool {
  verifier.isValid(signature: signature.span, of: message.span)
}

/// The parts of a token, the signature decoded.
func taken(
  _ token: String
) -> (signingInput: [UInt8], signature: [UInt8])? {
  let raw = bytes(token)
  var signature: [UInt8] = []
  guard let parts = CompactToken.split(raw.span),
    Base64URL.decode(raw.span.extracting(parts.signature), into: &signature)
  else { return nil }
  return (Array(raw[parts.signingInput]), signature)
}
