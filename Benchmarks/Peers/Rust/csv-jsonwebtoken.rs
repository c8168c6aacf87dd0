// The same work as one writes it in an hour: the crates csv, serde and jsonwebtoken.
//
//   csv-jsonwebtoken --key-file FILE --domain HOST --iat N --exp N --output FILE --rejects FILE INPUT

mod rules;

use jsonwebtoken::{encode, Algorithm, EncodingKey, Header};
use serde::Serialize;
use std::io::{BufWriter, Write};

#[derive(Serialize)]
#[allow(non_snake_case)]
struct Claims<'a> {
    sub: &'a str,
    name: &'a str,
    email: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tagline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    picture: &'a str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spaceIds: Vec<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    team: &'a str,
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(rules::trimmed(bytes)).unwrap()
}

/// A quote where none may be: in an unquoted cell, or behind a quoted one. The crate forgives both.
fn has_stray_quote(record: &[u8]) -> bool {
    let (mut is_start, mut i) = (true, 0);
    while i < record.len() {
        match record[i] {
            b'"' if is_start => {
                i += 1;
                while i < record.len() && !(record[i] == b'"' && record.get(i + 1) != Some(&b'"')) {
                    i += if record[i] == b'"' { 2 } else { 1 };
                }
                i += 1;
                match record.get(i) {
                    None | Some(b',') | Some(b'\n') | Some(b'\r') => {}
                    _ => return true,
                }
                is_start = false;
                continue;
            }
            b'"' => return true,
            b',' | b'\n' | b'\r' => is_start = true,
            _ => is_start = false,
        }
        i += 1;
    }
    false
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
    let key = EncodingKey::from_secret(rules::trimmed(&key));
    let header = Header::new(Algorithm::HS256);
    let (iat, exp) = (options["iat"].parse().unwrap(), options["exp"].parse().unwrap());
    let domain = &options["domain"];
    let create = |name: &str| BufWriter::with_capacity(1 << 18, std::fs::File::create(&options[name]).unwrap());
    let (mut output, mut rejects) = (create("output"), create("rejects"));
    let bytes = std::fs::read(&input).expect("the batch");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let mut record = csv::ByteRecord::new();
    let (mut issued, mut rejected) = (0, 0);
    let mut start = reader.position().byte() as usize;
    while reader.read_byte_record(&mut record).unwrap() {
        let from = record.position().map_or(start, |p| p.byte() as usize);
        start = reader.position().byte() as usize;
        let raw = &bytes[from..start];
        let mut is_good = record.len() == 7
            && record.iter().all(|cell| std::str::from_utf8(cell).is_ok() && !cell.contains(&0))
            && !(raw.contains(&b'"') && has_stray_quote(raw));
        if is_good {
            let (sub, name) = (rules::trimmed(&record[0]), rules::trimmed(&record[1]));
            let (email, picture) = (rules::trimmed(&record[2]), rules::trimmed(&record[4]));
            let lists: Vec<&str> = match &record[5] {
                b"" => vec![],
                cell => cell.split(|b| *b == b',').map(text).collect(),
            };
            let is_unique = (1..lists.len()).all(|i| !lists[..i].contains(&lists[i]));
            is_good = !sub.is_empty()
                && !name.is_empty()
                && rules::fits(sub, 50)
                && rules::fits(email, 200)
                && rules::is_mail(email)
                && (picture.is_empty() || rules::is_web_url(picture))
                && is_unique
                && !lists.contains(&"");
            if is_good {
                let claims = Claims {
                    sub: text(sub),
                    name: text(name),
                    email: text(email),
                    tagline: std::str::from_utf8(&record[3]).unwrap(),
                    picture: text(picture),
                    iat,
                    exp,
                    spaceIds: lists,
                    team: std::str::from_utf8(&record[6]).unwrap(),
                };
                let token = encode(&header, &claims, &key).unwrap();
                writeln!(output, "https://{domain}/api/auth/sso?jwt={token}").unwrap();
                issued += 1;
            }
        }
        if !is_good {
            rejected += 1;
            writeln!(rejects, "{}", issued + rejected).unwrap();
        }
    }
    output.flush().unwrap();
    rejects.flush().unwrap();
    eprintln!("csv-jsonwebtoken: {issued} issued, {rejected} rejected");
}
