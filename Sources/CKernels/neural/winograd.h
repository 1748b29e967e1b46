// Convolutions of 3 × 3 pixels with a stride of one by Winograd's minimal filtering F(4 × 4, 3 × 3)
// (Lavin and Gray, 2016, "Fast algorithms for convolutional neural networks", section 4): squares of
// 6 × 6 inputs become as many numbers, each of which is a product with weights of its own, and those
// products become 4 × 4 outputs. 36 products take the place of 144.

/// Six scalars to six: the transform Bᵀ of the inputs.
INLINE void winograd_input_line(const vector *in, vector *out) {
  const vector four = (vector)(4.0f), five = (vector)(5.0f), two = (vector)(2.0f);
  vector even = in[4] - four * in[2], odd = in[3] - four * in[1];
  vector near = in[4] - in[2], far = in[3] - in[1];
  out[0] = four * in[0] - five * in[2] + in[4];
  out[1] = even + odd;
  out[2] = even - odd;
  out[3] = near + two * far;
  out[4] = near - two * far;
  out[5] = four * in[1] - five * in[3] + in[5];
}

/// Six scalars to four: the transform Aᵀ of the products.
INLINE void winograd_output_line(const vector *in, vector *out) {
  vector a = in[1] + in[2], b = in[1] - in[2], p = in[3] + in[4], q = in[3] - in[4];
  out[0] = in[0] + a + p;
  out[1] = b + (vector)(2.0f) * q;
  out[2] = a + (vector)(4.0f) * p;
  out[3] = b + (vector)(8.0f) * q + in[5];
}

/// The square of inputs whose first row and column are given; what lies outside the image is zero.
INLINE void winograd_input_tile(const bool is_inside, const neural_convolution *s,
                                const float *input, ptrdiff_t top, ptrdiff_t left, size_t plane,
                                float *output) {
  for (size_t c = 0; c < s->channels; c += VECTOR_WIDTH) {
    size_t count = s->channels - c;
    vector lines[6][6];
    UNROLL for (int x = 0; x < 6; x++) {
      vector column[6], transformed[6];
      UNROLL for (int y = 0; y < 6; y++) {
        ptrdiff_t row = top + y, place = left + x;
        bool is_present = is_inside || (row >= 0 && row < (ptrdiff_t)s->height && place >= 0 &&
                                        place < (ptrdiff_t)s->width);
        column[y] = is_present ? load_first(input + ((size_t)row * s->width + (size_t)place) *
                                                        s->channels + c, count)
                               : (vector)(0.0f);
      }
      winograd_input_line(column, transformed);
      UNROLL for (int y = 0; y < 6; y++) lines[y][x] = transformed[y];
    }
    UNROLL for (int y = 0; y < 6; y++) {
      vector transformed[6];
      winograd_input_line(lines[y], transformed);
      UNROLL for (int x = 0; x < 6; x++)
        store_first(output + (size_t)(6 * y + x) * plane + c, transformed[x], count);
    }
  }
}

static void KERNEL(winograd_input)(const neural_convolution *s, const float *input,
                                   size_t first_row, size_t tile_rows, float *tiles) {
  size_t columns = (s->output_width + 3) / 4, plane = tile_rows * columns * s->channels;
  for (size_t row = 0; row < tile_rows; row++) {
    ptrdiff_t top = (ptrdiff_t)(first_row + 4 * row) - 1;
    for (size_t column = 0; column < columns; column++, tiles += s->channels) {
      ptrdiff_t left = (ptrdiff_t)(4 * column) - 1;
      if (top >= 0 && left >= 0 && top + 6 <= (ptrdiff_t)s->height &&
          left + 6 <= (ptrdiff_t)s->width)
        winograd_input_tile(true, s, input, top, left, plane, tiles);
      else
        winograd_input_tile(false, s, input, top, left, plane, tiles);
    }
  }
}

static void KERNEL(winograd_output)(const neural_convolution *s, const float *products,
                                    size_t tile_rows, size_t row_count, const float *bias,
                                    size_t outputs, const neural_epilogue *epilogue,
                                    float *output) {
  size_t columns = (s->output_width + 3) / 4, plane = tile_rows * columns * outputs;
  vector low = (vector)(epilogue->low), high = (vector)(epilogue->high);
  for (size_t tile = 0; tile < tile_rows * columns; tile++, products += outputs) {
    size_t top = tile / columns * 4, left = tile % columns * 4;
    size_t height = row_count - top < 4 ? row_count - top : 4;
    size_t width = s->output_width - left < 4 ? s->output_width - left : 4;
    size_t start = (top * s->output_width + left) * outputs;
    for (size_t o = 0; o < outputs; o += VECTOR_WIDTH) {
      size_t count = outputs - o;
      vector lines[4][6], results[4][4], offset = load_first(bias + o, count);
      UNROLL for (int x = 0; x < 6; x++) {
        vector column[6], transformed[4];
        UNROLL for (int y = 0; y < 6; y++)
          column[y] = load_first(products + (size_t)(6 * y + x) * plane + o, count);
        winograd_output_line(column, transformed);
        UNROLL for (int y = 0; y < 4; y++) lines[y][x] = transformed[y];
      }
      UNROLL for (int y = 0; y < 4; y++) winograd_output_line(lines[y], results[y]);
      for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
          size_t place = start + (y * s->output_width + x) * outputs + o;
          vector value = clamp(results[y][x] + offset, low, high);
          if (epilogue->residual) value += load_first(epilogue->residual + place, count);
          store_first(output + place, value, count);
        }
    }
  }
}
