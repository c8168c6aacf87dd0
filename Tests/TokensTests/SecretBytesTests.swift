import Testing
import Tokens

struct SecretBytesTests {
  @Test func showsNothing() throws {
    let marker = "hunter2hunter2hunter2hunter2hunter2"
    let held = secret(Material(marker))
    let key = try SigningKey.load(held, for: .hs256)
    let half = key.verificationKey()
    for shown in [
      "\(held)", String(reflecting: held), "\(key)", String(reflecting: key), "\(half)",
      String(reflecting: half), "\([held])", "\([1: key])",
    ] {
      #expect(shown.contains("<redacted>") && !shown.contains("hunter2"))
    }
    for value in [held, key, half] as [Any] {
      var dumped = ""
      dump(value, to: &dumped)
      #expect(!dumped.contains("hunter2") && !dumped.contains("104"))
      #expect(Mirror(reflecting: value).children.isEmpty)
    }
  }

  @Test func lendsItsBytes() {
    #expect(content(SecretBytes([])) == [])
    #expect(content(SecretBytes([0, 1, 255])) == [0, 1, 255])
    #expect(SecretBytes([0, 1, 255]).count == 3)
  }

  @Test func leavesASharedArrayAlone() {
    let kept: [UInt8] = [1, 2, 3]
    let held = SecretBytes(kept)
    #expect(kept == [1, 2, 3])
    #expect(content(held) == [1, 2, 3])
  }

  @Test func passesOnWhatTheBodyThrows() {
    #expect(throws: KeyError.empty) {
      try secret("x").withBytes { (_) throws(KeyError) in throw KeyError.empty }
    }
  }
}
