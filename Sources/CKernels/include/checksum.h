#ifndef CKERNELS_CHECKSUM_H
#define CKERNELS_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* A 64-bit checksum against accidents (a torn write, a flipped bit, a foreign file), not against
 * forgery.
 *
 * The bytes are read as little-endian 64-bit words, the last word and the last group of eight
 * padded with zeros. Word w of a group goes to lane w mod 8: lane = rotate_left((lane ^ word) * M,
 * 29), lane n starting at (n + 1) * G. At the end the lanes and then the byte count are folded into
 * `seed` by the same step. For a given lane the step is a bijection of the word, and for a given
 * word one of the lane, so a change within a single word is always noticed.
 */
uint64_t checksum64(const void *bytes, size_t count, uint64_t seed);

#endif
