// What the profile "bettermode" asks of the texts of a row.

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const ATOM: u8 = 4;
const HEX: u8 = 8;

const fn kinds() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        if c.is_ascii_alphabetic() {
            table[b] |= LETTER | ATOM;
        }
        if c.is_ascii_digit() {
            table[b] |= DIGIT | ATOM;
        }
        if c.is_ascii_hexdigit() {
            table[b] |= HEX;
        }
        b += 1;
    }
    let others = b"!#$%&'*+-/=?^_`{|}~";
    let mut i = 0;
    while i < others.len() {
        table[others[i] as usize] |= ATOM;
        i += 1;
    }
    table
}
static KINDS: [u8; 256] = kinds();

#[inline(always)]
fn is(b: u8, kind: u8) -> bool {
    KINDS[b as usize] & kind != 0
}

pub fn trimmed(t: &[u8]) -> &[u8] {
    let blank = |b: u8| b == b' ' || (9..=13).contains(&b);
    let mut t = t;
    while let [first, rest @ ..] = t {
        if !blank(*first) {
            break;
        }
        t = rest;
    }
    while let [rest @ .., last] = t {
        if !blank(*last) {
            break;
        }
        t = rest;
    }
    t
}

/// Whether white space or a control character begins at `i`.
fn is_blank(t: &[u8], i: usize) -> bool {
    let a = t[i];
    if a <= 0x20 || a == 0x7F {
        return true;
    }
    if a < 0xC2 {
        return false;
    }
    let b = *t.get(i + 1).unwrap_or(&0);
    let c = *t.get(i + 2).unwrap_or(&0);
    match (a, b, c) {
        (0xC2, 0x80..=0xA0, _) | (0xE1, 0x9A, 0x80) => true,
        (0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF) | (0xE2, 0x81, 0x9F) => true,
        (0xE3, 0x80, 0x80) | (0xEF, 0xBB, 0xBF) => true,
        _ => false,
    }
}

fn is_label(t: &[u8]) -> bool {
    !t.is_empty() && t.len() <= 63 && t[0] != b'-' && t[t.len() - 1] != b'-'
}

fn is_host(t: &[u8], labels_min: usize, allows_far: bool) -> bool {
    if t.is_empty() || t.len() > 253 {
        return false;
    }
    let (mut labels, mut start) = (1, 0);
    for i in 0..t.len() {
        let b = t[i];
        if b == b'.' {
            if !is_label(&t[start..i]) {
                return false;
            }
            labels += 1;
            start = i + 1;
        } else if b >= 0x80 {
            if !allows_far || is_blank(t, i) {
                return false;
            }
        } else if !is(b, LETTER | DIGIT) && b != b'-' {
            return false;
        }
    }
    is_label(&t[start..]) && labels >= labels_min
}

fn ends_in_number(t: &[u8]) -> bool {
    let start = memchr::memrchr(b'.', t).map_or(0, |dot| dot + 1);
    let label = &t[start..];
    if label.is_empty() || !is(label[0], DIGIT) {
        return false;
    }
    if label.len() >= 2 && label[0] == b'0' && label[1] | 0x20 == b'x' {
        return label[2..].iter().all(|b| is(*b, HEX));
    }
    label.iter().all(|b| is(*b, DIGIT))
}

pub fn is_mail(t: &[u8]) -> bool {
    if t.is_empty() || t.len() > 254 {
        return false;
    }
    let mut at = None;
    if t[0] == b'"' {
        let mut i = 1;
        while i < t.len() {
            match t[i] {
                b'"' => {
                    at = Some(i + 1);
                    break;
                }
                b'\\' => {
                    if !t.get(i + 1).map_or(false, |b| (0x20..=0x7E).contains(b)) {
                        return false;
                    }
                    i += 2;
                }
                0x20..=0x7E => i += 1,
                b => {
                    if b < 0x80 || is_blank(t, i) {
                        return false;
                    }
                    i += 1;
                }
            }
        }
    } else {
        let mut after_atom = false;
        for (i, &b) in t.iter().enumerate() {
            if is(b, ATOM) {
                after_atom = true;
            } else if b == b'.' {
                if !after_atom {
                    return false;
                }
                after_atom = false;
            } else if b >= 0x80 && !is_blank(t, i) {
                after_atom = true;
            } else {
                if after_atom {
                    at = Some(i);
                }
                break;
            }
        }
    }
    match at {
        Some(at) if at <= 64 && at < t.len() && t[at] == b'@' => {
            let host = &t[at + 1..];
            is_host(host, 2, true) && !ends_in_number(host)
        }
        _ => false,
    }
}

pub fn is_web_url(t: &[u8]) -> bool {
    if t.len() < 8 || !t[..4].eq_ignore_ascii_case(b"http") {
        return false;
    }
    let after = if t[4] | 0x20 == b's' { 5 } else { 4 };
    if !t[after..].starts_with(b"://") {
        return false;
    }
    let rest = &t[after + 3..];
    let end = memchr::memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len());
    is_host_port(&rest[..end]) && is_quiet(&rest[end..])
}

fn is_host_port(t: &[u8]) -> bool {
    if t.is_empty() {
        return false;
    }
    let host_end = if t[0] == b'[' {
        let Some(close) = memchr::memchr(b']', t) else { return false };
        let Ok(inside) = std::str::from_utf8(&t[1..close]) else { return false };
        if inside.parse::<std::net::Ipv6Addr>().is_err() {
            return false;
        }
        close + 1
    } else {
        let end = memchr::memchr(b':', t).unwrap_or(t.len());
        let host = &t[..end];
        if !is_host(host, 1, false) {
            return false;
        }
        if ends_in_number(host) {
            let text = unsafe { std::str::from_utf8_unchecked(host) };
            if text.parse::<std::net::Ipv4Addr>().is_err() {
                return false;
            }
        }
        end
    };
    if host_end == t.len() {
        return true;
    }
    let port = &t[host_end..];
    port[0] == b':'
        && (2..=6).contains(&port.len())
        && port[1] != b'0'
        && port[1..].iter().all(|b| is(*b, DIGIT))
        && port[1..].iter().fold(0, |n, b| n * 10 + (b - b'0') as u32) <= 65535
}

fn is_quiet(t: &[u8]) -> bool {
    let mut i = 0;
    while i < t.len() {
        match t[i] {
            b'\\' | b'"' | b'\'' | b'`' | b'<' | b'>' => return false,
            b'%' => {
                if i + 2 >= t.len() || !is(t[i + 1], HEX) || !is(t[i + 2], HEX) {
                    return false;
                }
                i += 3;
            }
            _ => {
                if is_blank(t, i) {
                    return false;
                }
                i += 1;
            }
        }
    }
    true
}

/// Whether the well-formed text has at most `max` UTF-16 units.
pub fn fits(t: &[u8], max: usize) -> bool {
    t.len() <= max
        || t.iter().map(|b| (b & 0xC0 != 0x80) as usize + (*b >= 0xF0) as usize).sum::<usize>() <= max
}
