#include "scan.h"

enum { cache_line = 64, rows_ahead = 4 };

static inline void prefetch_row(const void *row, size_t byte_count) {
  const char *bytes = (const char *)row;
  for (size_t offset = 0; offset < byte_count; offset += cache_line)
    __builtin_prefetch(bytes + offset);
}

void scan_dot_products_float16_of(scan_variant variant, const float *query, const uint16_t *rows,
                                  size_t dimension, const uint32_t *numbers, size_t count,
                                  float *products) {
  for (size_t n = 0; n < count && n < rows_ahead; n++)
    prefetch_row(rows + numbers[n] * dimension, dimension * sizeof *rows);
  for (size_t n = 0; n < count; n++) {
    if (count - n > rows_ahead)
      prefetch_row(rows + numbers[n + rows_ahead] * dimension, dimension * sizeof *rows);
    scan_dot_products_float16(variant, query, rows + numbers[n] * dimension, dimension, 1,
                              products + n);
  }
}

void scan_dot_products_int8_of(scan_variant variant, const float *query, const uint8_t *rows,
                               size_t dimension, const uint32_t *numbers, size_t count,
                               float *products) {
  size_t stride = dimension + sizeof(float);
  for (size_t n = 0; n < count && n < rows_ahead; n++)
    prefetch_row(rows + numbers[n] * stride, stride);
  for (size_t n = 0; n < count; n++) {
    if (count - n > rows_ahead)
      prefetch_row(rows + numbers[n + rows_ahead] * stride, stride);
    scan_dot_products_int8(variant, query, rows + numbers[n] * stride, dimension, 1, products + n);
  }
}
