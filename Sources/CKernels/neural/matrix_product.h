// Matrix product with weights packed in panels: see neural_pack. A tile of TILE_ROWS rows by two
// vectors of outputs stays in registers while the inputs run by.

#define PANEL (2 * VECTOR_WIDTH)

/// Rows of a panel written at once while packing, few enough to stay in the first-level cache.
#define PACK_ROWS 32

static size_t KERNEL(packed_count)(size_t inputs, size_t outputs) {
  size_t vectors = outputs / PANEL * 2;
  if (outputs % PANEL != 0) vectors += panel_vectors(outputs % PANEL);
  return vectors * VECTOR_WIDTH * (inputs + 1);
}

static void KERNEL(pack)(const neural_weights *weights, const float *bias, float *packed) {
  for (size_t first = 0; first < weights->outputs; first += PANEL) {
    size_t remaining = weights->outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    size_t present = remaining < width ? remaining : width;
    for (size_t o = 0; o < width; o++) packed[o] = bias && o < present ? bias[first + o] : 0;
    packed += width;
    for (size_t start = 0; start < weights->inputs; start += PACK_ROWS) {
      size_t end = start + PACK_ROWS < weights->inputs ? start + PACK_ROWS : weights->inputs;
      for (size_t o = 0; o < width; o++) {
        size_t output = first + (o < present ? o : 0);
        const float *source = weights->scalars + output * weights->output_stride;
        for (size_t i = start; i < end; i++)
          packed[i * width + o] = o < present ? source[i * weights->input_stride] : 0;
      }
    }
    packed += weights->inputs * width;
  }
}

/// Where the inputs of a tile lie: rows `stride` floats apart, each in `pieces` runs of `length`
/// floats that begin `distance` floats apart. A row of a matrix is one run, a receptive field one
/// run for each row of the kernel.
typedef struct KERNEL(tile_input) {
  const float *first;
  size_t stride, pieces, length, distance;
} KERNEL(tile_input);

/// One register tile. Rows are addressed from every third, so that few addresses are live.
INLINE void tile(const int rows, const int vectors, const KERNEL(tile_input) *input,
                 const float *panel, size_t present, const neural_epilogue *epilogue,
                 const float *residual, float *output, size_t output_stride) {
  vector sums[TILE_ROWS][2];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = load(panel + v * VECTOR_WIDTH);
  panel += vectors * VECTOR_WIDTH;
  size_t stride = input->stride;
  for (size_t piece = 0; piece < input->pieces; piece++) {
    const float *groups[(TILE_ROWS + 2) / 3];
    UNROLL for (int g = 0; g < (rows + 2) / 3; g++)
      groups[g] = input->first + piece * input->distance + 3 * (size_t)g * stride;
    for (size_t i = 0; i < input->length; i++) {
      vector weights[2];
      UNROLL for (int v = 0; v < vectors; v++) weights[v] = load(panel + v * VECTOR_WIDTH);
      panel += vectors * VECTOR_WIDTH;
      UNROLL for (int r = 0; r < rows; r++) {
        vector x = (vector)(groups[r / 3][(size_t)(r % 3) * stride]);
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = x * weights[v] + sums[r][v];
      }
      UNROLL for (int g = 0; g < (rows + 2) / 3; g++) groups[g]++;
    }
  }
  vector low = (vector)(epilogue->low), high = (vector)(epilogue->high);
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) {
      size_t offset = (size_t)r * output_stride + (size_t)v * VECTOR_WIDTH;
      vector value = clamp(sums[r][v], low, high);
      if (present >= (size_t)(v + 1) * VECTOR_WIDTH) {
        if (residual) value += load(residual + offset);
        store(output + offset, value);
      } else {
        size_t count = present - (size_t)v * VECTOR_WIDTH;
        if (residual) value += load_first(residual + offset, count);
        store_first(output + offset, value, count);
      }
    }
}

/// A tile of any number of rows up to TILE_ROWS, each compiled with its number known.
INLINE void tile_of(const int vectors, int rows, const KERNEL(tile_input) *input,
                    const float *panel, size_t present, const neural_epilogue *epilogue,
                    const float *residual, float *output, size_t output_stride) {
#define ROWS(n)                                                                                   \
  case n:                                                                                         \
    if (n <= TILE_ROWS)                                                                           \
      tile(n <= TILE_ROWS ? n : 1, vectors, input, panel, present, epilogue, residual, output,    \
           output_stride);                                                                        \
    break;
  switch (rows) {
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) ROWS(7)
    ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12) ROWS(13) ROWS(14)
  }
#undef ROWS
}

static void KERNEL(tile_wide)(int rows, const KERNEL(tile_input) *input, const float *panel,
                              size_t present, const neural_epilogue *epilogue,
                              const float *residual, float *output, size_t output_stride) {
  tile_of(2, rows, input, panel, present, epilogue, residual, output, output_stride);
}

static void KERNEL(tile_narrow)(int rows, const KERNEL(tile_input) *input, const float *panel,
                                size_t present, const neural_epilogue *epilogue,
                                const float *residual, float *output, size_t output_stride) {
  tile_of(1, rows, input, panel, present, epilogue, residual, output, output_stride);
}

/// Rows in tiles of nearly equal height, so that no tile is nearly empty; `first` is the first of
/// the `present` outputs that the panel makes.
INLINE void tiles(const KERNEL(tile_input) *input, size_t rows, const float *panel, size_t width,
                  size_t first, size_t present, const neural_epilogue *epilogue, float *output,
                  size_t output_stride) {
  size_t count = (rows + TILE_ROWS - 1) / TILE_ROWS, row = 0;
  for (size_t t = 0; t < count; t++) {
    size_t end = rows * (t + 1) / count, offset = row * output_stride + first;
    KERNEL(tile_input) part = *input;
    part.first += row * input->stride;
    (width == PANEL ? KERNEL(tile_wide) : KERNEL(tile_narrow))(
        (int)(end - row), &part, panel, present, epilogue,
        epilogue->residual ? epilogue->residual + offset : NULL, output + offset, output_stride);
    row = end;
  }
}

/// Rows are taken in groups small enough to stay in the second-level cache while every panel runs
/// over them.
static void KERNEL(multiply)(const float *rows, size_t row_count, size_t row_stride,
                             const float *packed, size_t inputs, size_t outputs,
                             const neural_epilogue *epilogue, float *output,
                             size_t output_stride) {
  const size_t group_floats = 32 * 1024;
  size_t group = group_floats / (inputs + 1) / TILE_ROWS * TILE_ROWS;
  if (group < TILE_ROWS) group = TILE_ROWS;
  for (size_t start = 0; start < row_count; start += group) {
    size_t count = row_count - start < group ? row_count - start : group;
    KERNEL(tile_input) input = {rows + start * row_stride, row_stride, 1, inputs, 0};
    neural_epilogue part = *epilogue;
    if (part.residual) part.residual += start * output_stride;
    const float *panel = packed;
    for (size_t first = 0; first < outputs; first += PANEL) {
      size_t remaining = outputs - first;
      size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
      tiles(&input, count, panel, width, first, remaining < width ? remaining : width, &part,
            output + start * output_stride, output_stride);
      panel += width * (inputs + 1);
    }
  }
}

/// A convolution is a product with receptive fields, read where they lie.
static void KERNEL(convolve)(const neural_convolution *s, const float *padded, const float *packed,
                             size_t outputs, const neural_epilogue *epilogue, float *output,
                             size_t output_stride) {
  size_t length = s->kernel * s->channels, row = (s->width + 2 * s->padding) * s->channels;
  const float *panel = packed;
  for (size_t first = 0; first < outputs; first += PANEL) {
    size_t remaining = outputs - first;
    size_t width = panel_vectors(remaining) * VECTOR_WIDTH;
    for (size_t y = 0; y < s->output_height; y++) {
      KERNEL(tile_input) input = {
          padded + y * s->stride * row, s->stride * s->channels, s->kernel, length, row};
      size_t start = y * s->output_width * output_stride;
      neural_epilogue part = *epilogue;
      if (part.residual) part.residual += start;
      tiles(&input, s->output_width, panel, width, first, remaining < width ? remaining : width,
            &part, output + start, output_stride);
    }
    panel += width * (s->kernel * length + 1);
  }
}
