#include "checksum.h"

#include <string.h>

enum { lane_count = 8, group_bytes = 64 };

/* Odd constants with well spread bits: 2^64 divided by the golden ratio, and 2^64 times the
 * fraction of the square root of three. */
static const uint64_t lane_step = 0x9e3779b97f4a7c15u;
static const uint64_t multiplier = 0xbb67ae8584caa73bu;

static inline uint64_t mix(uint64_t state, uint64_t word) {
  uint64_t product = (state ^ word) * multiplier;
  return product << 29 | product >> 35;
}

static inline uint64_t little_endian_word(const unsigned char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline void add_group(uint64_t lanes[lane_count], const unsigned char *group) {
  for (size_t lane = 0; lane < lane_count; lane++)
    lanes[lane] = mix(lanes[lane], little_endian_word(group + 8 * lane));
}

uint64_t checksum64(const void *bytes, size_t count, uint64_t seed) {
  const unsigned char *cursor = bytes;
  uint64_t lanes[lane_count];
  for (size_t lane = 0; lane < lane_count; lane++)
    lanes[lane] = (lane + 1) * lane_step;

  size_t rest = count % group_bytes;
  for (size_t group = count / group_bytes; group > 0; group--, cursor += group_bytes)
    add_group(lanes, cursor);
  if (rest > 0) {
    unsigned char padded[group_bytes] = {0};
    memcpy(padded, cursor, rest);
    add_group(lanes, padded);
  }

  uint64_t sum = seed;
  for (size_t lane = 0; lane < lane_count; lane++)
    sum = mix(sum, lanes[lane]);
  sum = mix(sum, count);
  sum ^= sum >> 32;
  sum *= lane_step;
  return sum ^ sum >> 29;
}
