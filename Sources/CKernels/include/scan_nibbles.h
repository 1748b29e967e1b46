#ifndef CKERNELS_SCAN_NIBBLES_H
#define CKERNELS_SCAN_NIBBLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Vectors in four bits a scalar, and their dot products with queries in eight.
 *
 * A vector is padded with zeros to a multiple of 128 scalars and rotated: fixed random signs, then
 * a Walsh-Hadamard transform of each block of as many scalars as the largest power of two that
 * divides their number. The rotation is the same for all vectors. It leaves dot products as they
 * are and spreads a dimension far larger than the rest over its block, so that it does not take the
 * precision of the others; rounding errors behave as independent ones do.
 *
 * Each scalar becomes the number u of one of 16 equal cells that reach from minus to plus the
 * largest magnitude, standing for the middle of its cell, u - 7.5. The scale of a code v (the
 * u - 7.5) of a rotated vector r is |r|^2 / <r, v>, so that the error r - scale * v is perpendicular
 * to r: the product of a vector with its own code is right, and those with vectors near it nearly
 * so (Gao and Long 2024, arXiv 2405.12497). 128 scalars lie in 64 bytes, the stride's unit: byte i
 * holds u of scalar i in its low half and of scalar 64 + i in its high half.
 *
 * Sums are of integers, so every variant gives the same bits.
 */

typedef enum nibble_variant {
  nibble_variant_portable = 0,
  nibble_variant_avx2 = 1,
  nibble_variant_avx512_vnni = 2, /* AVX-512 F, BW, VL and VNNI */
} nibble_variant;

enum { nibble_alignment = 64, nibble_batch = 8 };

/* A vector to compare codes with: padded and rotated as they are, scalar i is about
 * scale * scalars[i]. */
typedef struct nibble_query {
  const int8_t *scalars; /* [2 * stride], -127 ... 127 */
  int32_t sum;           /* of the scalars */
  float scale;
} nibble_query;

typedef struct nibble_code {
  float scale;
  float error; /* |r - scale * v| */
} nibble_code;

bool nibble_variant_is_supported(nibble_variant variant);

/* The fastest variant that can run here. */
nibble_variant nibble_best_variant(void);

/* Writes the code of a vector of finite scalars, [stride]; `room` holds [2 * stride] floats. */
nibble_code nibble_encode(const float *vector, size_t dimension, size_t stride, float *room,
                          uint8_t *code);

/* The query for a vector of finite scalars; writes its scalars, each divided by a 127th of the
 * largest magnitude and rounded. `room` holds [2 * stride] floats. */
nibble_query nibble_query_of_vector(const float *vector, size_t dimension, size_t stride,
                                    float *room, int8_t *scalars);

/* The query for a code and its scale: scalars are 2 * u - 15. */
nibble_query nibble_query_of_code(const uint8_t *code, size_t stride, float scale,
                                  int8_t *scalars);

/* products[r] = query.scale * scales[r] * sum over i of query.scalars[i] * (u of row r [i] - 7.5).
 */
void nibble_dot_products(nibble_variant variant, nibble_query query, const uint8_t *codes,
                         const float *scales, size_t stride, size_t row_count, float *products);

/* products[n] = the product with row numbers[n]; for rows here and there. */
void nibble_dot_products_of(nibble_variant variant, nibble_query query, const uint8_t *codes,
                            const float *scales, size_t stride, const uint32_t *numbers,
                            size_t count, float *products);

/* The products with all rows for eight queries at once: products[q * products_stride + r]. */
void nibble_dot_products_batch(nibble_variant variant, const nibble_query queries[nibble_batch],
                               const uint8_t *codes, const float *scales, size_t stride,
                               size_t row_count, float *products, size_t products_stride);

/* Asks for memory to be brought into the cache; it need not exist. */
static inline void prefetch_bytes(const void *start, size_t count) {
  for (size_t offset = 0; offset < count; offset += nibble_alignment)
    __builtin_prefetch((const char *)start + offset);
}

#endif
