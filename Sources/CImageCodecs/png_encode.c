#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CImageCodecs.h"

/// One PNG being written into a growing buffer.
typedef struct {
  png_structp png;
  png_infop info;
  jmp_buf failure;
  const uint8_t *pixels;
  uint32_t width;
  uint32_t height;
  uint8_t *bytes;
  size_t length;
  size_t capacity;
} png_encoding;

static void fail(png_structp png, png_const_charp message) {
  (void)message;
  longjmp(((png_encoding *)png_get_error_ptr(png))->failure, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void append(png_structp png, png_bytep bytes, size_t count) {
  png_encoding *job = png_get_io_ptr(png);
  if (count > job->capacity - job->length) {
    size_t capacity = 2 * job->capacity + count + 4096;
    uint8_t *grown = realloc(job->bytes, capacity);
    if (grown == NULL) png_error(png, "no memory for the encoded picture");
    job->bytes = grown;
    job->capacity = capacity;
  }
  memcpy(job->bytes + job->length, bytes, count);
  job->length += count;
}

static void ignore_flush(png_structp png) { (void)png; }

static bool encode(png_encoding *job) {
  if (setjmp(job->failure) != 0) return false;
  job->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, job, fail, ignore_warning);
  if (job->png == NULL) return false;
  job->info = png_create_info_struct(job->png);
  if (job->info == NULL) return false;
  png_set_write_fn(job->png, job, append, ignore_flush);
  png_set_user_limits(job->png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(
      job->png, job->info, job->width, job->height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(job->png, job->info);
  for (uint32_t row = 0; row < job->height; row++) {
    png_write_row(job->png, job->pixels + (size_t)row * job->width * 3);
  }
  png_write_end(job->png, NULL);
  return true;
}

uint8_t *png_codec_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, size_t *length) {
  png_encoding job;
  memset(&job, 0, sizeof job);
  job.pixels = pixels;
  job.width = width;
  job.height = height;
  bool finished = encode(&job);
  png_destroy_write_struct(&job.png, &job.info);
  if (!finished) {
    free(job.bytes);
    return NULL;
  }
  *length = job.length;
  return job.bytes;
}
