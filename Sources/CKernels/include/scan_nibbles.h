#ifndef CKERNELS_SCAN_NIBBLES_H
#define CKERNELS_SCAN_NIBBLES_H

#include "scan_codes.h"

/* Vectors in four bits a scalar, and their dot products: half the bytes of scan_codes.h, for a
 * first look at many rows.
 *
 * A vector is padded with zeros to a multiple of 128 scalars and rotated as in scan_codes.h. Each
 * scalar becomes the number u of one of 16 equal cells that reach from minus to plus the largest
 * magnitude, standing for the middle of its cell, u - 7.5. The scale of a code v (the u - 7.5) of
 * a rotated vector r is |r|^2 / <r, v>, so that the error r - scale * v is perpendicular to r: the
 * product of a vector with its own code is right, and those with vectors near it nearly so (Gao
 * and Long 2024, arXiv 2405.12497). 128 scalars lie in 64 bytes: byte i holds u of scalar i in its
 * low half and of scalar 64 + i in its high half.
 *
 * A query is that of a code of scan_codes.h whose stride is twice that of the codes here. Sums are
 * of integers, so every variant gives the same bits.
 */

typedef struct nibble_code {
  float scale;
  float error; /* |r - scale * v| */
} nibble_code;

/* Writes the code of a vector of finite scalars, [stride]; `room` holds [2 * stride] floats. */
nibble_code nibble_encode(const float *vector, size_t dimension, size_t stride, float *room,
                          uint8_t *code);

/* products[r] = query.scale * scales[r] * sum over i of query.scalars[i] * (u of row r [i] - 7.5).
 */
void nibble_dot_products(code_variant variant, code_query query, const uint8_t *codes,
                         const float *scales, size_t stride, size_t row_count, float *products);

/* The same for eight queries at once: products[q * products_stride + r]. */
void nibble_dot_products_batch(code_variant variant, const code_query queries[code_batch],
                               const uint8_t *codes, const float *scales, size_t stride,
                               size_t row_count, float *products, size_t products_stride);

#endif
