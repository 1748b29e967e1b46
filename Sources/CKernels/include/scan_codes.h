#ifndef CKERNELS_SCAN_CODES_H
#define CKERNELS_SCAN_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Vectors in one byte a scalar, and their dot products.
 *
 * A vector is padded with zeros to a multiple of 64 scalars (its stride), rotated, divided by a
 * scale of its own and rounded to -127 ... 127; a code byte is that number plus 128. The rotation
 * is the same for all vectors: fixed random signs, then a Walsh-Hadamard transform of each block
 * of as many scalars as the largest power of two that divides the stride. It leaves dot products
 * as they are and spreads a dimension far larger than the rest over its block, so that it does not
 * take the precision of the others; rounding errors behave as independent ones do.
 *
 * Sums are of integers, so every variant gives the same bits.
 */

typedef enum code_variant {
  code_variant_portable = 0,
  code_variant_avx2 = 1,
  code_variant_avx512_vnni = 2, /* AVX-512 F, BW, VL and VNNI */
} code_variant;

enum { code_alignment = 64, code_batch = 8 };

/* A vector to compare codes with. */
typedef struct code_query {
  const int8_t *scalars; /* [stride], -127 ... 127, without the 128 */
  int32_t sum;           /* of the scalars */
  float scale;
} code_query;

bool code_variant_is_supported(code_variant variant);

/* The fastest variant that can run here. */
code_variant code_best_variant(void);

/* Writes the code of a vector of finite scalars, [stride], and returns its scale; scalar i of the
 * rotated vector is about scale * (code[i] - 128). `room` holds [stride] floats. */
float code_encode(const float *vector, size_t dimension, size_t stride, float *room,
                  uint8_t *code);

/* Writes the scalars of a query from a code, [stride], and returns their sum. */
int32_t code_query_scalars(const uint8_t *code, size_t stride, int8_t *scalars);

/* products[n] = query.scale * scales[r] * sum over i of query.scalars[i] * (code r [i] - 128) with
 * r = numbers[n]. */
void code_dot_products_of(code_variant variant, code_query query, const uint8_t *codes,
                          const float *scales, size_t stride, const uint32_t *numbers,
                          size_t count, float *products);

/* Asks for memory to be brought into the cache; it need not exist. */
static inline void prefetch_bytes(const void *start, size_t count) {
  for (size_t offset = 0; offset < count; offset += code_alignment)
    __builtin_prefetch((const char *)start + offset);
}

#endif
