/// Tokens made outside Muster, with PyJWT 2.15.1 and cryptography, over claims that were typed by
/// hand (see GoldenTests): `jwt.get_algorithm_by_name(alg).sign(header + b"." + claims, key)`, each
/// part in base64url. The keys are those of TestKeys; the identifier of `proprofs` is what SplitMix64
/// gives for the seed 1.
enum GoldenTokens {
  static let mediaos =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSIsImZpcnN0X25hbWU"
    + "iOiJBZGEiLCJsYXN0X25hbWUiOiJMw7Z2ZSBcIkJ5cm9uXCIiLCJjb21wYW55IjoiQW5hbHl0aWNhbCwgSW5jLiI"
    + "sImV4cGlyZXMiOjE3MDAwMDAwNjAsInBhc3N3b3JkTUQ1IjoiNWY0ZGNjM2I1YWE3NjVkNjFkODMyN2RlYjg4MmN"
    + "mOTkiLCJmb3J1bUdyb3VwSWRzIjpbMSwyLDNdLCJhdWRpZW5jZUlkcyI6WzEwLDkwMDcxOTkyNTQ3NDA5OTNdLCJ"
    + "hdmF0YXIiOiJodHRwczovL2Nkbi5leGFtcGxlLmNvbS9hL2IucG5nP3g9MSIsIm5ld3NsZXR0ZXJJZHMiOlsyLDR"
    + "dfQ.FPZHB867FMAyDNDnBX9hczrHzE1KVzs1m2sKjYexcyU"
  static let bettermode =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDA0MiIsIm5hbWUiOiJBZGEgTMO4dmVsYWNlIiw"
    + "iZW1haWwiOiJhZGFAZXhhbXBsZS5jb20iLCJ0YWdsaW5lIjoiQ291bnRzXG4mIFwid2VhdmVzXCIgPC9zY3JpcHQ"
    + "-IiwicGljdHVyZSI6Imh0dHBzOi8vY2RuLmV4YW1wbGUuY29tL2EucG5nIiwiaWF0IjoxNzAwMDAwMDAwLCJleHA"
    + "iOjE3MDAwMDAwNjAsInNwYWNlSWRzIjpbIkFiQzEiLCJ4LTIiXSwic3BhY2VzT3BlcmF0aW9uIjoiUkVQTEFDRSI"
    + "sImZhdm91cml0ZSBjb2xvdXIiOiJibGF1In0.b-vegdty7zRJpvL5JVdlH_mJVIYmLulzjWBRCRaE-gs"
  static let bettermode2 =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1LTIiLCJuYW1lIjoiQm8iLCJlbWFpbCI6ImJvQGV"
    + "4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsInNwYWNlcyI6W3sic3BhY2VJZCI"
    + "6IkFiQzEiLCJyb2xlIjoiTUVNQkVSIiwiYWN0aW9uIjoiSk9JTiJ9LHsic3BhY2VJZCI6IngtMiIsInJvbGUiOiJ"
    + "NRU1CRVIiLCJhY3Rpb24iOiJMRUFWRSJ9XSwic3BhY2VzT3BlcmF0aW9uIjoiQUREIn0.uYQLONN_tWiOdG9DQKs"
    + "IxyAWSf0G65SpA6K9yC33jzA"
  static let proprofs =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDAsImp0aSI6ImMxNWMwMjg5ZWMyZDB"
    + "hOTE2N2VjOGU2NWExOGRlYmJlIiwidXNlcl9lbWFpbCI6ImFjbWVAcHJvcy5jb20iLCJzaXRlX2FjY2VzcyI6IjQ"
    + "0NTY3LDc3ODk4IiwiZ3Vlc3QiOmZhbHNlfQ.JfkrJ7kzCptSQuMkwAbdKYcMe0g-EXSdbNMT05J2-IY"
  static let acadio =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFAYi5jbyIsIm1ldGEiOnsidGllciI6ImdvbGQ"
    + "iLCJuZXN0ZWQiOnsibGlzdCI6WzEsMi41MCxudWxsXX19LCJncm91cHMiOlsxMiwiYi03Il0sImNyZWRpdHMiOlt"
    + "7Im9yZGVySWQiOiJPLTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAzMiIsImlkIjo5ODc2NTQzMjEwOTg3NjU"
    + "0MzIxMH1dLCJvbmJvYXJkIjp0cnVlLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwiaXNzIjoiaHR"
    + "0cHM6Ly9pc3N1ZXIuZXhhbXBsZS5jb20ifQ.VOt2Fpsxz97TrE4KhPyfI_FlFJJPaLgF-ujNZrVSoA0"
  static let tinydriveRS256 =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjMiLCJuYW1lIjoiSm9obiBEb2UiLCJleHAiOjE"
    + "3MDAwMDA2MDAsImh0dHBzOi8vY2xhaW1zLnRpbnkuY2xvdWQvZHJpdmUvcm9vdCI6Ii9qb2huZG9lIn0.sP6gKHV"
    + "aM8HgNhU-w9cnPo73VSXGNF047CnKzLzurT9VMJkdFHVjo9PSLthLOQp6DqnqMOkdxs_IhuaDXggYyN8HHBwvcQM"
    + "ZqNQAMtyTD9xmIqrTY0fMBBhUcS2Nqp1s_MIlmc59Kv5C-LPsBFgqPnGMCrwwDrjoVHxGtvn8q_p1kh2nrVXBle_"
    + "295fZoMt9x2tkQZo795Gy-61eHGXkT1GoxUkhEmM1WqQTwAWa5PgMbOFM_bQa-Ag5hApRC7ho6iHWdxHs2m-r_DJ"
    + "Q0ppNBGeA6dfz8M_Co_ISFVfihdG8evve5e8Vz9NbnKbd_fO_lZzpaR1CzKk49TK_nvLPJw"
  static let tinydriveRS384 =
    "eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjMiLCJuYW1lIjoiSm9obiBEb2UiLCJleHAiOjE"
    + "3MDAwMDA2MDAsImh0dHBzOi8vY2xhaW1zLnRpbnkuY2xvdWQvZHJpdmUvcm9vdCI6Ii9qb2huZG9lIn0.hxOisbi"
    + "OrsqBC8qo78vgNR86hedMezR5jcqJ95d_7vxURVYBpZSA6XywVstHacRx9Te3O48FPFM6_652bc-ZuUGFSlw0gM2"
    + "g_EODKCMhcKBd-S6AV1TGCU6SOmtPcHksMOAPELNlgPdd55vtCshsbuKrsu-Q3T3Xwzw4WVI9InRtUWHPw7-db6P"
    + "aGhdIRwBFan94LfvC4wKNWiWD_Qer4CRKUPjeKfvTuFza7RJCe4PYfd0pexNZi6MvUUmt6rxQPGaP75KskQWerAu"
    + "fm-SW7AG7Il4GezpyvfUn2TJPR33yNSgCQWcZ7VRO9nYJptCW0VgXaLEh3iai5iN_Wa7dAA"
  static let tinydriveRS512 =
    "eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjMiLCJuYW1lIjoiSm9obiBEb2UiLCJleHAiOjE"
    + "3MDAwMDA2MDAsImh0dHBzOi8vY2xhaW1zLnRpbnkuY2xvdWQvZHJpdmUvcm9vdCI6Ii9qb2huZG9lIn0.BOmr9ln"
    + "qk8tCI-I9_SQhciMfnNNjsvG19JPD97aNJRiRKmooPl0PCdAQz71o2Hs0Nh-8U3AGk6POACTfV3QiJi-RjHwYKC-"
    + "EYPfCcMMtofqyu4RzBi6mZ5KG3Ae2mUjLH9FRmMzds6xYm3BSAq3DgaTaDaW59j0t2quxHJRlLppGiQyHkmx6Bis"
    + "5Tc95Vhv2kgF8Sv7X626JKIZrW3dzwwcwnQrTR11ZcxbPCgU0IMDxYc70cVdVlYioFGAKIy_lXgFNppq4gLbaxc9"
    + "cFBTJYPN2dEFs7D4U6NDG7zKaSKIrXYh1zUR5BxOWSNUGXuw27B0Yay-Qj2ZMNFkPLE1dMg"
  static let acadioHS384 =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzM4NCJ9.eyJlbWFpbCI6ImFAYi5jbyIsIm1ldGEiOnsidGllciI6ImdvbGQ"
    + "iLCJuZXN0ZWQiOnsibGlzdCI6WzEsMi41MCxudWxsXX19LCJncm91cHMiOlsxMiwiYi03Il0sImNyZWRpdHMiOlt"
    + "7Im9yZGVySWQiOiJPLTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAzMiIsImlkIjo5ODc2NTQzMjEwOTg3NjU"
    + "0MzIxMH1dLCJvbmJvYXJkIjp0cnVlLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwiaXNzIjoiaHR"
    + "0cHM6Ly9pc3N1ZXIuZXhhbXBsZS5jb20ifQ.wil6LI6s-x_7ygqlP17fKgxF6-1uQNXlQ2Z8J_ax95pX7REqJydQ"
    + "fA_Ug8RE5snX"
  static let acadioHS512 =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.eyJlbWFpbCI6ImFAYi5jbyIsIm1ldGEiOnsidGllciI6ImdvbGQ"
    + "iLCJuZXN0ZWQiOnsibGlzdCI6WzEsMi41MCxudWxsXX19LCJncm91cHMiOlsxMiwiYi03Il0sImNyZWRpdHMiOlt"
    + "7Im9yZGVySWQiOiJPLTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAzMiIsImlkIjo5ODc2NTQzMjEwOTg3NjU"
    + "0MzIxMH1dLCJvbmJvYXJkIjp0cnVlLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMCwiaXNzIjoiaHR"
    + "0cHM6Ly9pc3N1ZXIuZXhhbXBsZS5jb20ifQ.moP02CoyW_ixo7FRVXO711EEb5nveQlMI9axhSWbJvzfMU48n6-D"
    + "i0mIf9jjbpa5gMjlcKhYHLgMhSSHzZZYfA"
}
