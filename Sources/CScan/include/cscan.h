// Looking at many bytes at once, which Swift's own SIMD types cannot do in one step: a mask of the
// bytes that matter, and base64url with AVX2 where the processor has it. Each function has a plain
// twin here, and the tests hold both against Swift's.
#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Clang's vectors instead of the processor's header: that one would be visible to all who import this.
#if defined(__SSE2__) && defined(__clang__)
#define SCAN_VECTORS 1
typedef uint8_t scan_vector __attribute__((vector_size(16)));
typedef char scan_lanes __attribute__((vector_size(16)));

static inline scan_vector scan_load(const uint8_t *_Nonnull text) {
  scan_vector bytes;
  memcpy(&bytes, text, 16);
  return bytes;
}

/// The high bit of each byte, the first in the lowest place.
static inline uint32_t scan_mask(scan_vector bytes) {
  return (uint32_t)__builtin_ia32_pmovmskb128((scan_lanes)bytes);
}

/// All bits of the bytes that a JSON string must escape.
static inline scan_vector scan_escapes(scan_vector bytes) {
  return (scan_vector)((bytes == (uint8_t)'"') | (bytes == (uint8_t)'\\') | (bytes < (uint8_t)0x20));
}
#endif

/// Bytes that may be read behind the end of a text, and written behind the end of an output.
enum { scan_slack = 64 };

/// A value of a row: where its text stands, and what it is.
typedef struct {
  const uint8_t *_Nullable bytes;
  uint32_t count;
  /// 0 absent, 1 cell of a CSV, 2 text of a JSON string, 3 canonical JSON.
  uint8_t kind;
} scan_field;

/// What 64 bytes hold, one bit a byte, the first in the lowest.
typedef struct {
  /// Delimiters, quotes, line feeds, carriage returns and NULs.
  uint64_t special;
  /// Bytes beyond ASCII.
  uint64_t odd;
} scan_marks;

/// Marks the 64 bytes at `text`.
static inline scan_marks scan_csv(const uint8_t *_Nonnull text, uint8_t delimiter) {
  scan_marks marks = {0, 0};
#if defined(SCAN_VECTORS)
  for (int part = 0; part < 4; part++) {
    const scan_vector bytes = scan_load(text + 16 * part);
    const scan_vector special =
        (scan_vector)((bytes == delimiter) | (bytes == (uint8_t)'"') | (bytes == (uint8_t)'\n') |
                      (bytes == (uint8_t)'\r') | (bytes == (uint8_t)0));
    marks.special |= (uint64_t)scan_mask(special) << (16 * part);
    marks.odd |= (uint64_t)scan_mask(bytes) << (16 * part);
  }
#else
  for (int index = 0; index < 64; index++) {
    const uint8_t byte = text[index];
    const uint64_t bit = (uint64_t)1 << index;
    if (byte == delimiter || byte == '"' || byte == '\n' || byte == '\r' || byte == 0) {
      marks.special |= bit;
    }
    if (byte >= 0x80) marks.odd |= bit;
  }
#endif
  return marks;
}

/// What 64 bytes of a name, an address or a URL hold, one bit a byte, the first in the lowest.
typedef struct {
  /// ASCII letters and digits.
  uint64_t words;
  uint64_t dots;
  uint64_t hyphens;
  /// `_` and `+`.
  uint64_t joiners;
  uint64_t slashes;
  /// `@`.
  uint64_t ats;
  /// `?`, `=` and `&`.
  uint64_t queries;
} scan_name_marks;

/// Marks the 64 bytes at `text`.
static inline scan_name_marks scan_name(const uint8_t *_Nonnull text) {
  scan_name_marks marks = {0, 0, 0, 0, 0, 0, 0};
#if defined(SCAN_VECTORS)
  for (int part = 0; part < 4; part++) {
    const scan_vector bytes = scan_load(text + 16 * part);
    const scan_vector letters = (bytes | (uint8_t)0x20) - (uint8_t)'a';
    const scan_vector digits = bytes - (uint8_t)'0';
    const int shift = 16 * part;
#define SCAN_MARK(name, found) marks.name |= (uint64_t)scan_mask((scan_vector)(found)) << shift
    SCAN_MARK(words, (letters < (uint8_t)26) | (digits < (uint8_t)10));
    SCAN_MARK(dots, bytes == (uint8_t)'.');
    SCAN_MARK(hyphens, bytes == (uint8_t)'-');
    SCAN_MARK(joiners, (bytes == (uint8_t)'_') | (bytes == (uint8_t)'+'));
    SCAN_MARK(slashes, bytes == (uint8_t)'/');
    SCAN_MARK(ats, bytes == (uint8_t)'@');
    SCAN_MARK(queries,
              (bytes == (uint8_t)'?') | (bytes == (uint8_t)'=') | (bytes == (uint8_t)'&'));
#undef SCAN_MARK
  }
#else
  for (int place = 0; place < 64; place++) {
    const uint8_t byte = text[place];
    const uint64_t bit = (uint64_t)1 << place;
    if ((uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10) marks.words |= bit;
    if (byte == '.') marks.dots |= bit;
    if (byte == '-') marks.hyphens |= bit;
    if (byte == '_' || byte == '+') marks.joiners |= bit;
    if (byte == '/') marks.slashes |= bit;
    if (byte == '@') marks.ats |= bit;
    if (byte == '?' || byte == '=' || byte == '&') marks.queries |= bit;
  }
#endif
  return marks;
}

/// Copies `count` bytes up to the first that a JSON string must escape, and returns how many those
/// are. Reads and writes up to 15 bytes behind the end.
static inline size_t scan_copy_unescaped(
    uint8_t *_Nonnull output, const uint8_t *_Nonnull text, size_t count) {
  size_t index = 0;
  while (index < count) {
#if defined(SCAN_VECTORS)
    const scan_vector bytes = scan_load(text + index);
    memcpy(output + index, &bytes, 16);
    const uint32_t found = scan_mask(scan_escapes(bytes));
    if (found != 0) {
      const size_t at = index + (size_t)__builtin_ctz(found);
      return at < count ? at : count;
    }
    index += 16;
#else
    const uint8_t byte = text[index];
    if (byte == '"' || byte == '\\' || byte < 0x20) return index;
    output[index++] = byte;
#endif
  }
  return count;
}

/// The offset of the first quote, backslash or control character from `start` on, at most `count`.
/// `odd` is set to something else than 0 where a byte beyond ASCII stands before it. Reads up to 15
/// bytes behind the end.
static inline size_t scan_string(
    const uint8_t *_Nonnull text, size_t start, size_t count, uint32_t *_Nonnull odd) {
  size_t index = start;
  while (index < count) {
#if defined(SCAN_VECTORS)
    const scan_vector bytes = scan_load(text + index);
    const uint32_t found = scan_mask(scan_escapes(bytes));
    const uint32_t high = scan_mask(bytes);
    if (found != 0) {
      const uint32_t place = (uint32_t)__builtin_ctz(found);
      *odd |= high & ((1u << place) - 1);
      return index + place < count ? index + place : count;
    }
    *odd |= high;
    index += 16;
#else
    const uint8_t byte = text[index];
    if (byte == '"' || byte == '\\' || byte < 0x20) return index;
    *odd |= byte & 0x80;
    index++;
#endif
  }
  return count;
}

/// Copies `count` bytes, 16 at a time: reads and writes up to 15 bytes behind the end.
static inline void scan_copy(
    uint8_t *_Nonnull output, const uint8_t *_Nonnull text, size_t count) {
#if defined(SCAN_VECTORS)
  for (size_t index = 0; index < count; index += 16) memcpy(output + index, text + index, 16);
#else
  memcpy(output, text, count);
#endif
}

/// Whether two texts are the same.
static inline int scan_equal(
    const uint8_t *_Nonnull left, const uint8_t *_Nonnull right, size_t count) {
  return memcmp(left, right, count) == 0;
}

/// The eight bytes at `text`.
static inline uint64_t scan_word(const uint8_t *_Nonnull text) {
  uint64_t word;
  memcpy(&word, text, 8);
  return word;
}

/// What 64 bytes of JSON hold, one bit a byte, the first in the lowest.
typedef struct {
  uint64_t quotes;
  uint64_t backslashes;
  /// Of objects and of arrays.
  uint64_t openers;
  uint64_t closers;
  uint64_t commas;
} scan_json_marks;

/// Marks the 64 bytes at `text`.
static inline scan_json_marks scan_json(const uint8_t *_Nonnull text) {
  scan_json_marks marks = {0, 0, 0, 0, 0};
#if defined(SCAN_VECTORS)
  for (int part = 0; part < 4; part++) {
    const scan_vector bytes = scan_load(text + 16 * part);
    // Braces and brackets differ in one bit.
    const scan_vector folded = bytes | (uint8_t)0x20;
    const int shift = 16 * part;
#define SCAN_MARK(name, found) marks.name |= (uint64_t)scan_mask((scan_vector)(found)) << shift
    SCAN_MARK(quotes, bytes == (uint8_t)'"');
    SCAN_MARK(backslashes, bytes == (uint8_t)'\\');
    SCAN_MARK(openers, folded == (uint8_t)'{');
    SCAN_MARK(closers, folded == (uint8_t)'}');
    SCAN_MARK(commas, bytes == (uint8_t)',');
#undef SCAN_MARK
  }
#else
  for (int place = 0; place < 64; place++) {
    const uint8_t byte = text[place];
    const uint64_t bit = (uint64_t)1 << place;
    if (byte == '"') marks.quotes |= bit;
    if (byte == '\\') marks.backslashes |= bit;
    if ((byte | 0x20) == '{') marks.openers |= bit;
    if ((byte | 0x20) == '}') marks.closers |= bit;
    if (byte == ',') marks.commas |= bit;
  }
#endif
  return marks;
}

/// Writes base64url without padding (RFC 4648 section 5) and returns the number of letters. Reads up
/// to 31 bytes behind the end, and writes up to 31.
size_t scan_base64url(uint8_t *_Nonnull output, const uint8_t *_Nonnull bytes, size_t count);

/// The same without AVX2, for the processors that do not have it and for the tests.
size_t scan_base64url_plain(uint8_t *_Nonnull output, const uint8_t *_Nonnull bytes, size_t count);

#endif
