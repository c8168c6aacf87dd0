// What the signatures of this library are made of comes with it: findings, algorithms, secrets,
// entropy and dates.
@_exported public import Bytes
@_exported public import Findings
@_exported public import Tokens
