// HMAC-SHA256 and nothing else: `sign COUNT BYTES` makes COUNT signatures of texts of BYTES bytes, with
// states that have absorbed the key's pads and are copied by value.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  long count = atol(argv[1]);
  size_t bytes = (size_t)atol(argv[2]), room = bytes + 4096;
  unsigned char pad[64] = {7}, digest[32] = {0}, *text = calloc(1, room);
  SHA256_CTX inner, outer;
  SHA256_Init(&inner), SHA256_Update(&inner, pad, 64);
  pad[0] = 9;
  SHA256_Init(&outer), SHA256_Update(&outer, pad, 64);
  for (long i = 0; i < count; i++) {
    SHA256_CTX state = inner;
    SHA256_Update(&state, text + (i & 1023), bytes);
    SHA256_Final(digest, &state);
    state = outer;
    SHA256_Update(&state, digest, 32);
    SHA256_Final(digest, &state);
    memcpy(text + (i & 1023), digest, 1);
  }
  return digest[0] == 0 && digest[1] == 0 && digest[2] == 0 && digest[3] == 0;
}
