// The kernels over integers for the compiler's baseline.
#include "neural/quantized_table.h"

#define VECTOR_WIDTH 4
#define QUANTIZED_ROWS 4
#define KERNEL(name) portable_##name

#include "neural/vector.h"

#include "neural/quantized_types.h"

/// The first, second, third and fourth byte of each lane.
typedef struct byte_quarters {
  signed_integers bytes[4];
} byte_quarters;

typedef byte_quarters byte_weights, input_bytes;

INLINE byte_weights weights_of(const char *p) {
  byte_weights w;
  signed_integers all;
  memcpy(&all, p, sizeof all);
  UNROLL for (int i = 0; i < 4; i++)
    w.bytes[i] = (signed_integers)((integers)all << (24 - 8 * i)) >> 24;
  return w;
}

INLINE input_bytes bytes_of(const uint8_t *p) {
  input_bytes x;
  UNROLL for (int i = 0; i < 4; i++) x.bytes[i] = (signed_integers)((int32_t)p[i]);
  return x;
}

INLINE signed_integers dot4(signed_integers sums, input_bytes x, byte_weights w) {
  UNROLL for (int i = 0; i < 4; i++) sums += x.bytes[i] * w.bytes[i];
  return sums;
}

INLINE shorts low_pairs(shorts a, shorts b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

INLINE shorts high_pairs(shorts a, shorts b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

INLINE signed_integers dot2(signed_integers sums, shorts pairs, shorts weights) {
  signed_integers a = __builtin_convertvector(pairs.even, signed_integers) *
                      __builtin_convertvector(weights.even, signed_integers);
  return sums + a + __builtin_convertvector(pairs.odd, signed_integers) *
                        __builtin_convertvector(weights.odd, signed_integers);
}

INLINE shorts joined(signed_integers low, signed_integers high) {
  const signed_integers least = (signed_integers)(0), most = (signed_integers)(65535);
  low = low > least ? low : least;
  high = high > least ? high : least;
  half_shorts a = __builtin_convertvector(low < most ? low : most, half_shorts);
  half_shorts b = __builtin_convertvector(high < most ? high : most, half_shorts);
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE shorts scaled(shorts values, shorts factor) {
  typedef int32_t wide __attribute__((ext_vector_type(2 * VECTOR_WIDTH)));
  wide product =
      __builtin_convertvector(values, wide) * __builtin_convertvector(factor, wide);
  return __builtin_convertvector((product + (wide)(0x4000)) >> 15, shorts);
}

/// The conversion of NaN and of what does not fit is undefined in C, hence the bounds.
INLINE signed_integers truncated(vector values) {
  const vector least = (vector)(-1.0f), most = (vector)(65535.0f);
  values = values > least ? values : least;
  return __builtin_convertvector(values < most ? values : most, signed_integers);
}

#include "neural/quantized.h"

#include "neural/quantized_depthwise.h"

const quantized_table quantized_portable = QUANTIZED_TABLE;
