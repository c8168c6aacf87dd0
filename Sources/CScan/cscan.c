#include "cscan.h"

static const char letters[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t scan_base64url_plain(uint8_t *output, const uint8_t *bytes, size_t count) {
  uint8_t *place = output;
  size_t index = 0;
  for (; index + 3 <= count; index += 3) {
    const uint32_t word =
        (uint32_t)bytes[index] << 16 | (uint32_t)bytes[index + 1] << 8 | bytes[index + 2];
    place[0] = (uint8_t)letters[word >> 18];
    place[1] = (uint8_t)letters[word >> 12 & 63];
    place[2] = (uint8_t)letters[word >> 6 & 63];
    place[3] = (uint8_t)letters[word & 63];
    place += 4;
  }
  if (count - index == 1) {
    const uint32_t word = (uint32_t)bytes[index] << 16;
    *place++ = (uint8_t)letters[word >> 18];
    *place++ = (uint8_t)letters[word >> 12 & 63];
  } else if (count - index == 2) {
    const uint32_t word = (uint32_t)bytes[index] << 16 | (uint32_t)bytes[index + 1] << 8;
    *place++ = (uint8_t)letters[word >> 18];
    *place++ = (uint8_t)letters[word >> 12 & 63];
    *place++ = (uint8_t)letters[word >> 6 & 63];
  }
  return (size_t)(place - output);
}

#if defined(__x86_64__)
#include <immintrin.h>

// Mula and Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions" (2018): 24 bytes
// become 32 letters. The compiler clears the upper halves of the registers at the end, without which
// the SHA instructions that follow would be many times slower.
__attribute__((target("avx2"))) static inline __m256i letters_avx2(const uint8_t *bytes) {
  const __m256i order = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, 1, 0, 2,
                                         1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  // What is to be added to the six bits: by range of the alphabet.
  const __m256i shifts = _mm256_setr_epi8(
      'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
      '0' - 52, '0' - 52, '-' - 62, '_' - 63, 'A', 0, 0, 'a' - 26, '0' - 52, '0' - 52, '0' - 52,
      '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '-' - 62, '_' - 63, 'A',
      0, 0);
  const __m256i loaded = _mm256_set_m128i(
      _mm_loadu_si128((const __m128i *)(bytes + 12)), _mm_loadu_si128((const __m128i *)bytes));
  const __m256i triples = _mm256_shuffle_epi8(loaded, order);
  const __m256i high = _mm256_mulhi_epu16(
      _mm256_and_si256(triples, _mm256_set1_epi32(0x0FC0FC00)), _mm256_set1_epi32(0x04000040));
  const __m256i low = _mm256_mullo_epi16(
      _mm256_and_si256(triples, _mm256_set1_epi32(0x003F03F0)), _mm256_set1_epi32(0x01000010));
  const __m256i sixes = _mm256_or_si256(high, low);
  const __m256i isCapital = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), sixes);
  const __m256i range = _mm256_or_si256(
      _mm256_subs_epu8(sixes, _mm256_set1_epi8(51)),
      _mm256_and_si256(isCapital, _mm256_set1_epi8(13)));
  return _mm256_add_epi8(sixes, _mm256_shuffle_epi8(shifts, range));
}

__attribute__((target("avx2"))) static size_t base64url_avx2(
    uint8_t *output, const uint8_t *bytes, size_t count) {
  size_t index = 0;
  uint8_t *place = output;
  while (count - index >= 24) {
    _mm256_storeu_si256((__m256i *)place, letters_avx2(bytes + index));
    index += 24;
    place += 32;
  }
  const size_t rest = count - index;
  if (rest == 0) return (size_t)(place - output);
  // What is left, with what stands behind it, as one group more: surplus letters are not counted, and
  // the last one is made anew where a part of it is surplus.
  _mm256_storeu_si256((__m256i *)place, letters_avx2(bytes + index));
  place += rest / 3 * 4;
  const uint8_t last = bytes[count - 1];
  if (rest % 3 == 1) {
    place[1] = (uint8_t)letters[(last & 3) << 4];
    place += 2;
  } else if (rest % 3 == 2) {
    place[2] = (uint8_t)letters[(last & 15) << 2];
    place += 3;
  }
  return (size_t)(place - output);
}

size_t scan_base64url(uint8_t *output, const uint8_t *bytes, size_t count) {
  if (__builtin_cpu_supports("avx2")) return base64url_avx2(output, bytes, count);
  return scan_base64url_plain(output, bytes, count);
}
#else
size_t scan_base64url(uint8_t *output, const uint8_t *bytes, size_t count) {
  return scan_base64url_plain(output, bytes, count);
}
#endif
