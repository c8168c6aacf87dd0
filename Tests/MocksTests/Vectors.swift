/// Tokens that PyJWT 2.15.1 made at ``time``, and the public halves of the keys that it used; the
/// private ones were thrown away.
enum Vectors {
  static let time = 1_767_225_600
  static let secret = "test-only-secret-for-the-mock-0123456789"
  static let apiKey = "api-key-of-the-mock"

  static let hs256 =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJlbWFpbCI6ImFkYUB"
    + "leGFtcGxlLmNvbSIsImlhdCI6MTc2NzIyNTYwMCwiZXhwIjoxNzY3MjI1NjYwfQ.Zh5Zq48hxigDtmDQ6oEFPPkv"
    + "ZQqjFwKQGYC-SG1Y3nk"

  static let md5Key =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3NjcyMjU2MDAsImp0aSI6IjAxMjM0NTY3ODlhYmN"
    + "kZWYwMTIzNDU2Nzg5YWJjZGVmIiwidXNlcl9lbWFpbCI6ImFkYUBleGFtcGxlLmNvbSJ9.T61qeYoUhnvQKjFHBh"
    + "RFAa68fXJxD2ZuLv_ps9nm4V0"

  static let shortKey =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJlbWFpbCI6ImFkYUB"
    + "leGFtcGxlLmNvbSIsImlhdCI6MTc2NzIyNTYwMCwiZXhwIjoxNzY3MjI1NjYwfQ.y4oXMBHaSWFh1kmneQILumx2"
    + "n-tvam66h2r3m9n3-Kg"

  static let rs256 =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJleHAiOjE3NjcyMjY"
    + "yMDB9.eFOwTuVLJZC-RErGvcxKlPEv41c-m9u80BdBaDHMQ_1OIs4BjQoTeike7IqAQ1JCchoO_JkUdg9ksC6mC4"
    + "RcqRe2YWh8dMQov9HOIoMJpoH5qol6cSn36z-79URtC_w7OBwjnKG8OfjDOY8Y92TaC4NILsOW_FvO6-UBGAmiGi"
    + "8KjorcEzN3e9x920EOxcUefd9k6h6I_6fqwN3aSOYyup6LToccU2fpR6aMhlLwz5l-69gWYjw-hOYEm7Z5Y-sZ3c"
    + "PMZ1s99FQR0cH391S9KH8pZBFh3M9UXSSwuDqvlP5jPwAkjckObFN9q2xpH7WYBW3PkA65SF_hTDnEIWNkEA"

  static let rs512 =
    "eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJleHAiOjE3NjcyMjY"
    + "yMDB9.bC4RABJlLMvC7_iHDXIQEhJ5RsPHNoNfytF-jCpGJLI5bVfxEBLFLtrl2J54Yfxu_IG_RISFo_Y2TnjK5s"
    + "S_J5QD_PB9DGFhDpUirvwVH8NHXcD7DU2nMKGRItJkfU-ub2Zzj0toirr-A3Tn_Z3dDAUUEe1N0Xmdy3Rje4PFR0"
    + "TMF_0Sz2moBJ5t4q0dNGkCxapSyb1An79m-Ow5iTfiwDXgnDXoF8xah6qwEarvyDeXFGr4YW4XNc1q_ZuRWt938_"
    + "uHcdAAkuiNH9UMiHgVxxVopXevXda5w1vROO7lqKY-Dt8-9uDGOUzn7D--Z6zaipQeRPRsQP9XkCoCWSS7mw"

  static let ps384 =
    "eyJhbGciOiJQUzM4NCIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJleHAiOjE3NjcyMjY"
    + "yMDB9.CljFVk6FvnTgZvu1wur0hHO-UUH_94krXmxbGlaD8ZCTxabcGZn3U-Q_SaGCgl3dbtpL2o0tn_G-alm9pX"
    + "RfYXQNtQzXkriJD69ACv7lpcJKFfA69FWmqpWz_BpF0B5zNsaOSJtS1X2G2Xv6DBVkPAWQsgQ85eTlOx-UuVbRQR"
    + "YaJE0mEvC_sXZOVGooc78M_NCAQoiJFV0A3QRKWmXdnnq6vuMgBincRzUTF6omGLT-So5CLarTNWcPSzFE65-J5Z"
    + "mmHJFWqjJtqTPftgj7Xqxv6f8_UgTVoHA6yX6RWPtAPc_rEQ5vLs3TVbWzt5VGZ3Cm2EGbrAkxLt_ucOv9XA"

  static let es256 =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEyMzQiLCJ0eXAiOiJKV1QifQ.eyJ1Ijp7ImlkIjoiMTciLCJlbWFpbCI6I"
    + "mFkYUBleGFtcGxlLmNvbSJ9LCJzdCI6eyJ0IjoiLyJ9LCJ2IjoibXVzdGVyOjEiLCJpYXQiOjE3NjcyMjU2MDAsI"
    + "mV4cCI6MTc2NzIyNjIwMH0.aeNNtlg_Vnu_IsdZNIHB03Ky_mX-V7nk7ueISQgPiswsWQ8U0p3OFGyxFPyIxeVOb"
    + "DCh0iR8fqUjn-liZs3JIA"

  static let edDSA =
    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsIm5hbWUiOiJBZGEiLCJleHAiOjE3NjcyMjY"
    + "yMDB9.uM1MeR1sb_hVg1kMljOCfJh1HOAo8ZK67lGZgC5eC39811qr1zN_mGfkFJVYd6w5nGGTr006KQSqDghDp8"
    + "dBBg"

  static let rsaKey = """
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqWuRh9L8g8q68Dvgw7Nx
    Irrk3lcE55COSQ4wQ9Pyj/PZ0m07GQGTEHZWQKttRGnjT+IxfN1oN+l+1LEucHvc
    5Ox3BMNEjdEhYnOdrsvIAMjCvW0WRsUjgE+QDShyrSdlLFnKrwNdK9zXTjVmEy29
    Uoes59vjpFXij0871BUQZuegUFS8OEKjlrXYJWHpGmYqPHeOaGVD2T280ShwG6Yu
    xYvRrQbEMzsJ9TguHPLu3tFnMl8Pd3ZL0T6bFSEFkL2dIaniVkk37MWDq4ZURtXM
    4VyD+RVH1gmHx6CbZnX3Qx2zecwBAVBbe2aEmXYwolmocOhvPuSlwd5ipm+qvp/3
    MQIDAQAB
    -----END PUBLIC KEY-----
    """

  static let ecKey = """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEiY8PsPeJ5H7qwsinpDqdHsvURw9H
    NTGNt8PqPikywFjtKHuKcE38haZjq4HACd2EYtkwpZMa9LhkNs8Lim2Iig==
    -----END PUBLIC KEY-----
    """

  static let ed25519Key = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEAfLfB6U8/a89KqhxT3zMjtLRip5as7OQWTn69+GvJ5Lk=
    -----END PUBLIC KEY-----
    """
}
