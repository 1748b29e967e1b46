#include "scan_codes.h"

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

float code_encode(const float *vector, size_t dimension, size_t stride, float *room,
                  uint8_t *code) {
  memcpy(room, vector, dimension * sizeof *room);
  memset(room + dimension, 0, (stride - dimension) * sizeof *room);
  for (size_t start = 0; start < stride; start += code_alignment) {
    uint64_t signs = signs_of(start / code_alignment);
    for (size_t i = 0; i < code_alignment; i++)
      room[start + i] = signs >> i & 1 ? -room[start + i] : room[start + i];
  }
  size_t block = stride & (~stride + 1);
  for (size_t start = 0; start < stride; start += block)
    transform(room + start, block);

  float largest = 0;
  for (size_t i = 0; i < stride; i++) {
    float magnitude = fabsf(room[i]);
    largest = magnitude > largest ? magnitude : largest;
  }
  if (!(largest > 0x1p-100f)) {
    memset(code, 128, stride);
    return 0;
  }
  float inverse = 127 / largest;
  for (size_t i = 0; i < stride; i++) {
    /* Between 1 and 255, so that cutting off rounds to the nearest. */
    float shifted = room[i] * inverse + 128.5f;
    code[i] = (uint8_t)(shifted < 255 ? (int)shifted : 255);
  }
  return largest / 127 / sqrtf((float)block);
}

int32_t code_query_scalars(const uint8_t *code, size_t stride, int8_t *scalars) {
  int32_t sum = 0;
  for (size_t i = 0; i < stride; i++) {
    scalars[i] = (int8_t)(code[i] - 128);
    sum += scalars[i];
  }
  return sum;
}
