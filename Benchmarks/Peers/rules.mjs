// What the profiles "bettermode" and "tinydrive" ask of a row; CSV and JSON Lines read strictly.
import { openSync, readSync } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { isIP } from 'node:net'

// White space and control characters beyond ASCII.
const farBlank = '\\x80-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
const atom = `(?:[A-Za-z0-9!#$%&'*+\\-/=?^_\`{|}~]|[^\\x00-\\x7f${farBlank}])+`
const local = `(?:${atom}(?:\\.${atom})*|"(?:[^"\\\\\\x00-\\x1f\\x7f${farBlank}]|\\\\[ -~])*")`
const label = `(?!-)(?:[A-Za-z0-9-]|[^\\x00-\\x7f${farBlank}])+(?<!-)`
const mail = new RegExp(`^(${local})@((?:${label}\\.)+(${label}))$`)
const number = /^(?:[0-9]+|0[xX][0-9A-Fa-f]*)$/
const plainLabel = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const url = new RegExp(
  `^[hH][tT][tT][pP][sS]?://((?:${plainLabel}\\.)*(${plainLabel})|\\[[0-9A-Fa-f:.]+\\])`
  + `(?::([1-9][0-9]{0,4}))?`
  + `(?:[/?#](?:[^\\x00-\\x20\\x7f\\\\"'\`<>%${farBlank}]|%[0-9A-Fa-f]{2})*)?$`)

export function isMail(text) {
  const match = mail.exec(text)
  if (!match) return false
  if (text.length > 50) {
    if (text.length > 200 || Buffer.byteLength(text) > 254) return false
    if (Buffer.byteLength(match[1]) > 64) return false
    if (match[2].split('.').some(label => Buffer.byteLength(label) > 63)) return false
  }
  return !number.test(match[3])
}

export function isWebURL(text) {
  const match = url.exec(text)
  if (!match) return false
  const [, host, last, port] = match
  if (host.length > 253 || (port && Number(port) > 65535)) return false
  if (host[0] === '[') return isIP(host.slice(1, -1)) === 6
  return !(last && number.test(last)) || isIP(host) === 4
}

function isBlank(code) { return code === 32 || (code >= 9 && code <= 13) }

export function trimmed(text) {
  let start = 0, end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/// The claims in the order of the profile, or null where the row is refused.
export function bettermodeClaims(row, iat, exp) {
  const sub = trimmed(row[0]), name = trimmed(row[1]), email = trimmed(row[2])
  const tagline = row[3], picture = trimmed(row[4]), spaces = row[5], team = row[6]
  if (sub === '' || sub.length > 50 || name === '' || !isMail(email)) return null
  const claims = { sub, name, email }
  if (tagline !== '') claims.tagline = tagline
  if (picture !== '') {
    if (!isWebURL(picture)) return null
    claims.picture = picture
  }
  claims.iat = iat
  claims.exp = exp
  if (spaces !== '') {
    const list = typeof spaces === 'string' ? spaces.split(',').map(trimmed) : spaces
    if (list.includes('') || (list.length > 1 && new Set(list).size < list.length)) return null
    claims.spaceIds = list
  }
  if (team !== '') claims.team = team
  return claims
}

export function tinydriveClaims(row, iat, exp) {
  const sub = trimmed(row[0]), name = trimmed(row[1]), root = row[2]
  if (sub === '' || name === '' || sub.includes(':')) return null
  if (root !== '' && (root[0] !== '/' || root.includes('\\'))) return null
  const claims = { sub, name, exp }
  if (root !== '') claims['https://claims.tiny.cloud/drive/root'] = root
  return claims
}

/// Calls `take` with the cells of each row, or null where the row is malformed; not for the header.
export function eachCSVRow(path, take) {
  let columns = 0
  const give = row => {
    if (columns === 0) columns = row.length
    else take(row && row.length === columns ? row : null)
  }
  eachChunk(path, (chunk, isLast) => {
    let start = 0
    while (start < chunk.length) {
      if (chunk[start] === 13) { start++; continue }
      let end = chunk.indexOf(10, start)
      if (end < 0) {
        if (!isLast) break
        end = chunk.length
      }
      if (end === start) { start++; continue }
      const text = chunk.toString('utf8', start, end)
      if (text.includes('"') || text.includes('\r')) {
        const read = readQuoted(chunk, start, isLast)
        if (read === null) break
        give(read.row)
        start = read.end
      } else {
        const isBroken = text.includes('\0')
          || (text.includes('\ufffd') && !isUtf8(chunk.subarray(start, end)))
        give(isBroken ? null : text.split(','))
        start = end + 1
      }
    }
    return start
  })
}

function eachChunk(path, take) {
  const file = openSync(path, 'r')
  let buffer = Buffer.allocUnsafe(1 << 20), held = 0
  for (;;) {
    if (held === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
    const count = readSync(file, buffer, held, buffer.length - held, null)
    held += count
    const done = take(buffer.subarray(0, held), count === 0)
    buffer.copyWithin(0, done, held)
    held -= done
    if (count === 0) return
  }
}

/// A row that has quotes; null where it is not whole.
function readQuoted(chunk, start, isLast) {
  const cells = []
  let at = start, isGood = true
  const isEnd = () => chunk[at] === 44 || chunk[at] === 10 || chunk[at] === 13
  for (;;) {
    let cell = ''
    if (chunk[at] === 34) {
      for (at++; ;) {
        const quote = chunk.indexOf(34, at)
        if (quote < 0 || (quote + 1 === chunk.length && !isLast)) {
          if (!isLast) return null
          isGood = isGood && quote >= 0
          cell += chunk.toString('utf8', at, quote < 0 ? chunk.length : quote)
          at = chunk.length
          break
        }
        cell += chunk.toString('utf8', at, quote)
        at = quote + 1
        if (chunk[at] !== 34) break
        cell += '"'
        at++
      }
      while (at < chunk.length && !isEnd()) { at++; isGood = false }
    } else {
      const from = at
      while (at < chunk.length && !isEnd()) if (chunk[at++] === 34) isGood = false
      cell = chunk.toString('utf8', from, at)
    }
    cells.push(cell)
    if (chunk[at] !== 44) break
    at++
  }
  if (at === chunk.length && !isLast) return null
  const raw = chunk.subarray(start, at)
  if (raw.includes(0) || !isUtf8(raw)) isGood = false
  if (chunk[at] === 13 && chunk[at + 1] === 10) at++
  return { row: isGood ? cells : null, end: at + 1 }
}

const keys = ['sub', 'name', 'email', 'tagline', 'picture', 'spaceIds', 'team']

export function eachJSONLine(path, take) {
  eachChunk(path, (chunk, isLast) => {
    let start = 0
    for (;;) {
      let end = chunk.indexOf(10, start)
      if (end < 0) {
        if (!isLast || start >= chunk.length) return start
        end = chunk.length
      }
      take(objectRow(chunk, start, end))
      start = end + 1
    }
  })
}

function objectRow(chunk, start, end) {
  const text = chunk.toString('utf8', start, end)
  if (text.includes('\ufffd') && !isUtf8(chunk.subarray(start, end))) return null
  let record
  try { record = JSON.parse(text) } catch { return null }
  for (const key in record) {
    const value = record[key]
    if (!keys.includes(key) || value === '') return null
    if (typeof value !== 'string' && !(key === 'spaceIds' && Array.isArray(value))) return null
  }
  return keys.map(key => record[key] ?? '')
}
