// Node with the package jsonwebtoken, where it is installed (Benchmarks/setup says how). The key is a
// KeyObject: given text, the package parses it anew for each token.
import { createPrivateKey, createSecretKey } from 'node:crypto'
import { createRequire } from 'node:module'
import { run } from './peer.mjs'

let jsonwebtoken
try {
  jsonwebtoken = createRequire(import.meta.url)('jsonwebtoken')
} catch {
  console.error('node_jsonwebtoken: the package jsonwebtoken is not installed')
  process.exit(69)
}

run((key, algorithm) => {
  const prepared = algorithm === 'RS256'
    ? createPrivateKey(key) : createSecretKey(Buffer.from(key, 'latin1'))
  return claims => jsonwebtoken.sign(claims, prepared, { algorithm })
})
