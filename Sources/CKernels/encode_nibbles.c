#include "scan_nibbles.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

/* SplitMix64 of the block's number: 64 fair signs. */
static uint64_t signs_of(uint64_t block) {
  uint64_t mixed = (block + 1) * 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
  return mixed ^ mixed >> 31;
}

/* The Walsh-Hadamard transform without its factor 1 / sqrt(count). */
static void transform(float *values, size_t count) {
  for (size_t half = 1; half < count; half *= 2)
    for (size_t start = 0; start < count; start += 2 * half)
      for (size_t i = start; i < start + half; i++) {
        float sum = values[i] + values[i + half];
        values[i + half] = values[i] - values[i + half];
        values[i] = sum;
      }
}

/* The largest power of two that divides the number of scalars. */
static inline size_t block_of(size_t count) { return count & (~count + 1); }

/* Writes a vector, padded to `count` scalars and rotated, to `room`, all multiplied by the square
 * root of the block's size, and returns the largest magnitude. */
static float rotate(const float *vector, size_t dimension, size_t count, float *room) {
  memcpy(room, vector, dimension * sizeof *room);
  memset(room + dimension, 0, (count - dimension) * sizeof *room);
  for (size_t start = 0; start < count; start += nibble_alignment) {
    uint64_t signs = signs_of(start / nibble_alignment);
    for (size_t i = 0; i < nibble_alignment; i++)
      room[start + i] = signs >> i & 1 ? -room[start + i] : room[start + i];
  }
  size_t block = block_of(count);
  for (size_t start = 0; start < count; start += block)
    transform(room + start, block);

  float largest = 0;
  for (size_t i = 0; i < count; i++) {
    float magnitude = fabsf(room[i]);
    largest = magnitude > largest ? magnitude : largest;
  }
  return largest;
}

/* Below, a vector counts as zero. */
static const float least_magnitude = 0x1p-100f;

nibble_code nibble_encode(const float *vector, size_t dimension, size_t stride, float *room,
                          uint8_t *code) {
  size_t count = 2 * stride;
  float largest = rotate(vector, dimension, count, room);
  if (!(largest > least_magnitude)) {
    memset(code, 0, stride);
    return (nibble_code){0, 0};
  }
  float inverse = 8 / largest;
  double squared_norm = 0, product = 0, squared_code = 0;
  memset(code, 0, stride);
  for (size_t i = 0; i < count; i++) {
    float cell = room[i] * inverse + 8;
    int number = cell < 16 ? (int)cell : 15;
    size_t place = i / (2 * nibble_alignment) * nibble_alignment + i % nibble_alignment;
    code[place] |= (uint8_t)(number << (i / nibble_alignment % 2 * 4));
    double scalar = room[i], middle = number - 7.5;
    squared_norm += scalar * scalar;
    product += scalar * middle;
    squared_code += middle * middle;
  }
  double scale = squared_norm / product;
  double squared_error = scale * scale * squared_code - squared_norm;
  double factor = 1 / sqrt((double)block_of(count));
  return (nibble_code){(float)(scale * factor),
                       (float)(sqrt(squared_error > 0 ? squared_error : 0) * factor)};
}

nibble_query nibble_query_of_vector(const float *vector, size_t dimension, size_t stride,
                                    float *room, int8_t *scalars) {
  size_t count = 2 * stride;
  float largest = rotate(vector, dimension, count, room);
  if (!(largest > least_magnitude)) {
    memset(scalars, 0, count);
    return (nibble_query){scalars, 0, 0};
  }
  float inverse = 127 / largest;
  int32_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    /* Between 1 and 255, so that cutting off rounds to the nearest. */
    float shifted = room[i] * inverse + 128.5f;
    int scalar = (shifted < 255 ? (int)shifted : 255) - 128;
    scalars[i] = (int8_t)scalar;
    sum += scalar;
  }
  return (nibble_query){scalars, sum, largest / 127 / sqrtf((float)block_of(count))};
}

nibble_query nibble_query_of_code(const uint8_t *code, size_t stride, float scale,
                                  int8_t *scalars) {
  int32_t sum = 0;
  for (size_t start = 0; start < stride; start += nibble_alignment)
    for (size_t i = 0; i < nibble_alignment; i++) {
      int low = 2 * (code[start + i] & 15) - 15, high = 2 * (code[start + i] >> 4) - 15;
      scalars[2 * start + i] = (int8_t)low;
      scalars[2 * start + nibble_alignment + i] = (int8_t)high;
      sum += low + high;
    }
  return (nibble_query){scalars, sum, scale / 2};
}
