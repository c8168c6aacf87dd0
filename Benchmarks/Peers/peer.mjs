// What the peers in Node share: options, the loop over rows, and both outputs.
import { openSync, readFileSync, writeSync } from 'node:fs'
import { bettermodeClaims, eachCSVRow, eachJSONLine, tinydriveClaims } from './rules.mjs'

/// `makeSigner(key, algorithm)` returns what makes a token of claims.
export function run(makeSigner) {
  const options = {}
  let input
  for (let i = 2; i < process.argv.length; i++) {
    if (process.argv[i].startsWith('--')) options[process.argv[i].slice(2)] = process.argv[++i]
    else input = process.argv[i]
  }
  const isDrive = options.platform === 'tinydrive'
  const key = readFileSync(options['key-file'], 'latin1').replace(/[\r\n]+$/, '')
  const sign = makeSigner(key, isDrive ? 'RS256' : 'HS256')
  const claimsOf = isDrive ? tinydriveClaims : bettermodeClaims
  const iat = Number(options.iat ?? 0), exp = Number(options.exp)
  const before = isDrive ? '{"token":"' : `https://${options.domain}/api/auth/sso?jwt=`
  const after = isDrive ? '"}\n' : '\n'
  const output = openSync(options.output, 'w', 0o600), rejects = openSync(options.rejects, 'w', 0o600)
  let issued = 0, rejected = 0, links = '', numbers = ''
  const each = input.endsWith('.jsonl') ? eachJSONLine : eachCSVRow
  each(input, row => {
    const claims = row === null ? null : claimsOf(row, iat, exp)
    if (claims === null) {
      rejected++
      numbers += `${issued + rejected}\n`
      return
    }
    links += before + sign(claims) + after
    issued++
    if (links.length > 1 << 18) {
      writeSync(output, links, null, 'latin1')
      links = ''
    }
  })
  writeSync(output, links, null, 'latin1')
  writeSync(rejects, numbers)
  console.log(`${issued} issued, ${rejected} rejected`)
}
