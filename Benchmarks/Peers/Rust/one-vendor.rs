// An optimised program for this one platform, of the crates that one would take: memchr, sha2, hmac.
//
//   one-vendor --key-file FILE --domain HOST --iat N --exp N [--threads N]
//              --output FILE --rejects FILE INPUT

mod rules;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fs::File;
use std::io::{Read, Write};
use std::sync::{Condvar, Mutex};

const COLUMNS: usize = 7;
const CHUNK: usize = 256 << 10;
const HEAD: &[u8] = b"sub,name,email,tagline,picture,spaceIds,team\n";

/// Two characters for each 12 bits.
fn pairs() -> Vec<[u8; 2]> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..4096).map(|n| [letters[n >> 6], letters[n & 63]]).collect()
}

struct Shop {
    prefix: Vec<u8>,
    times: Vec<u8>,
    mac: Hmac<Sha256>,
    pairs: Vec<[u8; 2]>,
}

impl Shop {
    fn base64(&self, from: &[u8], to: &mut Vec<u8>) {
        let start = to.len();
        to.resize(start + (from.len() + 2) / 3 * 4, 0);
        let pairs: &[[u8; 2]; 4096] = self.pairs[..].try_into().unwrap();
        for (three, four) in from.chunks_exact(3).zip(to[start..].chunks_exact_mut(4)) {
            let n = (three[0] as usize) << 16 | (three[1] as usize) << 8 | three[2] as usize;
            four[..2].copy_from_slice(&pairs[n >> 12]);
            four[2..].copy_from_slice(&pairs[n & 4095]);
        }
        let rest = from.chunks_exact(3).remainder();
        if !rest.is_empty() {
            let n = (rest[0] as usize) << 16 | (*rest.get(1).unwrap_or(&0) as usize) << 8;
            let at = start + from.len() / 3 * 4;
            to[at..at + 2].copy_from_slice(&pairs[n >> 12]);
            to[at + 2..at + 4].copy_from_slice(&pairs[n & 4095]);
            to.truncate(at + rest.len() + 1);
        }
    }
}

struct Worker<'a> {
    shop: &'a Shop,
    claims: Vec<u8>,
    output: Vec<u8>,
    rejects: Vec<u8>,
    decoded: Vec<u8>,
    row: u64,
    issued: u64,
    rejected: u64,
}

fn put(to: &mut Vec<u8>, text: &[u8], is_clean: bool) {
    if is_clean {
        to.extend_from_slice(text);
        return;
    }
    for &b in text {
        match b {
            b'"' | b'\\' => to.extend_from_slice(&[b'\\', b]),
            8 => to.extend_from_slice(b"\\b"),
            9 => to.extend_from_slice(b"\\t"),
            10 => to.extend_from_slice(b"\\n"),
            12 => to.extend_from_slice(b"\\f"),
            13 => to.extend_from_slice(b"\\r"),
            0..=0x1F => to.extend_from_slice(format!("\\u{:04x}", b).as_bytes()),
            _ => to.push(b),
        }
    }
}

impl<'a> Worker<'a> {
    fn new(shop: &'a Shop) -> Self {
        Worker {
            shop,
            claims: Vec::new(),
            output: Vec::new(),
            rejects: Vec::new(),
            decoded: Vec::new(),
            row: 0,
            issued: 0,
            rejected: 0,
        }
    }

    /// Takes the whole rows of a chunk; returns how many bytes they are.
    fn take_chunk(&mut self, chunk: &[u8], is_last: bool) -> usize {
        let mut start = 0;
        while start < chunk.len() {
            let Some(end) = memchr::memchr(b'\n', &chunk[start..]) else { break };
            let row = &chunk[start..start + end];
            if memchr::memchr3(b'"', b'\r', 0, row).is_some() {
                match self.take_quoted(&chunk[start..], is_last) {
                    Some(count) => start += count,
                    None => return start,
                }
                continue;
            }
            start += end + 1;
            if !row.is_empty() {
                self.take_plain(row);
            }
        }
        if is_last && start < chunk.len() {
            while start < chunk.len() {
                start += self.take_quoted(&chunk[start..], true).unwrap();
            }
        }
        start
    }

    fn take_plain(&mut self, row: &[u8]) {
        self.row += 1;
        let mut cells: [&[u8]; COLUMNS] = [&[]; COLUMNS];
        let (mut count, mut start) = (0, 0);
        for comma in memchr::memchr_iter(b',', row) {
            if count < COLUMNS {
                cells[count] = &row[start..comma];
            }
            count += 1;
            start = comma + 1;
        }
        if count < COLUMNS {
            cells[count] = &row[start..];
        }
        let is_clean = !row.iter().fold(false, |bad, b| bad | (*b < 0x20) | (*b == b'\\'));
        let is_good = count == COLUMNS - 1 && std::str::from_utf8(row).is_ok();
        if !is_good || !self.issue(&cells, is_clean) {
            self.reject();
        }
    }

    /// Reads a row with quotes, carriage returns or NULs; None where it is not whole.
    fn take_quoted(&mut self, chunk: &[u8], is_last: bool) -> Option<usize> {
        if chunk[0] == b'\n' || chunk[0] == b'\r' {
            return Some(1);
        }
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let (mut p, mut is_bad) = (0, false);
        let ends = |b: u8| b == b',' || b == b'\n' || b == b'\r';
        loop {
            let from = decoded.len();
            if p < chunk.len() && chunk[p] == b'"' {
                p += 1;
                loop {
                    match memchr::memchr(b'"', &chunk[p..]) {
                        None if !is_last => {
                            self.decoded = decoded;
                            return None;
                        }
                        None => {
                            is_bad = true;
                            p = chunk.len();
                            break;
                        }
                        Some(quote) => {
                            decoded.extend_from_slice(&chunk[p..p + quote]);
                            p += quote + 1;
                            if p == chunk.len() && !is_last {
                                self.decoded = decoded;
                                return None;
                            }
                            if p < chunk.len() && chunk[p] == b'"' {
                                decoded.push(b'"');
                                p += 1;
                            } else {
                                break;
                            }
                        }
                    }
                }
                while p < chunk.len() && !ends(chunk[p]) {
                    p += 1;
                    is_bad = true;
                }
            } else {
                let start = p;
                while p < chunk.len() && !ends(chunk[p]) {
                    is_bad |= chunk[p] == b'"';
                    p += 1;
                }
                decoded.extend_from_slice(&chunk[start..p]);
            }
            ranges.push((from, decoded.len()));
            is_bad |= decoded.len() - from > 65536;
            if p == chunk.len() || chunk[p] != b',' {
                break;
            }
            p += 1;
        }
        if p == chunk.len() && !is_last {
            self.decoded = decoded;
            return None;
        }
        self.row += 1;
        is_bad |= ranges.len() != COLUMNS
            || memchr::memchr(0, &chunk[..p]).is_some()
            || std::str::from_utf8(&chunk[..p]).is_err();
        let mut cells: [&[u8]; COLUMNS] = [&[]; COLUMNS];
        for (cell, range) in cells.iter_mut().zip(&ranges) {
            *cell = &decoded[range.0..range.1];
        }
        if is_bad || !self.issue(&cells, false) {
            self.reject();
        }
        self.decoded = decoded;
        Some((p + 1).min(chunk.len()))
    }

    fn reject(&mut self) {
        self.rejected += 1;
        self.rejects.extend_from_slice(self.row.to_string().as_bytes());
        self.rejects.push(b'\n');
    }

    fn issue(&mut self, cells: &[&[u8]; COLUMNS], is_clean: bool) -> bool {
        let [sub, name, email, tagline, picture, spaces, team] = *cells;
        let (sub, name) = (rules::trimmed(sub), rules::trimmed(name));
        let (email, picture) = (rules::trimmed(email), rules::trimmed(picture));
        if sub.is_empty() || name.is_empty() || !rules::fits(sub, 50) || !rules::fits(email, 200) {
            return false;
        }
        if !rules::is_mail(email) || (!picture.is_empty() && !rules::is_web_url(picture)) {
            return false;
        }
        let to = &mut self.claims;
        to.clear();
        to.extend_from_slice(b"{\"sub\":\"");
        put(to, sub, is_clean);
        to.extend_from_slice(b"\",\"name\":\"");
        put(to, name, is_clean);
        to.extend_from_slice(b"\",\"email\":\"");
        put(to, email, is_clean);
        if !tagline.is_empty() {
            to.extend_from_slice(b"\",\"tagline\":\"");
            put(to, tagline, is_clean);
        }
        if !picture.is_empty() {
            to.extend_from_slice(b"\",\"picture\":\"");
            put(to, picture, is_clean);
        }
        to.extend_from_slice(&self.shop.times);
        if !spaces.is_empty() {
            if spaces[0] == b'[' {
                eprintln!("one-vendor: no JSON in cells");
                std::process::exit(65);
            }
            to.extend_from_slice(b",\"spaceIds\":[");
            let mut seen: [&[u8]; 16] = [&[]; 16];
            for (count, piece) in spaces.split(|b| *b == b',').enumerate() {
                let piece = rules::trimmed(piece);
                if piece.is_empty() || seen[..count.min(16)].contains(&piece) {
                    return false;
                }
                if count >= 16 {
                    eprintln!("one-vendor: a list is too long");
                    std::process::exit(65);
                }
                seen[count] = piece;
                to.extend_from_slice(if count == 0 { b"\"" } else { b",\"" });
                put(to, piece, is_clean);
                to.push(b'"');
            }
            to.push(b']');
        }
        if !team.is_empty() {
            to.extend_from_slice(b",\"team\":\"");
            put(to, team, is_clean);
            to.push(b'"');
        }
        to.push(b'}');

        self.output.extend_from_slice(&self.shop.prefix);
        let token = self.output.len();
        self.output.extend_from_slice(b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.");
        self.shop.base64(&self.claims, &mut self.output);
        let mut mac = self.shop.mac.clone();
        mac.update(&self.output[token..]);
        let digest = mac.finalize().into_bytes();
        self.output.push(b'.');
        self.shop.base64(&digest, &mut self.output);
        self.output.push(b'\n');
        self.issued += 1;
        true
    }
}

struct Source {
    file: File,
    carry: Vec<u8>,
    row: u64,
    turn: u64,
    is_done: bool,
}

/// The end of the last whole row, and how many rows end before it.
fn cut(chunk: &[u8]) -> (usize, u64) {
    let (mut is_quoted, mut last, mut rows, mut i) = (false, 0, 0, 0);
    while i < chunk.len() {
        if is_quoted {
            match memchr::memchr(b'"', &chunk[i..]) {
                None => break,
                Some(quote) => {
                    i += quote + 1;
                    if i == chunk.len() {
                        break;
                    }
                    if chunk[i] == b'"' {
                        i += 1;
                    } else {
                        is_quoted = false;
                    }
                }
            }
            continue;
        }
        match memchr::memchr3(b'"', b'\n', b'\r', &chunk[i..]) {
            None => break,
            Some(found) => {
                let at = i + found;
                let before = if at == 0 { b'\n' } else { chunk[at - 1] };
                let is_start = before == b'\n' || before == b'\r';
                if chunk[at] != b'"' {
                    rows += !is_start as u64;
                    last = at + 1;
                } else if is_start || before == b',' {
                    is_quoted = true;
                }
                i = at + 1;
            }
        }
    }
    (last, rows)
}

fn main() {
    let mut options = std::collections::HashMap::new();
    let mut input = String::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--") {
            Some(name) => {
                options.insert(name.to_string(), arguments.next().expect("a value"));
            }
            None => input = argument,
        }
    }
    let key = std::fs::read(&options["key-file"]).expect("the key");
    let key = rules::trimmed(&key);
    let shop = Shop {
        prefix: format!("https://{}/api/auth/sso?jwt=", options["domain"]).into_bytes(),
        times: format!("\",\"iat\":{},\"exp\":{}", options["iat"], options["exp"]).into_bytes(),
        mac: Hmac::new_from_slice(key).unwrap(),
        pairs: pairs(),
    };
    let threads: usize = options.get("threads").map_or(1, |n| n.parse().unwrap());
    let mut file = File::open(&input).expect("the batch");
    let mut head = vec![0; HEAD.len()];
    file.read_exact(&mut head).expect("a header");
    assert!(head == HEAD, "other columns than it knows");
    let source = Mutex::new(Source { file, carry: Vec::new(), row: 0, turn: 0, is_done: false });
    let sinks = Mutex::new((
        0u64,
        File::create(&options["output"]).expect("the output"),
        File::create(&options["rejects"]).expect("the rejects"),
    ));
    let turn = Condvar::new();
    let totals = Mutex::new((0, 0));
    let work = || {
        let mut worker = Worker::new(&shop);
        let mut buffer = Vec::new();
        loop {
            let mut from = source.lock().unwrap();
            if from.is_done {
                break;
            }
            buffer.clear();
            buffer.extend_from_slice(&from.carry);
            let held = buffer.len();
            buffer.resize(held + CHUNK, 0);
            let n = from.file.read(&mut buffer[held..]).expect("to read");
            buffer.truncate(held + n);
            let mine = from.turn;
            from.turn += 1;
            worker.row = from.row;
            if threads == 1 {
                // Alone, the rows themselves tell where they end.
                let end = worker.take_chunk(&buffer, n == 0);
                from.row = worker.row;
                from.carry.clear();
                from.carry.extend_from_slice(&buffer[end..]);
                from.is_done = n == 0;
                drop(from);
            } else {
                let (end, rows) = if n == 0 { (buffer.len(), 0) } else { cut(&buffer) };
                from.carry.clear();
                from.carry.extend_from_slice(&buffer[end..]);
                from.row += rows;
                from.is_done = n == 0;
                drop(from);
                worker.take_chunk(&buffer[..end], true);
            }
            let mut to = turn.wait_while(sinks.lock().unwrap(), |to| to.0 != mine).unwrap();
            to.1.write_all(&worker.output).expect("to write");
            to.2.write_all(&worker.rejects).expect("to write");
            to.0 += 1;
            turn.notify_all();
            worker.output.clear();
            worker.rejects.clear();
        }
        let mut totals = totals.lock().unwrap();
        totals.0 += worker.issued;
        totals.1 += worker.rejected;
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let totals = totals.lock().unwrap();
    eprintln!("one-vendor: {} issued, {} rejected", totals.0, totals.1);
}
