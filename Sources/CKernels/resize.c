#include "resize.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
  /// Fractional bits of a weight: 32 less 8 of the pixel and 2 against overflow by negative lobes.
  WEIGHT_BITS = 32 - 8 - 2,
  /// A weight is kept as high · 2^LOW_BITS + low, so that products of 16 bits give it exactly.
  LOW_BITS = 11,
  /// Half, added to a sum before the fraction is dropped.
  ROUNDING = 1 << (WEIGHT_BITS - 1),
  /// Taps are padded to multiples of this with weights of zero.
  TAP_GROUP = 4,
  /// Bytes that may be read past a row: three taps of zero weight and the rest of a 16-byte load.
  ROW_PADDING = 32,
};

/// The weights of one axis: output i has the taps `first[i] ..< first[i] + count[i]` of the input.
typedef struct {
  size_t output_count;
  /// Weights an output has room for, a multiple of TAP_GROUP.
  size_t row_length;
  size_t *first;
  size_t *count;
  int32_t *weights;
  /// The same weights split into upper and lower parts.
  int16_t *high;
  int16_t *low;
} axis_weights;

/// Keys' cubic with a = −0.5 (Keys 1981, "Cubic convolution interpolation", eq. 15).
static double cubic(double x) {
  const double a = -0.5;
  x = fabs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
  return 0.0;
}

static void release_axis(axis_weights *axis) {
  free(axis->first);
  free(axis->count);
  free(axis->weights);
  free(axis->high);
  free(axis->low);
}

static double triangle(double x) {
  x = fabs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

/// Weights for `output_count` outputs from `start` on, of the `output_size` that the axis maps to.
static bool plan_axis(
    axis_weights *axis, resize_filter filter, size_t input_size, size_t output_size, size_t start,
    size_t output_count) {
  double scale = (double)input_size / (double)output_size;
  double widening = scale < 1.0 ? 1.0 : scale;
  double support = (filter == RESIZE_BILINEAR ? 1.0 : 2.0) * widening;
  size_t most_taps = (size_t)ceil(support) * 2 + 1;
  if (most_taps > input_size) most_taps = input_size;
  size_t row_length = (most_taps + TAP_GROUP - 1) / TAP_GROUP * TAP_GROUP;
  memset(axis, 0, sizeof *axis);
  axis->output_count = output_count;
  axis->row_length = row_length;
  axis->first = calloc(output_count, sizeof *axis->first);
  axis->count = calloc(output_count, sizeof *axis->count);
  axis->weights = calloc(output_count * row_length, sizeof *axis->weights);
  axis->high = calloc(output_count * row_length, sizeof *axis->high);
  axis->low = calloc(output_count * row_length, sizeof *axis->low);
  double *exact = calloc(row_length, sizeof *exact);
  bool allocated = axis->first != NULL && axis->count != NULL && axis->weights != NULL &&
                   axis->high != NULL && axis->low != NULL && exact != NULL;
  for (size_t index = 0; allocated && index < output_count; index++) {
    double center = ((double)(start + index) + 0.5) * scale;
    double lowest = floor(fmax(center - support + 0.5, 0.0));
    double end = floor(fmin(center + support + 0.5, (double)input_size));
    size_t first = (size_t)lowest;
    size_t count = (size_t)(end - lowest);
    if (count > most_taps) count = most_taps;
    double sum = 0.0;
    for (size_t tap = 0; tap < count; tap++) {
      double distance = ((double)(first + tap) - center + 0.5) * (1.0 / widening);
      exact[tap] = filter == RESIZE_BILINEAR ? triangle(distance) : cubic(distance);
      sum += exact[tap];
    }
    axis->first[index] = first;
    axis->count[index] = count;
    for (size_t tap = 0; tap < count; tap++) {
      double weight = sum != 0.0 ? exact[tap] / sum : exact[tap];
      double scaled = weight * (double)(1 << WEIGHT_BITS);
      int32_t fixed = (int32_t)(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
      int32_t low = fixed & ((1 << LOW_BITS) - 1);
      size_t position = index * row_length + tap;
      axis->weights[position] = fixed;
      axis->low[position] = (int16_t)low;
      axis->high[position] = (int16_t)((fixed - low) / (1 << LOW_BITS));
    }
  }
  free(exact);
  return allocated;
}

/// A sum in fixed point, half added beforehand, to 8 bits: floor, then clamped.
static inline uint8_t clamped(int32_t sum) {
  int32_t value = sum >= 0 ? sum >> WEIGHT_BITS : -1;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

// MARK: One output row, portable

/// Along a row: an output pixel for each of the axis's, from a row of RGB.
static void resample_row_portable(const uint8_t *row, const axis_weights *axis, uint8_t *target) {
  for (size_t index = 0; index < axis->output_count; index++) {
    const int32_t *weights = axis->weights + index * axis->row_length;
    const uint8_t *pixel = row + 3 * axis->first[index];
    int32_t red = ROUNDING, green = ROUNDING, blue = ROUNDING;
    for (size_t tap = 0; tap < axis->count[index]; tap++, pixel += 3) {
      red += weights[tap] * pixel[0];
      green += weights[tap] * pixel[1];
      blue += weights[tap] * pixel[2];
    }
    target[3 * index] = clamped(red);
    target[3 * index + 1] = clamped(green);
    target[3 * index + 2] = clamped(blue);
  }
}

/// Across rows that begin `stride` bytes apart: the bytes `start ..< length` of the target, each
/// from those below one another.
static void mix_columns_portable(
    const uint8_t *rows, size_t stride, size_t start, size_t length, const axis_weights *axis,
    size_t index, uint8_t *target) {
  const int32_t *weights = axis->weights + index * axis->row_length;
  enum { BLOCK = 256 };
  int32_t sums[BLOCK];
  for (size_t first = start; first < length; first += BLOCK) {
    size_t count = length - first < BLOCK ? length - first : BLOCK;
    for (size_t column = 0; column < count; column++) sums[column] = ROUNDING;
    for (size_t tap = 0; tap < axis->count[index]; tap++) {
      const uint8_t *row = rows + tap * stride + first;
      int32_t weight = weights[tap];
      for (size_t column = 0; column < count; column++) sums[column] += weight * row[column];
    }
    for (size_t column = 0; column < count; column++) {
      target[first + column] = clamped(sums[column]);
    }
  }
}

static void mix_rows_portable(
    const uint8_t *rows, size_t stride, size_t length, const axis_weights *axis, size_t index,
    uint8_t *target) {
  mix_columns_portable(rows, stride, 0, length, axis, index, target);
}

/// `row` may be read up to ROW_PADDING bytes past its last pixel.
typedef void (*row_kernel)(const uint8_t *row, const axis_weights *axis, uint8_t *target);
typedef void (*column_kernel)(
    const uint8_t *rows, size_t stride, size_t length, const axis_weights *axis, size_t index,
    uint8_t *target);

// MARK: One output row, AVX2

#if defined(__x86_64__)

/// Sums of the upper and the lower parts of the weights to 32-bit values of 8 significant bits.
__attribute__((target("avx2"))) static inline __m256i joined(__m256i high, __m256i low) {
  __m256i sum = _mm256_add_epi32(_mm256_slli_epi32(high, LOW_BITS), low);
  return _mm256_srai_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(ROUNDING)), WEIGHT_BITS);
}

/// Four taps a step: bytes are spread to pairs of 16 bits, one pair a channel, so that one
/// multiply-add serves two taps of all channels; the upper lane has the other two taps.
__attribute__((target("avx2"))) static void resample_row_avx2(
    const uint8_t *row, const axis_weights *axis, uint8_t *target) {
  const char none = -1;
  const __m256i spread_pixels = _mm256_setr_epi8(
      0, none, 3, none, 1, none, 4, none, 2, none, 5, none, none, none, none, none,
      6, none, 9, none, 7, none, 10, none, 8, none, 11, none, none, none, none, none);
  const __m256i spread_weights = _mm256_setr_epi8(
      0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
      4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7);
  for (size_t index = 0; index < axis->output_count; index++) {
    const int16_t *high_weights = axis->high + index * axis->row_length;
    const int16_t *low_weights = axis->low + index * axis->row_length;
    const uint8_t *pixel = row + 3 * axis->first[index];
    __m256i high = _mm256_setzero_si256(), low = _mm256_setzero_si256();
    for (size_t tap = 0; tap < axis->count[index]; tap += TAP_GROUP, pixel += 3 * TAP_GROUP) {
      __m256i four = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)pixel));
      __m256i pairs = _mm256_shuffle_epi8(four, spread_pixels);
      int64_t bits;
      memcpy(&bits, high_weights + tap, sizeof bits);
      __m256i weights = _mm256_shuffle_epi8(_mm256_set1_epi64x(bits), spread_weights);
      high = _mm256_add_epi32(high, _mm256_madd_epi16(pairs, weights));
      memcpy(&bits, low_weights + tap, sizeof bits);
      weights = _mm256_shuffle_epi8(_mm256_set1_epi64x(bits), spread_weights);
      low = _mm256_add_epi32(low, _mm256_madd_epi16(pairs, weights));
    }
    high = _mm256_add_epi32(high, _mm256_permute2x128_si256(high, high, 1));
    low = _mm256_add_epi32(low, _mm256_permute2x128_si256(low, low, 1));
    __m256i words = _mm256_packs_epi32(joined(high, low), _mm256_setzero_si256());
    __m256i bytes = _mm256_packus_epi16(words, words);
    uint32_t channels = (uint32_t)_mm256_extract_epi32(bytes, 0);
    target[3 * index] = (uint8_t)channels;
    target[3 * index + 1] = (uint8_t)(channels >> 8);
    target[3 * index + 2] = (uint8_t)(channels >> 16);
  }
}

/// Sixteen columns and two rows a step, interleaved so that one multiply-add serves both rows.
__attribute__((target("avx2"))) static void mix_rows_avx2(
    const uint8_t *rows, size_t stride, size_t length, const axis_weights *axis, size_t index,
    uint8_t *target) {
  const int16_t *high_weights = axis->high + index * axis->row_length;
  const int16_t *low_weights = axis->low + index * axis->row_length;
  size_t count = axis->count[index], column = 0;
  for (; column + 16 <= length; column += 16) {
    __m256i zero = _mm256_setzero_si256();
    __m256i high_left = zero, high_right = zero, low_left = zero, low_right = zero;
    for (size_t tap = 0; tap < count; tap += 2) {
      const uint8_t *upper = rows + tap * stride + column;
      // After an odd count the pair's second weight is zero, so that any row will do.
      const uint8_t *lower = tap + 1 < count ? upper + stride : upper;
      __m128i one = _mm_loadu_si128((const __m128i *)upper);
      __m128i other = _mm_loadu_si128((const __m128i *)lower);
      __m256i left = _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(one, other));
      __m256i right = _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(one, other));
      int32_t bits;
      memcpy(&bits, high_weights + tap, sizeof bits);
      __m256i weights = _mm256_set1_epi32(bits);
      high_left = _mm256_add_epi32(high_left, _mm256_madd_epi16(left, weights));
      high_right = _mm256_add_epi32(high_right, _mm256_madd_epi16(right, weights));
      memcpy(&bits, low_weights + tap, sizeof bits);
      weights = _mm256_set1_epi32(bits);
      low_left = _mm256_add_epi32(low_left, _mm256_madd_epi16(left, weights));
      low_right = _mm256_add_epi32(low_right, _mm256_madd_epi16(right, weights));
    }
    // Packing works lane by lane: 0-3 8-11 | 4-7 12-15, put in order by the permutation.
    __m256i words =
        _mm256_packs_epi32(joined(high_left, low_left), joined(high_right, low_right));
    words = _mm256_permute4x64_epi64(words, 0xd8);
    __m128i bytes = _mm_packus_epi16(
        _mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storeu_si128((__m128i *)(target + column), bytes);
  }
  mix_columns_portable(rows, stride, column, length, axis, index, target);
}

#endif

// MARK: Both passes

/// The input positions that any of the axis's outputs touches.
static void touched(const axis_weights *axis, size_t *first, size_t *count) {
  size_t last = axis->output_count - 1;
  *first = axis->first[0];
  *count = axis->first[last] + axis->count[last] - axis->first[0];
}

/// Rows are resampled one after the other, then mixed; only those that the window needs.
static bool resample_along_rows_first(
    const resize_request *request, const axis_weights *horizontal, const axis_weights *vertical,
    row_kernel along_row, column_kernel across_rows) {
  size_t source_bytes = 3 * request->source_width, row_bytes = 3 * request->window_width;
  size_t first_row, row_count;
  touched(vertical, &first_row, &row_count);
  uint8_t *rows = malloc(row_count * row_bytes + source_bytes + ROW_PADDING);
  if (rows == NULL) return false;
  uint8_t *padded = rows + row_count * row_bytes;
  memset(padded + source_bytes, 0, ROW_PADDING);
  for (size_t row = 0; row < row_count; row++) {
    memcpy(padded, request->source + (first_row + row) * source_bytes, source_bytes);
    along_row(padded, horizontal, rows + row * row_bytes);
  }
  for (size_t row = 0; row < request->window_height; row++) {
    across_rows(
        rows + (vertical->first[row] - first_row) * row_bytes, row_bytes, row_bytes, vertical, row,
        request->destination + row * request->destination_stride);
  }
  free(rows);
  return true;
}

/// Rows are mixed first, over the columns that the window needs; each is then resampled.
static bool resample_across_rows_first(
    const resize_request *request, const axis_weights *horizontal, const axis_weights *vertical,
    row_kernel along_row, column_kernel across_rows) {
  size_t source_bytes = 3 * request->source_width;
  uint8_t *mixed = malloc(source_bytes + ROW_PADDING);
  if (mixed == NULL) return false;
  memset(mixed, 0, source_bytes + ROW_PADDING);
  size_t first_column, column_count;
  touched(horizontal, &first_column, &column_count);
  for (size_t row = 0; row < request->window_height; row++) {
    across_rows(
        request->source + vertical->first[row] * source_bytes + 3 * first_column, source_bytes,
        3 * column_count, vertical, row, mixed + 3 * first_column);
    along_row(mixed, horizontal, request->destination + row * request->destination_stride);
  }
  free(mixed);
  return true;
}

/// Whether the rows lose more than twice what the columns lose. Each pass rounds and clamps, so the
/// order shows in the bytes; this is the one that Pillow 13 was seen to take on 1,400 random sizes.
static bool mixes_rows_first(const resize_request *request) {
  if (request->height >= request->source_height) return false;
  if (request->width >= request->source_width) return true;
  size_t lost_rows = request->source_height - request->height;
  return lost_rows > 2 * (request->source_width - request->width);
}

static int resample(
    const resize_request *request, row_kernel along_row, column_kernel across_rows) {
  axis_weights horizontal, vertical;
  bool done = plan_axis(
      &horizontal, request->filter, request->source_width, request->width, request->window_x,
      request->window_width);
  done = plan_axis(
             &vertical, request->filter, request->source_height, request->height, request->window_y,
             request->window_height) &&
         done;
  if (done && mixes_rows_first(request)) {
    done = resample_across_rows_first(request, &horizontal, &vertical, along_row, across_rows);
  } else if (done) {
    done = resample_along_rows_first(request, &horizontal, &vertical, along_row, across_rows);
  }
  release_axis(&horizontal);
  release_axis(&vertical);
  return done ? 0 : -1;
}

int resize_rgb_portable(const resize_request *request) {
  return resample(request, resample_row_portable, mix_rows_portable);
}

int resize_rgb(const resize_request *request) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return resample(request, resample_row_avx2, mix_rows_avx2);
#endif
  return resize_rgb_portable(request);
}
