/// Keys for tests only: they are public by standing here, and sign nothing that counts.
enum TestKeys {
  /// A P-256 key as SEC1, behind its parameters.
  static let p256SEC1: Material = """
    -----BEGIN EC PARAMETERS-----
    BggqhkjOPQMBBw==
    -----END EC PARAMETERS-----
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEINziyGhB4ER3cgreX+qxFf8ae6ErJQ+ktFSe8DPf3O8soAoGCCqGSM49
    AwEHoUQDQgAEKS09Pb/YwVqCRvSZqmVnQsIF1AqL7a7H2A7HDB1UV4nxGtLiI52X
    00tTxfrrQ9NJ2/h/s+H4p0ngx+0IiGbwLQ==
    -----END EC PRIVATE KEY-----

    """

  /// The same as PKCS#8.
  static let p256PKCS8: Material = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3OLIaEHgRHdyCt5f
    6rEV/xp7oSslD6S0VJ7wM9/c7yyhRANCAAQpLT09v9jBWoJG9JmqZWdCwgXUCovt
    rsfYDscMHVRXifEa0uIjnZfTS1PF+utD00nb+H+z4finSeDH7QiIZvAt
    -----END PRIVATE KEY-----

    """

  /// Its public half.
  static let p256SPKI: Material = """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKS09Pb/YwVqCRvSZqmVnQsIF1AqL
    7a7H2A7HDB1UV4nxGtLiI52X00tTxfrrQ9NJ2/h/s+H4p0ngx+0IiGbwLQ==
    -----END PUBLIC KEY-----

    """

  /// A P-384 key.
  static let p384PKCS8: Material = """
    -----BEGIN PRIVATE KEY-----
    MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCK/tMiz+fMJYpV24Jd
    IL7K3ZMOKFHSJuNutMSINiFiF/MMyY6W+7XpdyUwxKNtiGehZANiAAT4bk9S1qWD
    jTJhYVxo+WufqrhbdPzf6INz96xJ4rYnCpFEqHM0c9nDRCRZR4IFHwMh9NI+hKnb
    e9f90PX//v2qhl5rmHtHPzPoisf1LFiYLjVrKRK4UA7MeLldcdZFlpI=
    -----END PRIVATE KEY-----

    """

  /// A P-521 key.
  static let p521PKCS8: Material = """
    -----BEGIN PRIVATE KEY-----
    MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIB3A6nlB3JICZAcpM6
    FvwHcKDPP1vMhywTPVGxFMadcrloTFlfRkbis8l21+rRfKIvLTvLk8MQDfixUF2s
    KoCwqQ6hgYkDgYYABAFgHzwv8c4kKCOkQzDAjc0sD3r46tZJtXW9BBz/WtQ7BtQs
    evGxm4lFn5ajUbHRF7PGIUlgoFmYHlsiMyfbjp6fwQH3YpCoWy/Bf3yz45LLlba9
    DyYtsFvFhZxTHvOzDgAjqh/5G+LCk1D/q8nFkCqOHVxHKmnETMMY6yRVLOeGaVd0
    LA==
    -----END PRIVATE KEY-----

    """

  /// A key on a curve that JWS algorithms here do not use.
  static let secp256k1: Material = """
    -----BEGIN PRIVATE KEY-----
    MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgsOKK0BxWCXs1+XzGSBId
    u2TT7IoAEcgGRlNYCPGsuJWhRANCAAS/vLgW1miVz5N9V+LRwxbf2eyPQqn5XRmc
    sjV2j7XEPpfFzfIx3JtQPnd8kgz1UoVIjTOyOdWXoey1AMpGnUsS
    -----END PRIVATE KEY-----

    """

  /// An Ed25519 key.
  static let ed25519PKCS8: Material = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEIO4O9VEsMgx4w3WfVbE4d/mWlN2+/uXoiUy4VMknjFfO
    -----END PRIVATE KEY-----

    """

  /// Its public half.
  static let ed25519SPKI: Material = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEAHINnMBEqy3NWJOis50L8g8MUJRZ+kMWG97nb//DMeQ8=
    -----END PUBLIC KEY-----

    """

  /// A key that cannot sign.
  static let x25519: Material = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VuBCIEIECDXaL76DYxCS/YyT6TiMGjN872oV86HL/hnMgJ0XFy
    -----END PRIVATE KEY-----

    """

  /// An SSH private key in the form of OpenSSH.
  static let openSSH: Material = """
    -----BEGIN OPENSSH PRIVATE KEY-----
    b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
    QyNTUxOQAAACAsrqQYGUFIqLu87XAASbFvXy+4DYzB2/3xJUwczmnmHAAAAJAjIcGjIyHB
    owAAAAtzc2gtZWQyNTUxOQAAACAsrqQYGUFIqLu87XAASbFvXy+4DYzB2/3xJUwczmnmHA
    AAAED7XePlDUcE4B3W0CqtpKtkzxoX871G5mr2XRPr933T8SyupBgZQUiou7ztcABJsW9f
    L7gNjMHb/fElTBzOaeYcAAAACXRlc3Qtb25seQECAwQ=
    -----END OPENSSH PRIVATE KEY-----

    """
}
