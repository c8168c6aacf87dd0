// Node's built-in crypto and nothing else.
import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto'
import { run } from './peer.mjs'

run((key, algorithm) => {
  const header = Buffer.from(`{"alg":"${algorithm}","typ":"JWT"}`).toString('base64url') + '.'
  const prepared = algorithm === 'RS256'
    ? createPrivateKey(key) : createSecretKey(Buffer.from(key, 'latin1'))
  const signature = algorithm === 'RS256'
    ? text => sign('sha256', Buffer.from(text, 'latin1'), prepared).toString('base64url')
    : text => createHmac('sha256', prepared).update(text).digest('base64url')
  return claims => {
    const text = header + Buffer.from(JSON.stringify(claims)).toString('base64url')
    return text + '.' + signature(text)
  }
})
