import Tokens

/// Keys for tests, and for nothing else.
enum TestKeys {
  static let secret = "a secret for tests, and for tests only"

  /// Made once with `openssl genrsa -traditional 2048`.
  static let rsa = """
    -----BEGIN RSA PRIVATE KEY-----
    MIIEowIBAAKCAQEAwHOMvY9CI8LvkEhN3or8n44lCl4dtkls2hcaPgKDTERQi3CI
    G2tjVytbJgR0Ig4vJ+xCJOIfpwdhrAHAhHsEQmvrn1+sLhN2/OSEqaAJ3Kbku0Ny
    VtMV6Iz2qZW86fv3x/z9L5uIvgjUMSLwHzm3pz1tGXyBmpzipuZkXPVzyTiHEVQN
    dCtgpTXzjduPxTaRkkKZBUxLzPmxZTJiPmw6NPIWq+F0rGwGdoYQt0gJiRcJeb4w
    zzglLDXF93e460RcEmdF4o/NCKY6V1HAILIQBGjCDhroYr0plEbYWERBbntMvzDq
    rTE/sehs+cTD8b2Q+hEAayveJlB3MPLeZ+r18QIDAQABAoIBAAWb2IA1yqGsLrsv
    wEU6G76yr9WrhIYpgaihf7xK6nSwkQBfWTgjWxPRSajD/HZ5n1o0goD8rht6FZij
    vG6f/zHIX2eXrDbzjkY0isE+zsrFemkSwCRTppHOeenbWVQgacpET0Sx7bxMGZMN
    B56BWh7fpWxWupg89kYS9N3YsXUtyaFqVBu8bTXgdREPkSh+DAGIziP3XYPz8+WA
    2QJg4S/3+IYkwETKtXf2RbOrThdDLiQk3sKTgGGd2M+aTs4yMqwwuJ37PdrPMwqi
    3vAKC/5edFj66I00eWLtWIeGjbPkRX6dvTE8GXEbttScsf+8t17v092PWpLwjYDV
    37QmTAECgYEA4YxqvQMhdDL+ngAB9IDcSTnuw/pL6ySG9WrZxNjh47DjQMkqi4lC
    IVaiHBnaM6IWlnN7LVB8a6D5Q39Y0UpjaeygGV9nlNL6F6Z1SjnL56EAug4jGYrr
    COOodiJyAwNI75dPMCJGeFfAvz1hMlciPfEfOjEGeuHzBv5CrqT2KKECgYEA2m80
    Kudzadvgn5qh0fGgt2EQl42dQ4fQ2DKKI0OC4/B32Z+HI+eFzj/THNUNGNeNQyG8
    l87ZWfay76UBXPjv10oMOdJBK983AxTcP+Y7IRhJ6YQ5ApBg7Qi2lQZ/P25qvUV4
    rHkNRKTKIggL1I/J0ZtqBumQU64ZSnuvT2PLO1ECgYAumhmvxgbSgHrVYIEG6N0b
    ECpCOeQXyKtN5+7o2jsKFZFO4IG25PxR8Rl7nufTxUjPezrXKQscHd2C0bwjOjCC
    QU7vDyRSvqjH3C/dz0VPLZf92U/tRiO76XX0Ore94Z7fSi8lbd+Lm+4KVX9QrGo5
    zCk8l8aT+z2Ak2ZpuVHXIQKBgCdHggEJF9b8ZBsvSlQfeEAho0Mtgw8muCZ4iCCp
    PjtQ/axTpJCPTJ93GLaBlVZXRJ7CzVAbMTidRTYU3PbkCPUU6rfnGDMUc6cJNEYF
    V7Ku1HO6hCny3oshWvvXbEBy0Zzxhi61oe4rF/IgskfqB2e648kUbRCvKPsc3LyQ
    /HXRAoGBAK/D6gLPiRQ3NRQlyHpOPmocmTe594onWasKQWIzL9UqZ5aIXb0wZbP2
    Q0EYSy4mfaqaBRXDaZsJ1XPvGrVD3CItkyFni5Z+XYwsUmUFcMlhP5D+GY6suAW5
    C7866LHKcGSrdMdV7810sp4kN1ADAPaMh6/pjvlMfh7H0xGMIdbX
    -----END RSA PRIVATE KEY-----
    """
}
