/// The numbers of an RSA key, named as in a JWK (RFC 7518 section 6.3).
enum RSANumber: String, CaseIterable {
  case modulus = "n"
  case publicExponent = "e"
  case privateExponent = "d"
  case firstPrime = "p"
  case secondPrime = "q"
  case firstExponent = "dp"
  case secondExponent = "dq"
  case coefficient = "qi"

  /// OpenSSL's name of the number (OSSL_PKEY_PARAM_RSA_N and so on).
  var parameter: StaticString {
    switch self {
    case .modulus: "n"
    case .publicExponent: "e"
    case .privateExponent: "d"
    case .firstPrime: "rsa-factor1"
    case .secondPrime: "rsa-factor2"
    case .firstExponent: "rsa-exponent1"
    case .secondExponent: "rsa-exponent2"
    case .coefficient: "rsa-coefficient1"
    }
  }
}
