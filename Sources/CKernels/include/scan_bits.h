#ifndef CKERNELS_SCAN_BITS_H
#define CKERNELS_SCAN_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Vectors in one bit a scalar, its sign, with a scale; and their dot products with queries in eight bits a
 * scalar. A product depends only on the query and the row, not on the variant: sums are of integers.
 *
 * Bit i mod 8 of byte i / 8 is set where scalar i is not negative. Codes are a multiple of 8 bytes long; the bits
 * beyond the vector are 0, and so are the scalars of a query there. */

enum { bits_alignment = 8 };

typedef enum bits_variant {
  bits_variant_portable = 0,
  bits_variant_avx2 = 1,
  bits_variant_avx512_vnni = 2, /* AVX-512 F, BW, VL and VNNI */
} bits_variant;

/* Whether this processor and its operating system can run a variant. */
bool bits_variant_is_supported(bits_variant variant);

/* The fastest variant that can run here. */
bits_variant bits_best_variant(void);

typedef struct bits_query {
  const int8_t *scalars; /* 8 * stride of them, -127 ... 127 */
  int32_t sum;
  float scale; /* what a unit of a scalar stands for */
} bits_query;

/* products[r] = query.scale * scales[r] * (sum of scalars where row r has a bit - sum of those where not). */
void bits_dot_products(bits_variant variant, bits_query query, const uint8_t *codes,
                       const float *scales, size_t stride, size_t row_count, float *products);

#endif
