#include "scan.h"

enum { cache_line = 64, rows_ahead = 4 };

static inline void prefetch_row(const uint16_t *row, size_t dimension) {
  const char *bytes = (const char *)row;
  for (size_t offset = 0; offset < dimension * sizeof *row; offset += cache_line)
    __builtin_prefetch(bytes + offset);
}

void scan_dot_products_float16_of(scan_variant variant, const float *query, const uint16_t *rows,
                                  size_t dimension, const uint32_t *numbers, size_t count,
                                  float *products) {
  for (size_t n = 0; n < count && n < rows_ahead; n++)
    prefetch_row(rows + numbers[n] * dimension, dimension);
  for (size_t n = 0; n < count; n++) {
    if (count - n > rows_ahead)
      prefetch_row(rows + numbers[n + rows_ahead] * dimension, dimension);
    scan_dot_products_float16(variant, query, rows + numbers[n] * dimension, dimension, 1,
                              products + n);
  }
}
