// Products of bytes, and rounding to them. The including file defines, besides what vector.h asks
// for, QUANTIZED_ROWS (rows of a register tile) and the operations on integers:
//   byte_weights, weights_of(p), bytes_of(p), dot4(sums, bytes, weights): four products a lane;
//   low_pairs(a, b), high_pairs(a, b), dot2(sums, pairs, weights): two products a lane;
//   joined(low, high): the lanes of both, clamped to 0 … 65535, in the order before low_pairs and
//   high_pairs; scaled(a, b): a · b / 2¹⁵ rounded half up; truncated(floats): towards zero, less
//   than zero for NaN and what does not fit.

/// Where the lane of a channel lies in two vectors of integers, low and high, whose lanes `joined`
/// brings in order: quarters of 128 bits are interleaved.
INLINE size_t place_of(size_t lane) {
  return lane % 8 / 4 * VECTOR_WIDTH + lane / 8 * 4 + lane % 4;
}

INLINE vector widened_floats(signed_integers sums) { return __builtin_convertvector(sums, vector); }

/// Rounded where a half was added, and clamped to 0 … QUANTIZED_LEVELS.
INLINE shorts clamped_levels(vector low, vector high) {
  const unsigned_shorts highest = (unsigned_shorts)(QUANTIZED_LEVELS);
  unsigned_shorts levels = (unsigned_shorts)joined(truncated(low), truncated(high));
  return (shorts)(levels < highest ? levels : highest);
}

// MARK: Products

/// A panel of `vectors` vectors of outputs begins with what zero inputs sum to, the scales and the
/// biases; then come the weights, four inputs of an output side by side.
INLINE size_t panel_bytes(size_t vectors, size_t quads) {
  return vectors * VECTOR_WIDTH * (12 + 4 * quads);
}

INLINE float clamped_to(float value, float bound) {
  value = value > -bound ? value : -bound;
  return value < bound ? value : bound;
}

/// To the nearest integer, halves away from zero; NaN becomes −bound.
INLINE int32_t nearest(float value, float bound) {
  value = clamped_to(value, bound);
  return (int32_t)(value < 0 ? value - 0.5f : value + 0.5f);
}

/// The constants of an output at the beginning of a panel.
INLINE void pack_constants(char *panel, size_t width, size_t place, int32_t start, float scale,
                           float bias) {
  memcpy(panel + 4 * place, &start, 4);
  memcpy(panel + 4 * (width + place), &scale, 4);
  memcpy(panel + 4 * (2 * width + place), &bias, 4);
}

static size_t KERNEL(quantized_packed_count)(size_t pieces, size_t length, size_t outputs) {
  size_t vectors = (outputs + VECTOR_WIDTH - 1) / VECTOR_WIDTH;
  return panel_bytes(vectors, pieces * ((length + 3) / 4));
}

/// Where the level of input i lies behind that of the first input.
INLINE size_t level_place(size_t i, size_t length, size_t quads, size_t width) {
  size_t place = i / length * quads * 4 + i % length;
  return place / 4 * width * 4 + place % 4;
}

/// For 16-bit results the outputs of a panel are in the order that `joined` undoes, and a half is
/// added to the biases, so that cutting the fraction off rounds.
static void KERNEL(quantized_pack)(const neural_weights *weights, size_t pieces, const float *bias,
                                   int32_t zero, bool to_int16, void *packed) {
  const float gain = to_int16 ? QUANTIZED_LEVELS / 6.0f : 1.0f;
  size_t length = weights->inputs / pieces, quads = (length + 3) / 4;
  char *panel = packed;
  for (size_t first = 0; first < weights->outputs; first += 2 * VECTOR_WIDTH) {
    size_t vectors = panel_vectors(weights->outputs - first), width = vectors * VECTOR_WIDTH;
    size_t bytes = panel_bytes(vectors, pieces * quads);
    memset(panel, 0, bytes);
    for (size_t index = 0; index < width && first + index < weights->outputs; index++) {
      const size_t o = to_int16 ? place_of(index) : index;
      const float *source = weights->scalars + (first + index) * weights->output_stride;
      float largest = 0;
      for (size_t i = 0; i < weights->inputs; i++) {
        float magnitude = __builtin_fabsf(source[i * weights->input_stride]);
        if (!(magnitude <= largest)) largest = magnitude;  // keeps NaN
      }
      float scale = largest / 127.0f, inverse = largest > 0 ? 127.0f / largest : 0;
      char *levels = panel + width * 12 + 4 * o;
      int32_t sum = 0;
      float error = 0;
      for (size_t i = 0; i < weights->inputs; i++) {
        float value = source[i * weights->input_stride] * inverse;
        int32_t level = nearest(value, 127.0f);
        levels[level_place(i, length, quads, width)] = (char)level;
        sum += level;
        error += value - (float)level;
      }
      // Inputs that are never negative have much in common, and so have errors of weights that do not
      // add up to zero: round those the other way that were nearest to it.
      const float direction = error < 0 ? -1.0f : 1.0f;
      for (; error * direction > 0.5f; error -= direction, sum += (int32_t)direction) {
        float furthest = 0;
        size_t place = 0;
        for (size_t i = 0; i < weights->inputs; i++) {
          size_t at = level_place(i, length, quads, width);
          float level = (float)(signed char)levels[at] + direction;
          float off = (source[i * weights->input_stride] * inverse - level) * direction + 1;
          if (off > furthest && level <= 127.0f && level >= -127.0f) furthest = off, place = at;
        }
        if (!(furthest > 0)) break;
        levels[place] = (char)(levels[place] + (char)direction);
      }
      pack_constants(panel, width, o, -zero * sum, scale * gain,
                     bias[first + index] * gain + (to_int16 ? 0.5f : 0));
    }
    panel += bytes;
  }
}

/// Rows `stride` bytes apart, each in `pieces` runs of `quads` · 4 bytes, `distance` bytes apart.
typedef struct KERNEL(byte_rows) {
  const uint8_t *first;
  size_t stride, pieces, quads, distance;
} KERNEL(byte_rows);

/// Where a tile's results go: floats, or 16-bit integers where `shorts` is not NULL.
typedef struct KERNEL(quantized_output) {
  const float *row_scales, *residual;
  float low, high;
  float *floats;
  int16_t *shorts;
  size_t stride;
} KERNEL(quantized_output);

INLINE shorts load_shorts(const void *p) {
  shorts v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void quantized_tile(const int rows, const int vectors, const bool to_shorts,
                           const KERNEL(byte_rows) *input, const char *panel, size_t present,
                           const KERNEL(quantized_output) *out) {
  signed_integers sums[QUANTIZED_ROWS][2];
  const size_t width = (size_t)vectors * VECTOR_WIDTH;
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      memcpy(&sums[r][v], panel + v * VECTOR_WIDTH * 4, sizeof sums[r][v]);
  const char *weights = panel + 12 * width;
  size_t stride = input->stride;
  for (size_t piece = 0; piece < input->pieces; piece++) {
    const uint8_t *groups[(QUANTIZED_ROWS + 2) / 3];
    UNROLL for (int g = 0; g < (rows + 2) / 3; g++)
      groups[g] = input->first + piece * input->distance + 3 * (size_t)g * stride;
    for (size_t quad = 0; quad < input->quads; quad++) {
      byte_weights w[2];
      UNROLL for (int v = 0; v < vectors; v++) w[v] = weights_of(weights + v * VECTOR_WIDTH * 4);
      UNROLL for (int r = 0; r < rows; r++) {
        input_bytes x = bytes_of(groups[r / 3] + (size_t)(r % 3) * stride);
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = dot4(sums[r][v], x, w[v]);
      }
      weights += 4 * width;
      UNROLL for (int g = 0; g < (rows + 2) / 3; g++) groups[g] += 4;
    }
  }
  const float *scales = (const float *)(const void *)(panel + 4 * width), *biases = scales + width;
  UNROLL for (int r = 0; r < rows; r++) {
    vector row_scale = (vector)(out->row_scales ? out->row_scales[r] : 1.0f), values[2];
    UNROLL for (int v = 0; v < vectors; v++)
      values[v] = widened_floats(sums[r][v]) * (row_scale * load(scales + v * VECTOR_WIDTH)) +
                  load(biases + v * VECTOR_WIDTH);
    if (to_shorts) {
      shorts levels = clamped_levels(values[0], values[1]);
      memcpy(out->shorts + (size_t)r * out->stride, &levels, sizeof levels);
      continue;
    }
    UNROLL for (int v = 0; v < vectors; v++) {
      size_t begin = (size_t)v * VECTOR_WIDTH, offset = (size_t)r * out->stride + begin;
      size_t count = present > begin ? present - begin : 0;
      vector value = clamp(values[v], (vector)(out->low), (vector)(out->high));
      if (out->residual) value += load_first(out->residual + offset, count);
      store_first(out->floats + offset, value, count);
    }
  }
}

/// A tile of any number of rows up to QUANTIZED_ROWS, each compiled with its number known.
INLINE void quantized_tile_of(const int vectors, const bool to_shorts, int rows,
                              const KERNEL(byte_rows) *input, const char *panel, size_t present,
                              const KERNEL(quantized_output) *out) {
#define ROWS(n)                                                                                   \
  case n:                                                                                         \
    if (n <= QUANTIZED_ROWS)                                                                      \
      quantized_tile(n <= QUANTIZED_ROWS ? n : 1, vectors, to_shorts, input, panel, present,      \
                     out);                                                                        \
    break;
  switch (rows) {
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) ROWS(7)
    ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12) ROWS(13) ROWS(14)
  }
#undef ROWS
}

#define TILE_FUNCTION(name, vectors, to_shorts)                                                   \
  static void KERNEL(name)(int rows, const KERNEL(byte_rows) *input, const char *panel,           \
                           size_t present, const KERNEL(quantized_output) *out) {                 \
    quantized_tile_of(vectors, to_shorts, rows, input, panel, present, out);                      \
  }
TILE_FUNCTION(quantized_wide, 2, false)
TILE_FUNCTION(quantized_narrow, 1, false)
TILE_FUNCTION(quantized_to_shorts, 2, true)
#undef TILE_FUNCTION

/// All outputs of `rows` rows, in tiles of nearly equal height.
INLINE void quantized_panels(const KERNEL(byte_rows) *input, size_t rows, const void *packed,
                             size_t outputs, const KERNEL(quantized_output) *out) {
  size_t count = (rows + QUANTIZED_ROWS - 1) / QUANTIZED_ROWS;
  const char *panel = packed;
  for (size_t first = 0; first < outputs; first += 2 * VECTOR_WIDTH) {
    size_t remaining = outputs - first, vectors = panel_vectors(remaining), row = 0;
    size_t present = remaining < vectors * VECTOR_WIDTH ? remaining : vectors * VECTOR_WIDTH;
    for (size_t t = 0; t < count; t++) {
      size_t end = rows * (t + 1) / count, offset = row * out->stride + first;
      KERNEL(byte_rows) part = *input;
      part.first += row * input->stride;
      KERNEL(quantized_output) to = *out;
      if (to.row_scales) to.row_scales += row;
      if (to.residual) to.residual += offset;
      if (to.shorts) {
        to.shorts += offset;
        KERNEL(quantized_to_shorts)((int)(end - row), &part, panel, present, &to);
      } else {
        to.floats += offset;
        (vectors == 2 ? KERNEL(quantized_wide) : KERNEL(quantized_narrow))(
            (int)(end - row), &part, panel, present, &to);
      }
      row = end;
    }
    panel += panel_bytes(vectors, input->pieces * input->quads);
  }
}

static void KERNEL(quantized_multiply)(const uint8_t *rows, size_t row_count, size_t row_stride,
                                       const void *packed, size_t inputs, size_t outputs,
                                       const quantized_epilogue *epilogue, float *output,
                                       size_t output_stride) {
  KERNEL(byte_rows) input = {rows, row_stride, 1, (inputs + 3) / 4, 0};
  KERNEL(quantized_output) out = {epilogue->row_scales, epilogue->residual, epilogue->low,
                                  epilogue->high, output, NULL, output_stride};
  quantized_panels(&input, row_count, packed, outputs, &out);
}

static void KERNEL(quantized_multiply_to_int16)(const uint8_t *rows, size_t row_count,
                                                size_t row_stride, const void *packed,
                                                size_t inputs, size_t outputs,
                                                const float *row_scales, int16_t *output,
                                                size_t output_stride) {
  KERNEL(byte_rows) input = {rows, row_stride, 1, (inputs + 3) / 4, 0};
  KERNEL(quantized_output) out = {row_scales, NULL, 0, 0, NULL, output, output_stride};
  quantized_panels(&input, row_count, packed, outputs, &out);
}

static void KERNEL(quantized_convolve_to_int16)(const neural_convolution *s,
                                                const uint8_t *padded, const void *packed,
                                                size_t outputs, int16_t *output,
                                                size_t output_stride) {
  size_t row = (s->width + 2 * s->padding) * s->channels;
  for (size_t y = 0; y < s->output_height; y++) {
    KERNEL(byte_rows) input = {padded + y * s->stride * row, s->stride * s->channels, s->kernel,
                               (s->kernel * s->channels + 3) / 4, row};
    KERNEL(quantized_output) out = {
        NULL, NULL, 0, 0, NULL, output + y * s->output_width * output_stride, output_stride};
    quantized_panels(&input, s->output_width, packed, outputs, &out);
  }
}

// MARK: Rows to bytes

/// The channels of a vector of 16-bit integers.
#define BLOCK (2 * VECTOR_WIDTH)

static void KERNEL(quantized_rows)(const float *input, size_t row_count, size_t width,
                                   uint8_t *output, float *row_scales) {
  for (size_t row = 0; row < row_count; row++, input += width, output += width) {
    // As integers without their signs floats are ordered, and NaN is the largest.
    integers largest = (integers)(0);
    for (size_t i = 0; i < width; i += VECTOR_WIDTH) {
      integers x = (integers)load_first(input + i, width - i) & (integers)(0x7fffffff);
      largest = x > largest ? x : largest;
    }
    uint32_t bits = __builtin_reduce_max(largest);
    float magnitude;
    memcpy(&magnitude, &bits, sizeof magnitude);
    row_scales[row] = magnitude * (1 / 127.0f);
    vector inverse = (vector)(magnitude > 0 ? 127.0f / magnitude : 0);
    for (size_t i = 0; i < width; i += VECTOR_WIDTH) {
      // From 1 to 255, a half above, so that cutting the fraction off rounds.
      vector x = load_first(input + i, width - i) * inverse + (vector)(QUANTIZED_ZERO + 0.5f);
      quarter_bytes levels = __builtin_convertvector(truncated(x), quarter_bytes);
      memcpy(output + i, &levels, width - i < VECTOR_WIDTH ? width - i : sizeof levels);
    }
  }
}

static void KERNEL(quantized_levels)(const int16_t *input, size_t row_count, size_t width,
                                     uint8_t *output, float *row_scales) {
  for (size_t row = 0; row < row_count; row++, input += width, output += width) {
    shorts largest = (shorts)(0);
    for (size_t i = 0; i < width; i += BLOCK) {
      shorts x = load_shorts(input + i);
      largest = x > largest ? x : largest;
    }
    int16_t most = __builtin_reduce_max(largest);
    // Up to 255 a level is a byte of its own.
    int16_t factor = most > 255 ? (int16_t)((255 * 32768 + most / 2) / most) : 0;
    row_scales[row] = factor > 0 ? 32768.0f / factor : 1.0f;
    for (size_t i = 0; i < width; i += BLOCK) {
      shorts x = load_shorts(input + i);
      if (factor > 0) x = scaled(x, (shorts)(factor));
      half_bytes levels = __builtin_convertvector(x, half_bytes);
      memcpy(output + i, &levels, sizeof levels);
    }
  }
}
