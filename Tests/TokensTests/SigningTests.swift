import Testing
import Tokens

struct SigningTests {
  static func material(_ algorithm: Algorithm) -> SecretBytes {
    switch algorithm {
    case .hs256, .hs384, .hs512:
      secret("a secret of sixty-four bytes, which is enough for every HS one..")
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: secret(TestKeys.rsaPKCS8)
    case .es256: secret(TestKeys.p256PKCS8)
    case .es384: secret(TestKeys.p384PKCS8)
    case .es512: secret(TestKeys.p521PKCS8)
    case .edDSA: secret(TestKeys.ed25519PKCS8)
    }
  }

  static func byteCount(_ algorithm: Algorithm) -> Int {
    switch algorithm {
    case .hs256: 32
    case .hs384: 48
    case .hs512, .es256, .edDSA: 64
    case .es384: 96
    case .es512: 132
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: 256
    }
  }

  /// ECDSA numbers have leading zeros once in 256 times, so this signs often enough to meet some.
  @Test(arguments: Algorithm.allCases)
  func verifiesWhatItSigned(algorithm: Algorithm) throws {
    let key = try SigningKey.load(Self.material(algorithm), for: algorithm)
    #expect(key.algorithm == algorithm)
    let signer = try Signer(key: key)
    let verifier = try Verifier(key: key.verificationKey())
    #expect(signer.signatureByteCount == Self.byteCount(algorithm))
    var signature = bytes("old")
    for number in 0..<(algorithm.keyKind == .ec ? 1000 : 20) {
      let message = bytes("message \(number)")
      try signer.sign(message.span, into: &signature)
      #expect(signature.count == signer.signatureByteCount)
      #expect(isValid(verifier, signature, message))
    }
  }

  @Test(arguments: Algorithm.allCases)
  func refusesEveryOtherSignature(algorithm: Algorithm) throws {
    let key = try SigningKey.load(Self.material(algorithm), for: algorithm)
    let verifier = try Verifier(key: key.verificationKey())
    let message = bytes("header.claims")
    let good = try signature(key, message)
    for index in good.indices {
      var changed = good
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(!isValid(verifier, changed, message))
    }
    for other: [UInt8] in [[], Array(good.dropLast()), good + [0], [0] + good, good + good] {
      #expect(!isValid(verifier, other, message))
    }
    let zeros = [UInt8](repeating: 0, count: good.count)
    let ones = [UInt8](repeating: 0xFF, count: good.count)
    #expect(!isValid(verifier, zeros, message))
    #expect(!isValid(verifier, ones, message))
    #expect(!isValid(verifier, good, bytes("header.claimz")))
    #expect(isValid(verifier, good, message))
  }

  /// CVE-2022-21449 and its relatives: r and s of 0, and of the order of the curve.
  @Test func refusesNumbersOutsideOfTheOrder() throws {
    let key = try SigningKey.load(secret(TestKeys.p256PKCS8), for: .es256)
    let verifier = try Verifier(key: key.verificationKey())
    let message = bytes("header.claims")
    let good = try signature(key, message)
    let order = unhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    let zero = [UInt8](repeating: 0, count: 32)
    let one = Array(zero.dropLast()) + [1]
    let r = Array(good.prefix(32))
    let s = Array(good.suffix(32))
    let pairs: [([UInt8], [UInt8])] = [
      (zero, s), (r, zero), (zero, zero), (order, s), (r, order), (order, order), (zero, one),
      (one, zero), (order, one), (one, one),
    ]
    for (first, second) in pairs {
      #expect(!isValid(verifier, first + second, message))
    }
  }

  @Test func refusesASignatureInDER() throws {
    let key = try VerificationKey.load(secret(TestKeys.p256SPKI), for: .es256)
    let verifier = try Verifier(key: key)
    let der = unhex("3006020101020101")
    #expect(!isValid(verifier, der, bytes("x")))
  }

  @Test(arguments: [
    (Algorithm.rs256, Algorithm.ps256), (.ps256, .rs256), (.rs256, .rs512), (.ps384, .ps512),
  ])
  func bindsASignatureToItsAlgorithm(signed: Algorithm, verified: Algorithm) throws {
    let key = try SigningKey.load(secret(TestKeys.rsaPKCS1), for: signed)
    let other = try VerificationKey.load(secret(TestKeys.rsaSPKI), for: verified)
    let message = bytes("header.claims")
    let made = try signature(key, message)
    #expect(try !isValid(Verifier(key: other), made, message))
  }

  @Test func signsAnEmptyMessage() throws {
    for algorithm in Algorithm.allCases {
      let key = try SigningKey.load(Self.material(algorithm), for: algorithm)
      let made = try signature(key, [])
      #expect(try isValid(Verifier(key: key.verificationKey()), made, []))
    }
  }

  @Test func signsWithOneKeyFromManyTasks() async throws {
    let key = try SigningKey.load(secret(TestKeys.p256PKCS8), for: .es256)
    let results = try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let signer = try Signer(key: key)
          let verifier = try Verifier(key: key.verificationKey())
          var made: [UInt8] = []
          for number in 0..<50 {
            let message = bytes("\(task) \(number)")
            try signer.sign(message.span, into: &made)
            guard isValid(verifier, made, message) else { return false }
          }
          return true
        }
      }
      return try await group.reduce(true) { $0 && $1 }
    }
    #expect(results)
  }
}
