// The integer vectors beside vector.h's.

typedef int32_t signed_integers __attribute__((ext_vector_type(VECTOR_WIDTH)));
typedef int16_t shorts __attribute__((ext_vector_type(2 * VECTOR_WIDTH)));
typedef uint16_t unsigned_shorts __attribute__((ext_vector_type(2 * VECTOR_WIDTH)));
typedef int16_t half_shorts __attribute__((ext_vector_type(VECTOR_WIDTH)));
typedef uint8_t half_bytes __attribute__((ext_vector_type(2 * VECTOR_WIDTH)));
typedef uint8_t quarter_bytes __attribute__((ext_vector_type(VECTOR_WIDTH)));

INLINE int32_t four_bytes(const uint8_t *p) {
  int32_t four;
  memcpy(&four, p, sizeof four);
  return four;
}
