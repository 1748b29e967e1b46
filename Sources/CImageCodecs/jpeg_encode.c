#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "CImageCodecs.h"

/// One compression; like its counterpart in decoding never local to the frame that calls setjmp.
typedef struct {
  struct jpeg_compress_struct compressor;
  struct jpeg_error_mgr errors;
  jmp_buf failure;
  const uint8_t *pixels;
  uint32_t width;
  uint32_t height;
  int quality;
  unsigned char *bytes;
  unsigned long length;
} jpeg_encoding;

static void fail(j_common_ptr common) {
  longjmp(((jpeg_encoding *)common->client_data)->failure, 1);
}

static void keep_silent(j_common_ptr common) { (void)common; }

static void encode(jpeg_encoding *job) {
  struct jpeg_compress_struct *compressor = &job->compressor;
  jpeg_create_compress(compressor);
  compressor->client_data = job;
  jpeg_mem_dest(compressor, &job->bytes, &job->length);
  compressor->image_width = job->width;
  compressor->image_height = job->height;
  compressor->input_components = 3;
  compressor->in_color_space = JCS_RGB;
  jpeg_set_defaults(compressor);
  jpeg_set_quality(compressor, job->quality, TRUE);
  compressor->optimize_coding = TRUE;
  jpeg_start_compress(compressor, TRUE);
  while (compressor->next_scanline < job->height) {
    // libjpeg's interface is not const-correct; it only reads the row.
    JSAMPROW row =
        (JSAMPROW)(uintptr_t)(job->pixels + (size_t)compressor->next_scanline * job->width * 3);
    (void)jpeg_write_scanlines(compressor, &row, 1);
  }
  jpeg_finish_compress(compressor);
}

static bool guarded(jpeg_encoding *job) {
  if (setjmp(job->failure) != 0) return false;
  encode(job);
  return true;
}

uint8_t *jpeg_codec_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int quality, size_t *length) {
  jpeg_encoding job;
  memset(&job, 0, sizeof job);
  job.compressor.err = jpeg_std_error(&job.errors);
  job.compressor.client_data = &job;
  job.errors.error_exit = fail;
  job.errors.output_message = keep_silent;
  job.pixels = pixels;
  job.width = width;
  job.height = height;
  job.quality = quality;
  bool finished = guarded(&job);
  jpeg_destroy_compress(&job.compressor);
  if (!finished) {
    free(job.bytes);
    return NULL;
  }
  *length = job.length;
  return job.bytes;
}

void image_codec_release(uint8_t *bytes) { free(bytes); }
