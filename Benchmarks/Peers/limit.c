// The limit: what one x86-64 core can do at this work, by a program that knows nothing else.
//
//   limit --key-file FILE --domain HOST --iat N --exp N [--threads 1|2]
//         --output FILE --rejects FILE INPUT
//
// Reads a batch with exactly the columns sub,name,email,tagline,picture,spaceIds,team, checks each row
// as the profile "bettermode" does, and writes the links that `muster issue` writes; the numbers of
// rejected rows go into a second file. A list cell that holds JSON is beyond it, and so is a record of
// more than a megabyte: it stops there.
//
// How a row is done. Its first 192 bytes become three 64-bit masks of what is special: comma, quote,
// backslash, control character. If the first seven are six commas and a line feed, the row has no
// quote and nothing to escape, and is done wholly with vectors; any other row is read byte by byte.
// Rows go in groups of 16 through three steps, so that no step reads what has just been stored:
// JSON into a scratch; base64url of it to its place in the output; padding, hash and signature there.
// The pads of the HMAC are absorbed once, and SHA-256's own padding is written into the hole that the
// signature is going to fill, so that the hash runs once over whole blocks without a copy.
#define _GNU_SOURCE
#define OPENSSL_SUPPRESS_DEPRECATED
#include <fcntl.h>
#include <immintrin.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef uint8_t byte;
typedef const uint8_t *text;

enum { SUB, NAME, EMAIL, TAGLINE, PICTURE, SPACES, TEAM, COLUMNS };
enum {
  CHUNK = 256 << 10,        // bytes that one read asks for
  RECORD_MAX = 1 << 20,     // longest record
  FIELD_MAX = 65536,        // longest cell, as Muster has it
  SLACK = 256,              // bytes that vectors may touch behind a buffer
  GROUP = 16,               // rows that go through a step together
  WRITE_AT = 256 << 10,     // output that is worth a write
  SCRATCH_MAX = 16 << 10,   // claims of a group, which are to stay in the nearest cache
  SIGNATURE = 45,           // ".", 43 characters, line feed
};

static char domain[300], iat[24], exp_[24];
static byte prefix[512];           // the link's text before the token
static int prefix_count;
static byte header[64];            // "eyJ….", the encoded header with its dot
enum { HEADER = 37 };
static SHA256_CTX inner_pad, outer_pad;
static byte times[64];             // `,"iat":…,"exp":…`
static int times_count;
static int input_fd, output_fd, rejects_fd;

static void fail(const char *what) { perror(what); exit(1); }

// MARK: Checks, byte by byte

static int is_letter(byte b) { return (byte)((b | 0x20) - 'a') < 26; }
static int is_digit(byte b) { return (byte)(b - '0') < 10; }
static int is_hex(byte b) { return is_digit(b) || (byte)((b | 0x20) - 'a') < 6; }
static int is_space(byte b) { return b == ' ' || (byte)(b - 9) < 5; }

/// Whether white space or a control character begins at `i`.
static int is_blank(text t, int n, int i) {
  byte a = t[i], b = i + 1 < n ? t[i + 1] : 0, c = i + 2 < n ? t[i + 2] : 0;
  if (a <= 0x20 || a == 0x7F) return 1;
  switch (a) {
    case 0xC2: return b >= 0x80 && b <= 0xA0;
    case 0xE1: return b == 0x9A && c == 0x80;
    case 0xE2:
      if (b == 0x80) return (c >= 0x80 && c <= 0x8A) || c == 0xA8 || c == 0xA9 || c == 0xAF;
      return b == 0x81 && c == 0x9F;
    case 0xE3: return b == 0x80 && c == 0x80;
    case 0xEF: return b == 0xBB && c == 0xBF;
    default: return 0;
  }
}

static int is_atom(byte b) {
  return is_letter(b) || is_digit(b) || (b && strchr("!#$%&'*+-/=?^_`{|}~", b));
}

static int is_host(text t, int n, int labels_min, int allows_far) {
  if (n == 0 || n > 253) return 0;
  int labels = 1, start = 0;
  for (int i = 0; i <= n; i++) {
    if (i == n || t[i] == '.') {
      if (i == start || i - start > 63 || t[start] == '-' || t[i - 1] == '-') return 0;
      labels += i < n, start = i + 1;
    } else if (t[i] >= 0x80) {
      if (!allows_far || is_blank(t, n, i)) return 0;
    } else if (!(is_letter(t[i]) || is_digit(t[i]) || t[i] == '-')) return 0;
  }
  return labels >= labels_min;
}

static int ends_in_number(text t, int n) {
  int start = n;
  while (start > 0 && t[start - 1] != '.') start--;
  if (start == n || !is_digit(t[start])) return 0;
  if (n - start >= 2 && t[start] == '0' && (t[start + 1] | 0x20) == 'x') {
    for (int i = start + 2; i < n; i++) if (!is_hex(t[i])) return 0;
    return 1;
  }
  for (int i = start; i < n; i++) if (!is_digit(t[i])) return 0;
  return 1;
}

static int is_mail(text t, int n) {
  if (n == 0 || n > 254) return 0;
  int at = -1;
  if (t[0] == '"') {
    for (int i = 1; i < n;) {
      if (t[i] == '"') { at = i + 1; break; }
      if (t[i] == '\\') {
        if (i + 1 >= n || t[i + 1] < 0x20 || t[i + 1] > 0x7E) return 0;
        i += 2;
      } else if (t[i] >= 0x80 ? is_blank(t, n, i) : t[i] < 0x20 || t[i] > 0x7E) return 0;
      else i++;
    }
  } else {
    int after_atom = 0;
    for (int i = 0; i < n && at < 0; i++) {
      if (t[i] == '.') {
        if (!after_atom) return 0;
        after_atom = 0;
      } else if (t[i] >= 0x80 ? !is_blank(t, n, i) : is_atom(t[i])) after_atom = 1;
      else if (after_atom) at = i;
      else return 0;
    }
  }
  if (at < 0 || at > 64 || at >= n || t[at] != '@') return 0;
  return is_host(t + at + 1, n - at - 1, 2, 1) && !ends_in_number(t + at + 1, n - at - 1);
}

static int is_ipv4(text t, int n) {
  int i = 0;
  for (int parts = 0; parts < 4; parts++) {
    int start = i, value = 0;
    while (i < n && is_digit(t[i]) && i - start < 3) value = value * 10 + t[i++] - '0';
    if (i == start || value > 255 || (t[start] == '0' && i - start > 1)) return 0;
    if (parts < 3 && (i >= n || t[i++] != '.')) return 0;
  }
  return i == n;
}

static int is_ipv6(text t, int n) {
  int groups = 0, compressed = 0, i = 0;
  if (n >= 2 && t[0] == ':') {
    if (t[1] != ':') return 0;
    compressed = 1, i = 2;
  }
  while (i < n) {
    int start = i;
    while (i < n && is_hex(t[i]) && i - start < 4) i++;
    if (i < n && t[i] == '.') {
      if (!is_ipv4(t + start, n - start)) return 0;
      groups += 2;
      break;
    }
    if (i == start) return 0;
    groups++;
    if (i == n) break;
    if (t[i] != ':' || i + 1 >= n) return 0;
    i++;
    if (t[i] == ':') {
      if (compressed) return 0;
      compressed = 1, i++;
    }
  }
  return compressed ? groups <= 7 : groups == 8;
}

static int is_web_url(text t, int n) {
  if (n < 8 || (t[0] | 0x20) != 'h' || (t[1] | 0x20) != 't' || (t[2] | 0x20) != 't'
      || (t[3] | 0x20) != 'p') return 0;
  int i = 4 + ((t[4] | 0x20) == 's');
  if (t[i] != ':' || t[i + 1] != '/' || t[i + 2] != '/') return 0;
  int host = i + 3, end = host, stop;
  while (end < n && t[end] != '/' && t[end] != '?' && t[end] != '#') end++;
  if (host == end) return 0;
  if (t[host] == '[') {
    text close = memchr(t + host, ']', (size_t)(end - host));
    if (!close || !is_ipv6(t + host + 1, (int)(close - t) - host - 1)) return 0;
    stop = (int)(close - t) + 1;
  } else {
    text colon = memchr(t + host, ':', (size_t)(end - host));
    stop = colon ? (int)(colon - t) : end;
    if (!is_host(t + host, stop - host, 1, 0)) return 0;
    if (ends_in_number(t + host, stop - host) && !is_ipv4(t + host, stop - host)) return 0;
  }
  if (stop < end) {
    int digits = end - stop - 1, value = 0;
    if (t[stop] != ':' || digits < 1 || digits > 5 || t[stop + 1] == '0') return 0;
    for (int k = stop + 1; k < end; k++) {
      if (!is_digit(t[k])) return 0;
      value = value * 10 + t[k] - '0';
    }
    if (value > 65535) return 0;
  }
  for (int k = end; k < n; k++) {
    if (strchr("\\\"'`<>", t[k])) return 0;
    if (t[k] == '%') {
      if (k + 2 >= n || !is_hex(t[k + 1]) || !is_hex(t[k + 2])) return 0;
      k += 2;
    } else if (is_blank(t, n, k)) return 0;
  }
  return 1;
}

static int is_utf8(text t, int n) {
  for (int i = 0; i < n;) {
    byte a = t[i];
    int more = a < 0x80 ? 0 : a >= 0xC2 && a < 0xE0 ? 1 : (a & 0xF0) == 0xE0 ? 2
      : a >= 0xF0 && a < 0xF5 ? 3 : -1;
    if (more < 0 || i + more >= n) return 0;
    for (int k = 1; k <= more; k++) if ((t[i + k] & 0xC0) != 0x80) return 0;
    if ((a == 0xE0 && t[i + 1] < 0xA0) || (a == 0xED && t[i + 1] > 0x9F)
        || (a == 0xF0 && t[i + 1] < 0x90) || (a == 0xF4 && t[i + 1] > 0x8F)) return 0;
    i += more + 1;
  }
  return 1;
}

static int utf16_count(text t, int n) {
  int count = 0;
  for (int i = 0; i < n; i++) count += ((t[i] & 0xC0) != 0x80) + (t[i] >= 0xF0);
  return count;
}

// MARK: Checks, 64 bytes at a time

static inline uint64_t bits(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}
static inline uint64_t equal(__m256i low, __m256i high, char wanted) {
  __m256i w = _mm256_set1_epi8(wanted);
  return bits(_mm256_cmpeq_epi8(low, w), _mm256_cmpeq_epi8(high, w));
}

/// The bytes of a set of ASCII characters: bit `r` of table[l] says whether r * 16 + l is in the set.
static inline uint64_t members(__m256i low, __m256i high, __m256i table) {
  const __m256i rows = _mm256_setr_epi8(
    1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0,
    0, 0, 0, 0);
  const __m256i nibble = _mm256_set1_epi8(15), none = _mm256_setzero_si256();
#define IN(v) _mm256_cmpeq_epi8(none, _mm256_and_si256(                                       \
    _mm256_shuffle_epi8(table, _mm256_and_si256(v, nibble)),                                  \
    _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble))))
  return ~bits(IN(low), IN(high));
#undef IN
}

static __m256i atoms, host_bytes, url_bytes;

static __m256i table_of(int (*contains)(byte)) {
  byte table[32] = {0};
  for (int b = 0; b < 128; b++)
    if (contains((byte)b)) table[b & 15] |= 1 << (b >> 4), table[(b & 15) + 16] |= 1 << (b >> 4);
  return _mm256_loadu_si256((void *)table);
}
static int is_host_byte(byte b) { return is_letter(b) || is_digit(b) || b == '-' || b == '.'; }
static int is_atom_or_dot(byte b) { return is_atom(b) || b == '.'; }
static int is_url_byte(byte b) { return b > 0x20 && b < 0x7F && !strchr("\\\"'`<>%", b); }

static inline uint64_t below(int count) { return _bzhi_u64(~0ull, (unsigned)count); }

/// Whether the labels from bit `start` to bit `end` are a host name that ends in no number; false
/// where a closer look is needed.
static inline int is_plain_host(uint64_t hosts, uint64_t dots, uint64_t hyphens, text t, int start,
                                int end) {
  uint64_t inside = below(end) & ~below(start), first = 1ull << start, last = 1ull << (end - 1);
  dots &= inside;
  uint64_t begins = (dots << 1 | first) & inside, ends = (dots >> 1 | last) & inside;
  int last_dot = dots ? 63 - (int)_lzcnt_u64(dots) : start - 1;
  return ((~hosts & inside) | ((dots | hyphens) & (begins | ends))) == 0
    && !is_digit(t[last_dot + 1]);
}

/// Whether this is an e-mail address of at most 64 bytes; false where a closer look is needed.
static inline int is_plain_mail(text t, int n) {
  if (n > 64 || n < 3) return 0;
  __m256i low = _mm256_loadu_si256((void *)t), high = _mm256_loadu_si256((void *)(t + 32));
  uint64_t inside = below(n);
  uint64_t at = equal(low, high, '@') & inside, dots = equal(low, high, '.') & inside;
  if (at == 0) return 0;
  int place = (int)_tzcnt_u64(at);
  uint64_t local = at - 1;
  if (place == 0 || place == n - 1 || _blsr_u64(at)) return 0;
  uint64_t bad = (~members(low, high, atoms) & local) | (dots & dots << 1 & local)
    | (dots & (1 | at >> 1));
  if (bad || !(dots & ~local)) return 0;
  return is_plain_host(members(low, high, host_bytes), dots, equal(low, high, '-'), t, place + 1, n);
}

/// Whether this is an https or http URL of at most 64 bytes; false where a closer look is needed.
static inline int is_plain_url(text t, int n) {
  if (n > 64 || n < 10) return 0;
  int start = memcmp(t, "https://", 8) == 0 ? 8 : memcmp(t, "http://", 7) == 0 ? 7 : 0;
  if (start == 0) return 0;
  __m256i low = _mm256_loadu_si256((void *)t), high = _mm256_loadu_si256((void *)(t + 32));
  uint64_t inside = below(n);
  uint64_t hosts = members(low, high, host_bytes);
  uint64_t stop = (~hosts | ~inside) & ~below(start);
  int end = stop ? (int)_tzcnt_u64(stop) : 64;
  if (end == start || (end < n && t[end] != '/' && t[end] != '?' && t[end] != '#')) return 0;
  if (~members(low, high, url_bytes) & inside) return 0;
  return is_plain_host(hosts, equal(low, high, '.'), equal(low, high, '-'), t, start, end);
}

/// Whether the bytes are well-formed UTF-8 (Keiser and Lemire's lookups). The byte behind them must
/// be readable and is not looked at.
static int is_utf8_wide(text t, int n) {
  enum { SHORT = 1, LONG = 2, OVER3 = 4, LARGE = 8, SURROGATE = 16, OVER2 = 32, LARGE1000 = 64,
    OVER4 = 64, TWO = 128, CARRY = SHORT | LONG | TWO };
#define TABLE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
  const __m256i first_high = TABLE(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, (char)TWO,
    (char)TWO, (char)TWO, (char)TWO, SHORT | OVER2, SHORT, SHORT | OVER3 | SURROGATE,
    SHORT | LARGE | LARGE1000 | OVER4);
  const __m256i first_low = TABLE((char)(CARRY | OVER3 | OVER2 | OVER4), (char)(CARRY | OVER2),
    (char)CARRY, (char)CARRY, (char)(CARRY | LARGE), (char)(CARRY | LARGE | LARGE1000),
    (char)(CARRY | LARGE | LARGE1000), (char)(CARRY | LARGE | LARGE1000),
    (char)(CARRY | LARGE | LARGE1000), (char)(CARRY | LARGE | LARGE1000),
    (char)(CARRY | LARGE | LARGE1000), (char)(CARRY | LARGE | LARGE1000),
    (char)(CARRY | LARGE | LARGE1000), (char)(CARRY | LARGE | LARGE1000 | SURROGATE),
    (char)(CARRY | LARGE | LARGE1000), (char)(CARRY | LARGE | LARGE1000));
  const __m256i second_high = TABLE(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
    (char)(LONG | OVER2 | TWO | OVER3 | LARGE1000 | OVER4), (char)(LONG | OVER2 | TWO | OVER3 | LARGE),
    (char)(LONG | OVER2 | TWO | SURROGATE | LARGE), (char)(LONG | OVER2 | TWO | SURROGATE | LARGE),
    SHORT, SHORT, SHORT, SHORT);
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i error = _mm256_setzero_si256(), before = error;
  for (int i = 0; i <= n; i += 32) {
    __m256i v = _mm256_loadu_si256((void *)(t + i));
    if (i + 32 > n) {
      const __m256i places = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
      v = _mm256_and_si256(v, _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(n - i)), places));
    }
    __m256i joint = _mm256_permute2x128_si256(before, v, 0x21);
    __m256i one = _mm256_alignr_epi8(v, joint, 15), two = _mm256_alignr_epi8(v, joint, 14);
    __m256i three = _mm256_alignr_epi8(v, joint, 13);
    __m256i special = _mm256_and_si256(_mm256_and_si256(
      _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), nibble)),
      _mm256_shuffle_epi8(first_low, _mm256_and_si256(one, nibble))),
      _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)));
    __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    error = _mm256_or_si256(error, _mm256_xor_si256(must, special));
    before = v;
  }
#undef TABLE
  return _mm256_testz_si256(error, error);
}

// MARK: Writing

/// Copies, and may write up to 31 bytes more.
static inline byte *copy(byte *to, text from, int count) {
  for (int i = 0; i < count; i += 32)
    _mm256_storeu_si256((void *)(to + i), _mm256_loadu_si256((void *)(from + i)));
  return to + count;
}

static byte *copy_escaped(byte *to, text from, int count) {
  for (int i = 0; i < count; i++) {
    byte b = from[i];
    if (b >= 0x20 && b != '"' && b != '\\') { *to++ = b; continue; }
    *to++ = '\\';
    switch (b) {
      case '"': case '\\': *to++ = b; break;
      case 8: *to++ = 'b'; break;
      case 9: *to++ = 't'; break;
      case 10: *to++ = 'n'; break;
      case 12: *to++ = 'f'; break;
      case 13: *to++ = 'r'; break;
      default:
        memcpy(to, "u00", 3);
        to[3] = "0123456789abcdef"[b >> 4], to[4] = "0123456789abcdef"[b & 15];
        to += 5;
    }
  }
  return to;
}

/// Base64url of 24 bytes that stand at `from`; reads 4 bytes before them.
static inline __m256i base64_of_24(text from) {
  __m256i v = _mm256_loadu_si256((void *)(from - 4));
  v = _mm256_shuffle_epi8(v, _mm256_setr_epi8(5, 4, 6, 5, 8, 7, 9, 8, 11, 10, 12, 11, 14, 13, 15, 14,
    1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  __m256i a = _mm256_mulhi_epu16(_mm256_and_si256(v, _mm256_set1_epi32(0x0FC0FC00)),
    _mm256_set1_epi32(0x04000040));
  __m256i b = _mm256_mullo_epi16(_mm256_and_si256(v, _mm256_set1_epi32(0x003F03F0)),
    _mm256_set1_epi32(0x01000010));
  v = _mm256_or_si256(a, b);
  __m256i kind = _mm256_subs_epu8(v, _mm256_set1_epi8(51));
  kind = _mm256_sub_epi8(kind, _mm256_cmpgt_epi8(v, _mm256_set1_epi8(25)));
  const __m256i shifts = _mm256_setr_epi8(65, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -17, 32, 0,
    0, 65, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -17, 32, 0, 0);
  return _mm256_add_epi8(v, _mm256_shuffle_epi8(shifts, kind));
}

/// Writes base64url without padding. Reads up to 4 bytes before, and writes up to 31 bytes behind;
/// the three bytes behind `from` must be zero.
static inline int base64(byte *to, text from, int count) {
  byte *place = to;
  for (int i = 0; i < count; i += 24, place += 32)
    _mm256_storeu_si256((void *)place, base64_of_24(from + i));
  return (count * 4 + 2) / 3;
}

// MARK: Workers

struct cell { text bytes; int count; };

struct worker {
  byte *output;                    // links, from the last write on
  size_t output_count, output_room;
  char *rejects;
  size_t rejects_count, rejects_room;
  byte *decoded;                   // cells that had quotes
  byte *scratch;                   // the group's claims, back to back
  size_t scratch_room, scratch_count;
  struct { size_t start; int count; } group[GROUP];
  int group_count;
  uint64_t row;                    // of this worker's chunk
  uint64_t issued, rejected;
  SHA256_CTX hash;
};

static void write_all(int fd, const void *bytes, size_t count) {
  const char *from = bytes;
  while (count > 0) {
    ssize_t n = write(fd, from, count);
    if (n < 0) fail("write");
    from += n, count -= (size_t)n;
  }
}

static void init_worker(struct worker *w) {
  memset(w, 0, sizeof *w);
  w->output_room = 4 << 20, w->output = malloc(w->output_room);
  w->rejects_room = 1 << 20, w->rejects = malloc(w->rejects_room);
  w->scratch_room = 8 << 20, w->scratch = malloc(w->scratch_room);
  w->scratch_count = 32;
  w->decoded = malloc(RECORD_MAX + SLACK);
  SHA256_Init(&w->hash);
}

static void reject(struct worker *w) {
  if (w->rejects_count + 24 > w->rejects_room)
    w->rejects = realloc(w->rejects, w->rejects_room *= 2);
  w->rejects_count += (size_t)sprintf(w->rejects + w->rejects_count, "%lu\n", w->row);
  w->rejected++;
}

static inline void store_digest(byte *to, const SHA_LONG *words) {
  const __m256i swap = _mm256_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1,
    0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  _mm256_storeu_si256((void *)to,
    _mm256_shuffle_epi8(_mm256_loadu_si256((void *)words), swap));
}

/// Signs the token that stands at `token`, `count` bytes long, and completes its line.
static inline void sign(struct worker *w, byte *token, int count) {
  static const byte one[32] __attribute__((aligned(32))) = {0x80};
  byte *end = token + count;
  int blocks = (count + 9 + 63) / 64;
  const __m256i zero = _mm256_setzero_si256();
  _mm256_storeu_si256((void *)end, _mm256_load_si256((void *)one));
  _mm256_storeu_si256((void *)(end + 32), zero);
  _mm256_storeu_si256((void *)(end + 64), zero);
  uint64_t length = __builtin_bswap64((uint64_t)(64 + count) * 8);
  memcpy(token + blocks * 64 - 8, &length, 8);
  memcpy(w->hash.h, inner_pad.h, 32);
  // SHA-NI's instructions have no VEX form: dirty upper halves would make them very slow.
  _mm256_zeroupper();
  SHA256_Update(&w->hash, token, (size_t)blocks * 64);
  byte block[96] __attribute__((aligned(32))) = {0};
  store_digest(block, w->hash.h);
  block[32] = 0x80, block[62] = 3;  // (64 + 32) * 8 bits
  memcpy(w->hash.h, outer_pad.h, 32);
  _mm256_zeroupper();
  SHA256_Update(&w->hash, block, 64);
  byte digest[96] __attribute__((aligned(32))) = {0};
  store_digest(digest + 32, w->hash.h);
  *end = '.';
  _mm256_storeu_si256((void *)(end + 1), base64_of_24(digest + 32));
  __m256i rest = base64_of_24(digest + 32 + 24);
  _mm_storeu_si128((void *)(end + 33), _mm256_castsi256_si128(rest));
  end[44] = '\n';
}

/// Encodes and signs the rows that were collected.
static void finish_group(struct worker *w) {
  if (w->group_count == 0) return;
  size_t room = w->output_count + w->scratch_count * 2
    + (size_t)(w->group_count + 1) * (size_t)(prefix_count + HEADER + SIGNATURE + 16) + SLACK;
  if (room > w->output_room) w->output = realloc(w->output, w->output_room = room * 2);
  byte *places[GROUP];
  int counts[GROUP];
  byte *at = w->output + w->output_count;
  for (int i = 0; i < w->group_count; i++) {
    at += prefix_count;
    places[i] = at;
    int count = base64(at + HEADER, w->scratch + w->group[i].start, w->group[i].count);
    counts[i] = HEADER + count;
    at += HEADER + count + SIGNATURE;
  }
  w->output_count = (size_t)(at - w->output);
  for (int i = 0; i < w->group_count; i++) {
    // Only now: the padding of the row before reached into these.
    copy(places[i] - prefix_count, prefix, prefix_count & ~31);
    memcpy(places[i] - prefix_count + (prefix_count & ~31), prefix + (prefix_count & ~31),
      (size_t)(prefix_count & 31));
    memcpy(places[i], header, HEADER);
    sign(w, places[i], counts[i]);
  }
  w->issued += (uint64_t)w->group_count;
  w->group_count = 0;
  w->scratch_count = 32;
}

static inline void trim(struct cell *cell) {
  while (cell->count > 0 && is_space(cell->bytes[0])) cell->bytes++, cell->count--;
  while (cell->count > 0 && is_space(cell->bytes[cell->count - 1])) cell->count--;
}
static inline void trim_quickly(struct cell *cell) {
  if (cell->count == 0) return;
  if (__builtin_expect(cell->bytes[0] <= ' ' || cell->bytes[cell->count - 1] <= ' ', 0)) trim(cell);
}

/// Splits the cell of a list. Returns how many elements it has, or -1 where it is refused.
static int split_list(struct cell cell, struct cell *elements, int max) {
  if (cell.bytes[0] == '[') { fputs("limit: no JSON in cells\n", stderr); exit(65); }
  int count = 0, start = 0;
  for (int i = 0; i <= cell.count; i++) {
    if (i < cell.count && cell.bytes[i] != ',') continue;
    struct cell element = {cell.bytes + start, i - start};
    trim(&element);
    if (element.count == 0) return -1;
    for (int k = 0; k < count; k++)
      if (elements[k].count == element.count
          && memcmp(elements[k].bytes, element.bytes, (size_t)element.count) == 0) return -1;
    if (count == max) { fputs("limit: a list is too long\n", stderr); exit(65); }
    elements[count++] = element;
    start = i + 1;
  }
  return count;
}

#define LITERAL(s) to = literal(to, s "                                ", sizeof s - 1)
static inline byte *literal(byte *to, const char *padded, int count) {
  _mm256_storeu_si256((void *)to, _mm256_loadu_si256((void *)padded));
  return to + count;
}

/// Checks the cells and adds the row's claims to the group. `is_clean`: nothing in it needs an escape.
static inline __attribute__((always_inline)) int take_row(struct worker *w, struct cell *cells,
                                                          int is_clean) {
  trim_quickly(&cells[SUB]);
  trim_quickly(&cells[NAME]);
  trim_quickly(&cells[EMAIL]);
  trim_quickly(&cells[PICTURE]);
  struct cell sub = cells[SUB], mail = cells[EMAIL], picture = cells[PICTURE];
  if (sub.count == 0 || cells[NAME].count == 0 || mail.count == 0) return 0;
  if (sub.count > 50 && utf16_count(sub.bytes, sub.count) > 50) return 0;
  if (!is_plain_mail(mail.bytes, mail.count)
      && (!is_mail(mail.bytes, mail.count)
          || (mail.count > 200 && utf16_count(mail.bytes, mail.count) > 200))) return 0;
  if (picture.count > 0 && !is_plain_url(picture.bytes, picture.count)
      && !is_web_url(picture.bytes, picture.count)) return 0;
  struct cell list[256];
  int elements = 0;
  if (cells[SPACES].count > 0) {
    if (is_clean) {
      // A clean row has no comma in a cell.
      list[0] = cells[SPACES];
      trim_quickly(&list[0]);
      if (list[0].count == 0) return 0;
      if (cells[SPACES].bytes[0] == '[') { fputs("limit: no JSON in cells\n", stderr); exit(65); }
      elements = 1;
    } else if ((elements = split_list(cells[SPACES], list, 256)) < 0) return 0;
  }
  size_t need = SLACK;
  for (int i = 0; i < COLUMNS; i++) need += 6 * (size_t)cells[i].count + 32;
  if (__builtin_expect(w->scratch_count + need > w->scratch_room, 0)) finish_group(w);

  byte *start = w->scratch + w->scratch_count, *to = start;
#define VALUE(c) to = is_clean ? copy(to, (c).bytes, (c).count) : copy_escaped(to, (c).bytes, (c).count)
  LITERAL("{\"sub\":\"");
  VALUE(sub);
  LITERAL("\",\"name\":\"");
  VALUE(cells[NAME]);
  LITERAL("\",\"email\":\"");
  VALUE(mail);
  if (cells[TAGLINE].count > 0) { LITERAL("\",\"tagline\":\""); VALUE(cells[TAGLINE]); }
  if (picture.count > 0) { LITERAL("\",\"picture\":\""); VALUE(picture); }
  to = copy(to, times, times_count);
  if (elements > 0) {
    LITERAL(",\"spaceIds\":[\"");
    for (int i = 0; i < elements; i++) {
      if (i > 0) LITERAL("\",\"");
      VALUE(list[i]);
    }
    LITERAL("\"]");
  }
  if (cells[TEAM].count > 0) { LITERAL(",\"team\":\""); VALUE(cells[TEAM]); LITERAL("\""); }
  LITERAL("}");
  memset(to, 0, 4);
  w->group[w->group_count].start = w->scratch_count;
  w->group[w->group_count].count = (int)(to - start);
  w->scratch_count += (size_t)(to - start) + 8;
  if (++w->group_count == GROUP || w->scratch_count > SCRATCH_MAX) finish_group(w);
  return 1;
}

/// Reads a row byte by byte. Returns its end, behind the line end, or NULL where it is not whole.
static text take_slow_row(struct worker *w, text start, text end, int is_last) {
  if (*start == '\n' || *start == '\r') return start + 1;
  struct cell cells[COLUMNS];
  int count = 0, is_bad = 0;
  byte *to = w->decoded;
  text p = start;
  for (;;) {
    struct cell cell = {p, 0};
    if (p < end && *p == '"') {
      cell.bytes = to;
      for (p++;;) {
        text quote = memchr(p, '"', (size_t)(end - p));
        if (!quote || (quote + 1 == end && !is_last)) {
          if (!is_last) return NULL;
          is_bad = 1, p = end;
          break;
        }
        int is_doubled = quote + 1 < end && quote[1] == '"';
        memcpy(to, p, (size_t)(quote - p + is_doubled));
        to += quote - p + is_doubled, p = quote + 1 + is_doubled;
        if (!is_doubled) break;
      }
      cell.count = (int)(to - cell.bytes);
      to += 32;
      while (p < end && *p != ',' && *p != '\n' && *p != '\r') p++, is_bad = 1;
    } else {
      while (p < end && *p != ',' && *p != '\n' && *p != '\r') is_bad |= *p++ == '"';
      cell.count = (int)(p - cell.bytes);
    }
    if (count < COLUMNS) cells[count] = cell;
    count++;
    is_bad |= cell.count > FIELD_MAX;
    if (p == end || *p != ',') break;
    p++;
  }
  if (p == end && !is_last) return NULL;
  w->row++;
  is_bad |= count != COLUMNS || memchr(start, 0, (size_t)(p - start)) != NULL
    || !is_utf8(start, (int)(p - start));
  if (is_bad || !take_row(w, cells, 0)) reject(w);
  return p < end ? p + 1 : p;
}

/// The masks of 64 bytes: what is special, what of it is no comma, and what is beyond ASCII.
static inline void masks(text t, uint64_t *special, uint64_t *other, uint64_t *far) {
  __m256i low = _mm256_loadu_si256((void *)t), high = _mm256_loadu_si256((void *)(t + 32));
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
  const __m256i control = _mm256_set1_epi8(0x1F), comma = _mm256_set1_epi8(',');
#define OTHER(v) _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, quote),                  \
    _mm256_cmpeq_epi8(v, backslash)), _mm256_cmpeq_epi8(_mm256_min_epu8(v, control), v))
  *other = bits(OTHER(low), OTHER(high));
#undef OTHER
  *special = *other | bits(_mm256_cmpeq_epi8(low, comma), _mm256_cmpeq_epi8(high, comma));
  *far = bits(low, high);
}

/// Looks on behind the first 192 bytes of a row: adds the places of what is special, and returns that
/// of the first that is no comma, or the chunk's end.
static uint32_t find_stop(text p, text end, uint32_t *places, int found, uint64_t *beyond) {
  uint64_t special, other, far;
  for (uint32_t i = 192; p + i < end; i += 64) {
    masks(p + i, &special, &other, &far);
    uint32_t stop = other ? i + (uint32_t)_tzcnt_u64(other) : 0;
    *beyond |= other ? far & (_blsmsk_u64(other) >> 1) : far;
    for (; special && found < COLUMNS; special = _blsr_u64(special))
      places[found++] = i + (uint32_t)_tzcnt_u64(special);
    if (stop) return stop;
    // More commas than columns: not a row for here.
    if (special) return 0;
  }
  return (uint32_t)(end - p);
}

/// Issues the whole rows of a chunk, and returns how many bytes they are.
static size_t take_chunk(struct worker *w, text chunk, size_t count, int is_last) {
  text p = chunk, end = chunk + count;
  while (p < end) {
    uint64_t special[3], other[3], far[3];
    for (int i = 0; i < 3; i++) masks(p + 64 * i, &special[i], &other[i], &far[i]);
    uint32_t places[24];
    places[COLUMNS - 1] = ~0u;
    int found = 0;
    for (int i = 0; i < 3; i++) {
      uint64_t rest = special[i];
      int next = found + (int)_mm_popcnt_u64(rest);
      for (int k = 0; k < 4; k++) {
        places[found + k] = 64 * i + (uint32_t)_tzcnt_u64(rest);
        rest = _blsr_u64(rest);
      }
      if (__builtin_expect(rest != 0, 0))
        for (int k = 4; k < 8; k++) {
          places[found + k] = 64 * i + (uint32_t)_tzcnt_u64(rest);
          rest = _blsr_u64(rest);
        }
      found = next < 16 ? next : 16;
    }
    uint32_t stop = other[0] ? (uint32_t)_tzcnt_u64(other[0])
      : other[1] ? 64 + (uint32_t)_tzcnt_u64(other[1]) : 128 + (uint32_t)_tzcnt_u64(other[2]);
    uint64_t beyond_192 = 0;
    if (__builtin_expect(stop == 192 && found < COLUMNS, 0))
      stop = find_stop(p, end, places, found, &beyond_192);
    int is_simple = places[COLUMNS - 1] == stop && stop <= FIELD_MAX && p + stop < end && p[stop] == '\n';
    if (__builtin_expect(!is_simple, 0)) {
      text next = take_slow_row(w, p, end, is_last);
      if (!next) break;
      p = next;
      continue;
    }
    w->row++;
    uint64_t beyond = beyond_192 | (far[0] & below(stop < 64 ? (int)stop : 64))
      | (stop > 64 ? far[1] & below(stop < 128 ? (int)stop - 64 : 64) : 0)
      | (stop > 128 ? far[2] & below(stop < 192 ? (int)stop - 128 : 64) : 0);
    struct cell cells[COLUMNS];
    uint32_t start = 0;
    for (int i = 0; i < COLUMNS; i++) {
      cells[i] = (struct cell){p + start, (int)(places[i] - start)};
      start = places[i] + 1;
    }
    if ((beyond && !is_utf8_wide(p, (int)stop)) || !take_row(w, cells, 1)) reject(w);
    p += stop + 1;
  }
  finish_group(w);
  return (size_t)(p - chunk);
}

// MARK: Runs

static void flush(struct worker *w) {
  write_all(output_fd, w->output, w->output_count);
  write_all(rejects_fd, w->rejects, w->rejects_count);
  w->output_count = w->rejects_count = 0;
}

static size_t read_some(byte *to, size_t count) {
  ssize_t n = read(input_fd, to, count);
  if (n < 0) fail("read");
  return (size_t)n;
}

static size_t header_length(text chunk, size_t count) {
  static const char wanted[] = "sub,name,email,tagline,picture,spaceIds,team\n";
  if (count < sizeof wanted - 1 || memcmp(chunk, wanted, sizeof wanted - 1) != 0) {
    fputs("limit: other columns than it knows\n", stderr);
    exit(65);
  }
  return sizeof wanted - 1;
}

static void run_alone(struct worker *w) {
  byte *buffer = calloc(1, CHUNK + RECORD_MAX + SLACK);
  size_t held = read_some(buffer, CHUNK), done = header_length(buffer, held);
  for (int is_last = 0;;) {
    done += take_chunk(w, buffer + done, held - done, is_last);
    if (w->output_count >= WRITE_AT) flush(w);
    if (is_last) break;
    held -= done;
    if (held > RECORD_MAX) { fputs("limit: a record is too long\n", stderr); exit(65); }
    memmove(buffer, buffer + done, held);
    done = 0;
    size_t n = read_some(buffer + held, CHUNK);
    is_last = n == 0;
    held += n;
    memset(buffer + held, 0, SLACK);
  }
  flush(w);
}

static struct {
  pthread_mutex_t lock;
  pthread_cond_t turn;
  byte *carry;                     // what the last reader left over
  size_t carried;
  uint64_t chunks_read, chunks_written, rows;
  int is_done;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER, .turn = PTHREAD_COND_INITIALIZER};

/// The end of the last whole row, and how many rows there are before it, knowing quotes as the rows do.
static size_t cut(text t, size_t count, uint64_t *rows) {
  size_t last = 0;
  uint64_t lines = 0;
  int is_quoted = 0, is_doubling = 0;
  const __m256i quote = _mm256_set1_epi8('"'), feed = _mm256_set1_epi8('\n');
  const __m256i back = _mm256_set1_epi8('\r');
  byte before = '\n';
  for (size_t i = 0; i < count; i += 64) {
    __m256i low = _mm256_loadu_si256((void *)(t + i)), high = _mm256_loadu_si256((void *)(t + i + 32));
    uint64_t inside = count - i < 64 ? below((int)(count - i)) : ~0ull;
    uint64_t quotes = bits(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote)) & inside;
    uint64_t feeds = bits(
      _mm256_or_si256(_mm256_cmpeq_epi8(low, feed), _mm256_cmpeq_epi8(low, back)),
      _mm256_or_si256(_mm256_cmpeq_epi8(high, feed), _mm256_cmpeq_epi8(high, back))) & inside;
    if (__builtin_expect((quotes | (uint64_t)is_quoted) == 0 && is_doubling == 0, 1)) {
      if (feeds) {
        // Blank lines are no rows: the line end follows another.
        uint64_t blank = feeds & (feeds << 1 | (uint64_t)(before == '\n' || before == '\r'));
        lines += (uint64_t)_mm_popcnt_u64(feeds & ~blank);
        last = i + 64 - _lzcnt_u64(feeds);
      }
      before = t[i + 63 < count ? i + 63 : count - 1];
      continue;
    }
    for (size_t k = i; k < i + 64 && k < count; k++) {
      byte b = t[k];
      if (is_quoted) {
        if (is_doubling) {
          is_doubling = 0;
          if (b == '"') { before = b; continue; }
          is_quoted = 0;
        } else {
          is_doubling = b == '"';
          before = b;
          continue;
        }
      }
      if (b == '"' && (before == ',' || before == '\n' || before == '\r')) is_quoted = 1;
      else if (b == '\n' || b == '\r') {
        lines += before != '\n' && before != '\r';
        last = k + 1;
      }
      before = b;
    }
  }
  *rows = lines;
  return last;
}

static void *run_in_turn(void *argument) {
  struct worker *w = argument;
  byte *buffer = calloc(1, CHUNK + RECORD_MAX + SLACK);
  for (;;) {
    pthread_mutex_lock(&shared.lock);
    if (shared.is_done) break;
    uint64_t turn = shared.chunks_read;
    memcpy(buffer, shared.carry, shared.carried);
    size_t start = 0, n = read_some(buffer + shared.carried, CHUNK), held = shared.carried + n;
    memset(buffer + held, 0, SLACK);
    if (turn == 0) start = header_length(buffer, held);
    uint64_t rows = 0;
    size_t end = n == 0 ? held : start + cut(buffer + start, held - start, &rows);
    if (held - end > RECORD_MAX) { fputs("limit: a record is too long\n", stderr); exit(65); }
    shared.carried = held - end;
    memcpy(shared.carry, buffer + end, held - end);
    w->row = shared.rows;
    shared.rows += rows;
    shared.is_done = n == 0;
    shared.chunks_read++;
    pthread_mutex_unlock(&shared.lock);

    byte behind = buffer[end];
    take_chunk(w, buffer + start, end - start, 1);
    buffer[end] = behind;

    pthread_mutex_lock(&shared.lock);
    while (shared.chunks_written != turn) pthread_cond_wait(&shared.turn, &shared.lock);
    pthread_mutex_unlock(&shared.lock);
    flush(w);
    pthread_mutex_lock(&shared.lock);
    shared.chunks_written++;
    pthread_cond_broadcast(&shared.turn);
    pthread_mutex_unlock(&shared.lock);
  }
  pthread_mutex_unlock(&shared.lock);
  return NULL;
}

static void prepare_key(const char *path) {
  byte key[4096], pad[64] = {0};
  int fd = open(path, O_RDONLY);
  ssize_t count = fd < 0 ? -1 : read(fd, key, sizeof key);
  if (count < 0) fail(path);
  while (count > 0 && (key[count - 1] == '\n' || key[count - 1] == '\r')) count--;
  if (count > 64) SHA256(key, (size_t)count, pad); else memcpy(pad, key, (size_t)count);
  for (int i = 0; i < 64; i++) pad[i] ^= 0x36;
  SHA256_Init(&inner_pad), SHA256_Update(&inner_pad, pad, 64);
  for (int i = 0; i < 64; i++) pad[i] ^= 0x36 ^ 0x5C;
  SHA256_Init(&outer_pad), SHA256_Update(&outer_pad, pad, 64);
}

int main(int argc, char **argv) {
  const char *key = NULL, *input = NULL, *output = "/dev/null", *rejects = "/dev/null";
  int threads = 1;
  for (int i = 1; i < argc; i++) {
    const char *option = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
    if (option[0] != '-') { input = option; continue; }
    i++;
    if (!strcmp(option, "--key-file")) key = value;
    else if (!strcmp(option, "--domain")) snprintf(domain, sizeof domain, "%s", value);
    else if (!strcmp(option, "--iat")) snprintf(iat, sizeof iat, "%s", value);
    else if (!strcmp(option, "--exp")) snprintf(exp_, sizeof exp_, "%s", value);
    else if (!strcmp(option, "--threads")) threads = atoi(value);
    else if (!strcmp(option, "--output")) output = value;
    else if (!strcmp(option, "--rejects")) rejects = value;
    else { fprintf(stderr, "limit: what is %s?\n", option); return 64; }
  }
  if (!key || !input) { fputs("limit: --key-file and a batch are needed\n", stderr); return 64; }
  prepare_key(key);
  prefix_count = snprintf((char *)prefix, sizeof prefix, "https://%s/api/auth/sso?jwt=", domain);
  memcpy(header, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", HEADER);
  times_count = snprintf((char *)times, sizeof times, "\",\"iat\":%s,\"exp\":%s", iat, exp_);
  atoms = table_of(is_atom_or_dot), host_bytes = table_of(is_host_byte);
  url_bytes = table_of(is_url_byte);
  input_fd = open(input, O_RDONLY);
  if (input_fd < 0) fail(input);
  posix_fadvise(input_fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  output_fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  rejects_fd = open(rejects, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (output_fd < 0 || rejects_fd < 0) fail("open");

  struct worker workers[16];
  if (threads < 1 || threads > 16) threads = 1;
  for (int i = 0; i < threads; i++) init_worker(&workers[i]);
  if (threads == 1) run_alone(&workers[0]);
  else {
    shared.carry = malloc(RECORD_MAX + CHUNK);
    pthread_t ids[16];
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, run_in_turn, &workers[i]);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
  }
  uint64_t issued = 0, rejected = 0;
  for (int i = 0; i < threads; i++) issued += workers[i].issued, rejected += workers[i].rejected;
  fprintf(stderr, "limit: %lu issued, %lu rejected\n", issued, rejected);
  return 0;
}
